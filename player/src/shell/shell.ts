import { SHELL_CHECK_MS } from "../sync/pace.ts";

/** The page's end of the service worker, which keeps the player itself at hand when there is no network. */
export interface Shell {
  /** Loads the newest player, if the server has a newer one. */
  renew(): void;
}


export function openShell(): Shell {
  let wanted = false;
  const worker = navigator.serviceWorker;
  if (import.meta.env.DEV || !isSecureContext) return { renew: () => location.reload() };
  const registered = worker.register(`${import.meta.env.BASE_URL}service-worker.js`).catch(() => null);
  worker.addEventListener("controllerchange", () => {
    if (wanted) location.reload();
  });
  const check = async (): Promise<void> => {
    await (await registered)?.update().catch(() => undefined);
  };
  setInterval(() => void check(), SHELL_CHECK_MS);
  return {
    renew() {
      wanted = true;
      void check();
    },
  };
}
