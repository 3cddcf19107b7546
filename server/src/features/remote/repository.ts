import type { Database, PlayerCommand, Prisma } from "@yilu/prisma";
import { takeTurn } from "../../database/turn.ts";
import { on, type Tx } from "../../database/unit-of-work.ts";

export type CommandRow = PlayerCommand & { screen: { name: string; unit: { path: string } } };
/** A command as it is handed over, with whose screen it is for. */
export type HandedOver = Pick<PlayerCommand, "id" | "screenId" | "kind">;

const withScreen = { screen: { select: { name: true, unit: { select: { path: true } } } } } as const;
const outstanding = { state: { in: ["waiting", "sent"] } };

/** What staff asked of players, and what became of it. */
export class CommandsRepository {
  constructor(private readonly database: Database) {}

  /** One after the other, so that nobody asks for what another has just asked for. */
  takeTurn(tx: Tx): Promise<void> {
    return takeTurn(this.database, tx, "commands");
  }

  /** Commands of one kind on these screens that are neither answered nor too old. */
  outstanding(tx: Tx, screenIds: readonly string[], kind: string, now: number): Promise<CommandRow[]> {
    return on(this.database, tx).playerCommand.findMany({ where: { ...outstanding, screenId: { in: [...screenIds] }, kind, expiresAt: { gt: BigInt(now) } }, include: withScreen });
  }

  async add(tx: Tx, rows: Prisma.PlayerCommandCreateManyInput[]): Promise<void> {
    await on(this.database, tx).playerCommand.createMany({ data: rows });
  }

  /** Takes what waits for these screens, so that nobody else hands it over. */
  claim(screenIds: readonly string[], now: number): Promise<HandedOver[]> {
    return this.database.playerCommand.updateManyAndReturn({
      where: { state: "waiting", screenId: { in: [...screenIds] }, expiresAt: { gt: BigInt(now) } },
      data: { state: "sent", sentAt: BigInt(now) },
      select: { id: true, screenId: true, kind: true },
    });
  }

  /** What was handed over and not answered, nor is too old. */
  unanswered(screenId: string, now: number): Promise<HandedOver[]> {
    return this.database.playerCommand.findMany({
      where: { state: "sent", screenId, expiresAt: { gt: BigInt(now) } },
      select: { id: true, screenId: true, kind: true },
      orderBy: [{ askedAt: "asc" }, { id: "asc" }],
    });
  }

  /** Of these screens, those for which something waits. */
  async waiting(now: number): Promise<string[]> {
    const rows = await this.database.playerCommand.findMany({ where: { state: "waiting", expiresAt: { gt: BigInt(now) } }, select: { screenId: true }, distinct: ["screenId"] });
    return rows.map((row) => row.screenId);
  }

  find(id: string): Promise<CommandRow | null> {
    return this.database.playerCommand.findUnique({ where: { id }, include: withScreen });
  }

  /** Enters what became of it; the first answer holds, also one that came too late. @returns whether this one was it */
  async answer(id: string, state: string, reason: string | null, now: number): Promise<boolean> {
    const { count } = await this.database.playerCommand.updateMany({ where: { id, state: { notIn: ["done", "failed"] } }, data: { state, reason, answeredAt: BigInt(now) } });
    return count === 1;
  }

  /** Newest first. */
  ofScreen(screenId: string, take: number): Promise<CommandRow[]> {
    return this.database.playerCommand.findMany({ where: { screenId }, include: withScreen, orderBy: [{ askedAt: "desc" }, { id: "desc" }], take });
  }

  /** Commands that nobody answered in time. @returns whose screens they were for */
  async expire(now: number): Promise<{ screenId: string; unitPath: string }[]> {
    const gone = await this.database.playerCommand.updateManyAndReturn({ where: { ...outstanding, expiresAt: { lte: BigInt(now) } }, data: { state: "expired" }, select: { screenId: true } });
    return this.paths(gone.map((row) => row.screenId));
  }

  async removeBefore(at: number): Promise<number> {
    return (await this.database.playerCommand.deleteMany({ where: { askedAt: { lt: BigInt(at) } } })).count;
  }

  /** Paths of the units of screens that are still there. */
  async paths(screenIds: readonly string[]): Promise<{ screenId: string; unitPath: string }[]> {
    const rows = await this.database.screen.findMany({ where: { id: { in: [...new Set(screenIds)] } }, select: { id: true, unit: { select: { path: true } } } });
    return rows.map((row) => ({ screenId: row.id, unitPath: row.unit.path }));
  }
}
