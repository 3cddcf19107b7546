import type { Database } from "@yilu/prisma";
import { takeTurn } from "../../database/turn.ts";
import { on, type Tx } from "../../database/unit-of-work.ts";
import { united, type Stretch } from "./power-on.ts";

/** When players were running, as they reported. */
export class PowerOnRepository {
  constructor(private readonly database: Database) {}

  /** Adds stretches to what is known of each screen; what overlaps becomes one row. The same again changes nothing. */
  async add(tx: Tx, reported: ReadonlyMap<string, readonly Stretch[]>): Promise<void> {
    await takeTurn(this.database, tx, "powerOn");
    const client = on(this.database, tx);
    const earliest = Math.min(...[...reported.values()].flat().map(([from]) => from));
    const known = await this.between([...reported.keys()], earliest - 60_000, Number.MAX_SAFE_INTEGER, tx);
    for (const [screenId, stretches] of reported) {
      const before = known.get(screenId) ?? [];
      const after = united([...before, ...stretches]);
      const kept = new Set(after.map(([from, to]) => `${from} ${to}`));
      const gone = before.filter(([from, to]) => !kept.has(`${from} ${to}`));
      const there = new Set(before.map(([from, to]) => `${from} ${to}`));
      const fresh = after.filter(([from, to]) => !there.has(`${from} ${to}`));
      if (gone.length > 0) await client.powerOn.deleteMany({ where: { screenId, fromAt: { in: gone.map(([from]) => BigInt(from)) } } });
      if (fresh.length > 0) await client.powerOn.createMany({ data: fresh.map(([from, to]) => ({ screenId, fromAt: BigInt(from), toAt: BigInt(to) })) });
    }
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
