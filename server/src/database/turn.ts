import type { Database } from "@yilu/prisma";
import { on, type Tx } from "./unit-of-work.ts";

/** Waits until no other transaction of the same turn is open, in whatever process: for work that reads, decides and writes. */
export async function takeTurn(database: Database, tx: Tx, name: string): Promise<void> {
  const key = `turn:${name}`;
  await on(database, tx).$executeRaw`
    INSERT INTO "Setting" ("key", "value") VALUES (${key}, '') ON CONFLICT ("key") DO UPDATE SET "value" = "Setting"."value"`;
}
