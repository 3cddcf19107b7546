import { mkdirSync, statSync } from "node:fs";
import { resolve } from "node:path";

/** What others on the machine may do with a file or folder: nothing, when its mode has none of these bits. */
const others = 0o077;

/**
 * Makes the data folder, for this server's user alone, and warns when one that is there is open to others: in it lie the
 * database with its hashes and the films. Windows keeps rights in another way, which is left to it.
 */
export function openDataFolder(path: string, logger: { warn(facts: object, text: string): void }): void {
  const folder = resolve(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (process.platform === "win32") return;
  const mode = statSync(folder).mode & 0o777;
  if ((mode & others) !== 0) {
    const shown = mode.toString(8);
    logger.warn({ folder, mode: shown }, `数据目录对其他用户开放（${shown}），请执行 chmod 700 / the data folder is open to other users (${shown}): run chmod 700`);
  }
}
