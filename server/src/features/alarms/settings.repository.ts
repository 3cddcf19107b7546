import type { Database } from "@yilu/prisma";
import { on, type Tx } from "../../database/unit-of-work.ts";

/** What this feature remembers about the installation: each a JSON text among its facts. */
export type Remembered = "alarms.settings" | "alarms.webhookUrl" | "alarms.webhookSecret" | "alarms.recipients" | "alarms.delivery" | "alarms.watch";

/** Settings, recipients, and what was done last. */
export class AlarmSettingsRepository {
  constructor(private readonly database: Database) {}

  /** The text as stored, to be named again by `replace`; null: never written. */
  async read(key: Remembered, tx?: Tx): Promise<string | null> {
    return (await on(this.database, tx).setting.findUnique({ where: { key } }))?.value ?? null;
  }

  async write(key: Remembered, value: string, tx?: Tx): Promise<void> {
    await on(this.database, tx).setting.upsert({ where: { key }, create: { key, value }, update: { value } });
  }

  /** Writes unless somebody else has written since. @param before as read @returns whether it was written */
  async replace(key: Remembered, before: string | null, value: string, tx?: Tx): Promise<boolean> {
    const client = on(this.database, tx);
    if (before === null) return (await client.$executeRaw`INSERT INTO "Setting" ("key", "value") VALUES (${key}, ${value}) ON CONFLICT DO NOTHING`) === 1;
    return (await client.setting.updateMany({ where: { key, value: before }, data: { value } })).count === 1;
  }

  async remove(tx: Tx, keys: readonly Remembered[]): Promise<void> {
    await on(this.database, tx).setting.deleteMany({ where: { key: { in: [...keys] } } });
  }
}
