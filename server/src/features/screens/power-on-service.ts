import type { AnswerOf, routes } from "@yilu/contract";
import { Temporal } from "temporal-polyfill";
import type { Caller } from "../../caller.ts";
import type { Clock } from "../../clock.ts";
import type { Tx, UnitOfWork } from "../../database/unit-of-work.ts";
import { believable, within, type Stretch } from "./power-on.ts";
import type { PowerOnRepository } from "./power-on.repository.ts";
import type { ScreensService } from "./service.ts";

const dayMs = 86_400_000;

/** When screens were powered on, as their players say: the reports of plays count only such time. */
export class PowerOnService {
  constructor(
    private readonly repository: PowerOnRepository,
    private readonly screens: Pick<ScreensService, "reachable">,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes in what players said, of many screens in one transaction. What cannot be is left out.
   * @param reported stretches by screen
   * @returns what was believed of each screen
   */
  async take(reported: ReadonlyMap<string, readonly Stretch[]>): Promise<ReadonlyMap<string, readonly Stretch[]>> {
    const now = this.clock();
    const believed = new Map([...reported].map(([screenId, stretches]) => [screenId, believable(stretches, now)] as const).filter(([, stretches]) => stretches.length > 0));
    if (believed.size > 0) await this.unitOfWork.run((tx) => this.repository.add(tx, believed));
    return believed;
  }

  /** Stretches of these screens within `[from, to]`, cut to it, oldest first; a screen that never reported any is missing. */
  async between(screenIds: readonly string[], from: number, to: number, tx?: Tx): Promise<Map<string, Stretch[]>> {
    const found = await this.repository.between(screenIds, from, to, tx);
    return new Map([...found].map(([screenId, stretches]) => [screenId, within(stretches, from, to)]));
  }

  /** Forgets what ended more than `days` ago. For a job. */
  forget(days: number): Promise<number> {
    return this.repository.removeBefore(this.clock() - days * dayMs);
  }

  /** The last days of a screen by its own calendar, today included. @throws Refusal notFound */
  async ofScreen(caller: Caller, screenId: string, days: number): Promise<AnswerOf<typeof routes.remote.power>> {
    const { timeZone } = await this.screens.reachable(caller, screenId);
    const toAt = this.clock();
    const today = Temporal.Instant.fromEpochMilliseconds(toAt).toZonedDateTimeISO(timeZone).startOfDay();
    const fromAt = today.subtract({ days: days - 1 }).epochMilliseconds;
    const on = (await this.between([screenId], fromAt, toAt)).get(screenId) ?? [];
    return { fromAt, toAt, timeZone, on: on.map(([from, to]) => [from, to]) };
  }
}
