import type { Database } from "@yilu/prisma";
import { on, type Tx } from "../../database/unit-of-work.ts";

/** The security policy, kept as JSON among the facts about this installation. */
export class SecurityRepository {
  constructor(private readonly database: Database) {}

  async read(): Promise<unknown> {
    const row = await this.database.setting.findUnique({ where: { key: "securityPolicy" } });
    return row === null ? null : (JSON.parse(row.value) as unknown);
  }

  async write(tx: Tx, policy: object): Promise<void> {
    const value = JSON.stringify(policy);
    await on(this.database, tx).setting.upsert({ where: { key: "securityPolicy" }, create: { key: "securityPolicy", value }, update: { value } });
  }
}
