import type { Database } from "@yilu/prisma";
import { on, type Tx } from "./unit-of-work.ts";

/** Says, in the same transaction, that something changed which can alter a manifest. */
export async function bumpContent(database: Database, tx: Tx): Promise<void> {
  await on(database, tx).$executeRaw`
    INSERT INTO "ContentVersion" ("id", "version") VALUES (1, 1)
    ON CONFLICT ("id") DO UPDATE SET "version" = "ContentVersion"."version" + 1`;
}

/** The number that every change of content raises; 0 when nothing was ever changed. */
export async function contentVersion(database: Database): Promise<number> {
  const row = await database.contentVersion.findUnique({ where: { id: 1 } });
  return Number(row?.version ?? 0);
}
