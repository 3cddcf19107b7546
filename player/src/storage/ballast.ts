/** 16 MB that the ledger may have when nothing else is left: laid when there is space, given up when a write fails. */
const BALLAST_BYTES = 16 * 1024 * 1024;
const NAME = "ballast";

const root = (): Promise<FileSystemDirectoryHandle> => navigator.storage.getDirectory();

/** @returns whether it is there; never rejects: a full disk is what it is for. */
export async function layBallast(): Promise<boolean> {
  try {
    const file = await (await root()).getFileHandle(NAME, { create: true });
    if ((await file.getFile()).size >= BALLAST_BYTES) return true;
    const { quota = 0, usage = 0 } = await navigator.storage.estimate();
    if (quota - usage < 2 * BALLAST_BYTES) return false;
    const writing = await file.createWritable();
    await writing.write(new Uint8Array(BALLAST_BYTES).fill(1));
    await writing.close();
    return true;
  } catch {
    return false;
  }
}

/** @returns whether there was any. */
export async function releaseBallast(): Promise<boolean> {
  try {
    await (await root()).removeEntry(NAME);
    return true;
  } catch {
    return false;
  }
}
