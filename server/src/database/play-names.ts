import type { Database } from "@yilu/prisma";
import { on, type Tx } from "./unit-of-work.ts";

export type NameKind = "media" | "entry" | "playlist" | "revision" | "unit";

/**
 * Keeps the name of something that is about to be deleted, since plays that name it may still be on their way.
 * Reports go on showing it.
 */
export async function rememberName(database: Database, tx: Tx, kind: NameKind, ref: string, name: string, level: string | null = null): Promise<void> {
  await on(database, tx).playName.upsert({ where: { kind_ref: { kind, ref } }, create: { kind, ref, name, level }, update: { name, level } });
}
