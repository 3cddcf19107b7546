import type { Database, Provider } from "@yilu/prisma";
import { columnList, jsonRows } from "../../database/json-rows.ts";
import { takeTurn } from "../../database/turn.ts";
import { on, type Tx } from "../../database/unit-of-work.ts";
import { united, type Stretch } from "./power-on.ts";

const columns = { screenId: "text", fromAt: "bigint", toAt: "bigint" } as const;

/** When players were running, as they reported. */
export class PowerOnRepository {
  constructor(
    private readonly database: Database,
    private readonly provider: Provider,
  ) {}

  /**
   * Adds stretches to what is known of each screen; what overlaps becomes one row, the same again changes nothing.
   * A whole fleet that comes back is a handful of statements: as a rule a stretch is new, or its end has moved.
   */
  async add(tx: Tx, reported: ReadonlyMap<string, readonly Stretch[]>): Promise<void> {
    await takeTurn(this.database, tx, "powerOn");
    const client = on(this.database, tx);
    const earliest = Math.min(...[...reported.values()].flat().map(([from]) => from));
    const known = await this.between([...reported.keys()], earliest - 60_000, Number.MAX_SAFE_INTEGER, tx);
    const moved: { screenId: string; fromAt: number; toAt: number }[] = [];
    for (const [screenId, stretches] of reported) {
      const before = new Map(known.get(screenId) ?? []);
      const after = new Map(united([...before, ...stretches]));
      for (const [fromAt, toAt] of after) if (before.get(fromAt) !== toAt) moved.push({ screenId, fromAt, toAt });
      const gone = [...before.keys()].filter((from) => !after.has(from));
      if (gone.length > 0) await client.powerOn.deleteMany({ where: { screenId, fromAt: { in: gone.map(BigInt) } } });
    }
    if (moved.length === 0) return;
    await client.$executeRaw`
      INSERT INTO "PowerOn" (${columnList(columns)}) ${jsonRows(this.provider, moved, columns)}
      ON CONFLICT ("screenId", "fromAt") DO UPDATE SET "toAt" = excluded."toAt"`;
  }

  /** Stretches of these screens that touch `[from, to]`, whole, oldest first. */
  async between(screenIds: readonly string[], from: number, to: number, tx?: Tx): Promise<Map<string, Stretch[]>> {
    const rows = await on(this.database, tx).powerOn.findMany({ where: { screenId: { in: [...screenIds] }, fromAt: { lte: BigInt(to) }, toAt: { gte: BigInt(from) } }, orderBy: { fromAt: "asc" } });
    const answer = new Map<string, Stretch[]>();
    for (const row of rows) {
      const list = answer.get(row.screenId) ?? [];
      list.push([Number(row.fromAt), Number(row.toAt)]);
      answer.set(row.screenId, list);
    }
    return answer;
  }

  async removeBefore(at: number): Promise<number> {
    return (await this.database.powerOn.deleteMany({ where: { toAt: { lt: BigInt(at) } } })).count;
  }
}
