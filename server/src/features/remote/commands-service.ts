import * as contract from "@yilu/contract";
import type { BodyOf, CommandDone, CommandKind, CommandRecord, routes } from "@yilu/contract";
import type { Caller } from "../../caller.ts";
import type { Clock } from "../../clock.ts";
import type { UnitOfWork } from "../../database/unit-of-work.ts";
import type { EventBus } from "../../events.ts";
import { Refusal } from "../../http/refusal.ts";
import { newId } from "../../random.ts";
import type { AuditService } from "../audit/service.ts";
import type { ScreensService } from "../screens/service.ts";
import { presentCommand } from "./presenter.ts";
import type { CommandsRepository, HandedOver } from "./repository.ts";

/** How long a command waits for a player that is not connected. */
const lifeMs = 3_600_000;
const keptMs = 400 * 86_400_000;
const mostShown = 50;

/** A command on its way to a player. */
export interface Delivery {
  screenId: string;
  commandId: string;
  kind: CommandKind;
}

/** What staff ask players to do: waiting → sent → done or failed, or expired when nobody answered within the hour. */
export class CommandsService {
  constructor(
    private readonly repository: CommandsRepository,
    private readonly screens: Pick<ScreensService, "reachable" | "allWithin">,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditService,
    private readonly events: EventBus,
    private readonly clock: Clock,
  ) {}

  /**
   * Asks players to do something. What was asked of a screen before and is not answered yet is not asked again.
   * @returns one command a screen, in the order named
   * @throws Refusal refersToMissing
   */
  async ask(caller: Caller, { screenIds, kind }: BodyOf<typeof routes.remote.send>): Promise<{ commands: CommandRecord[] }> {
    return this.unitOfWork.run(async (tx) => {
      await this.repository.takeTurn(tx);
      const screens = await this.screens.allWithin(caller, screenIds, tx);
      const now = this.clock();
      const known = new Map((await this.repository.outstanding(tx, screenIds, kind, now)).map((row) => [row.screenId, row]));
      const fresh = screens
        .filter((screen) => !known.has(screen.id))
        .map((screen) => ({
          screen: { name: screen.name, unit: { path: screen.unit.path } },
          row: { id: newId(), screenId: screen.id, kind, askedAt: BigInt(now), askedBy: caller.name, expiresAt: BigInt(now + lifeMs), sentAt: null, answeredAt: null, state: "waiting", reason: null },
        }));
      await this.repository.add(tx, fresh.map(({ row }) => row));
      for (const { row, screen } of fresh) {
        await this.audit.record(tx, caller, { action: "screen.command", objectType: "screen", objectId: row.screenId, objectName: screen.name, unitPath: screen.unit.path, after: { kind } });
        known.set(row.screenId, { ...row, screen });
      }
      tx.afterCommit(() => {
        for (const { row, screen } of fresh) {
          this.changed(row.screenId, screen.unit.path);
          this.events.emit("command.asked", { screenId: row.screenId });
        }
      });
      return { commands: screens.flatMap((screen) => known.get(screen.id) ?? []).map(presentCommand) };
    });
  }

  /** The last commands of a screen, newest first. @throws Refusal notFound */
  async history(caller: Caller, screenId: string): Promise<{ rows: CommandRecord[] }> {
    await this.screens.reachable(caller, screenId);
    return { rows: (await this.repository.ofScreen(screenId, mostShown)).map(presentCommand) };
  }

  /** Takes what waits for these screens' players, which are connected here: whoever else asks gets nothing. */
  async take(screenIds: readonly string[]): Promise<Delivery[]> {
    const taken = await this.repository.claim(screenIds, this.clock());
    for (const { screenId, unitPath } of await this.repository.paths(taken.map((row) => row.screenId))) this.changed(screenId, unitPath);
    return taken.map(deliveryOf);
  }

  /** What a player that has just connected is to hear: also what it was told before and never answered. It runs none twice. */
  async takeAtConnect(screenId: string): Promise<Delivery[]> {
    const unanswered = await this.repository.unanswered(screenId, this.clock());
    return [...unanswered.map(deliveryOf), ...(await this.take([screenId]))];
  }

  /** Screens for which something waits, wherever it was asked. */
  waiting(): Promise<string[]> {
    return this.repository.waiting(this.clock());
  }

  /** A player says what became of a command; its first answer holds. @throws Refusal notFound for one that is not its own */
  async answered(screenId: string, { commandId, state, reason }: CommandDone): Promise<null> {
    const row = await this.repository.find(commandId);
    if (row === null || row.screenId !== screenId) throw new Refusal("notFound");
    if (await this.repository.answer(commandId, state, reason, this.clock())) this.changed(screenId, row.screen.unit.path);
    return null;
  }

  /** Whether a command was for this screen. */
  async isOf(screenId: string, commandId: string): Promise<boolean> {
    return (await this.repository.find(commandId))?.screenId === screenId;
  }

  /** Ends what nobody answered in time, and forgets what is long past. For a job. */
  async expire(): Promise<void> {
    const now = this.clock();
    for (const { screenId, unitPath } of await this.repository.expire(now)) this.changed(screenId, unitPath);
    await this.repository.removeBefore(now - keptMs);
  }

  private changed(screenId: string, unitPath: string): void {
    this.events.emit("changed", { what: "commands", id: screenId, unitPath });
  }
}

const deliveryOf = ({ id, screenId, kind }: HandedOver): Delivery => ({ screenId, commandId: id, kind: contract.commandKind.parse(kind) });
