/** The browser's own storage for the cache: OPFS for the bytes, a worker to write them. */
import type { CacheDevices } from "./cache.ts";
import type { PauseOrder, WorkerReport } from "./protocol.ts";

const folder = async (): Promise<FileSystemDirectoryHandle> =>
  (await navigator.storage.getDirectory()).getDirectoryHandle("media", { create: true });

/** Space as the browser tells it; zero where it does not. */
export async function space(): Promise<{ usedBytes: number; quotaBytes: number }> {
  const told = await navigator.storage?.estimate?.().catch(() => null);
  return { usedBytes: told?.usage ?? 0, quotaBytes: told?.quota ?? 0 };
}

/** On plain http there is no OPFS: there the files are held in memory and fetched again after a restart. */
export function openDevices(): CacheDevices {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  const memory = new Map<string, Blob>();
  let listener: (report: WorkerReport) => void = () => undefined;
  worker.onmessage = ({ data }: MessageEvent<WorkerReport>) => {
    if (data.kind === "done" && data.blob) memory.set(data.sha256, data.blob);
    listener(data);
  };
  return {
    isLasting: isSecureContext,
    order: (order) => worker.postMessage(order),
    ...(isSecureContext && { check: (order) => worker.postMessage(order) }), // what is in memory no card can change
    pause: () => worker.postMessage({ pause: true } satisfies PauseOrder),
    onReport: (listen) => (listener = listen),
    file: async (name) => memory.get(name.slice(0, 64)) ?? (await (await folder()).getFileHandle(name)).getFile(),
    remove: async (name) => void (memory.delete(name.slice(0, 64)) || (await (await folder()).removeEntry(name))),
    space,
  };
}
