import { join } from "node:path";
import { openDatabase, schemaText, type Database, type OpenDatabase } from "@yilu/prisma";
import { databaseUrl } from "@yilu/server/server.ts";
import { prismaFolder } from "./databases.ts";
import type { TestServer } from "./server.ts";

/** Tables that change by themselves: sessions move their end at each request, jobs mark their runs. */
const restless = new Set(["Session", "JobRun"]);
/** And what the watch of alarms remembers from one minute to the next. */
const restlessSettings = ["alarms.watch", "alarms.delivery"];
const tables = [...schemaText(join(prismaFolder, "schema"), "sqlite").matchAll(/^model (\w+)/gm)].map(([, name = ""]) => name).filter((name) => !restless.has(name));

/** A second connection to the server's own database, to look at what is really stored. */
export class Inspector {
  private readonly opened: OpenDatabase;

  constructor(server: Pick<TestServer, "env">) {
    this.opened = openDatabase(databaseUrl(server.env), prismaFolder);
  }

  get client(): Database {
    return this.opened.client;
  }

  /** Everything stored, one sorted list of rows per table; equal dumps mean that nothing was changed. */
  async dump(): Promise<Record<string, string[]>> {
    const entries = await Promise.all(
      tables.map(async (table) => {
        const rows = await this.client.$queryRawUnsafe<Record<string, unknown>[]>(`SELECT * FROM "${table}"`);
        const text = (row: Record<string, unknown>) => JSON.stringify(row, (_key, value: unknown) => (typeof value === "bigint" ? String(value) : value));
        const still = table === "Setting" ? rows.filter(({ key }) => !restlessSettings.includes(String(key))) : rows;
        return [table, still.map(text).sort()] as const;
      }),
    );
    return Object.fromEntries(entries);
  }

  /** How many rows each table has, in one question. */
  async counts(): Promise<Record<string, number>> {
    const query = tables.map((table) => `SELECT '${table}' AS "table", COUNT(*) AS "rows" FROM "${table}"`).join(" UNION ALL ");
    const rows = await this.client.$queryRawUnsafe<{ table: string; rows: number | bigint }[]>(query);
    return Object.fromEntries(rows.map(({ table, rows: count }) => [table, Number(count)]));
  }

  close(): Promise<void> {
    return this.opened.close();
  }
}
