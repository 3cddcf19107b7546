import { useSyncExternalStore } from "react";
import { tusTransfer } from "./tusTransfer.ts";
import { UploadQueue } from "./uploadQueue.ts";
import { isUnderWay, type Upload } from "./uploadState.ts";

/** The console's one queue: uploads go on while other pages are open. */
export const uploads = new UploadQueue(tusTransfer);

const askBeforeClosing = (event: BeforeUnloadEvent): void => event.preventDefault();
uploads.subscribe(() => {
  if (uploads.list().some(isUnderWay)) window.addEventListener("beforeunload", askBeforeClosing);
  else window.removeEventListener("beforeunload", askBeforeClosing);
});

export const useUploads = (): readonly Upload[] => useSyncExternalStore(uploads.subscribe, uploads.list);
