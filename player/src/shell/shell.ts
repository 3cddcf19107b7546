import { SHELL_CHECK_MS } from "../sync/pace.ts";

/** The page's end of the service worker, which keeps the player itself at hand when there is no network. */
export interface Shell {
  /** Loads the newest player, if the server has a newer one. */
  renew(): void;
  /** This player does what it should: it becomes the one to go back to. */
  good(): void;
}

export function openShell(): Shell {
  let wanted = false;
  let said = false;
  const worker = navigator.serviceWorker;
  if (import.meta.env.DEV || !isSecureContext) return { renew: () => location.reload(), good: () => undefined };
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
    good() {
      if (said) return;
      said = true;
      void worker.ready.then(({ active }) => active?.postMessage(new URL(import.meta.url).pathname));
    },
  };
}
