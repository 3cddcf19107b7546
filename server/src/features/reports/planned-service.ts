import type { Clock } from "../../clock.ts";
import { canonicalJson } from "../../canonical-json.ts";
import type { Tx, UnitOfWork } from "../../database/unit-of-work.ts";
import { sha256Hex } from "../../random.ts";
import { localDate, localHour } from "../plays/local-time.ts";
import { onTimes, type PowerHour } from "../plays/power.ts";
import type { PlaysService } from "../plays/service.ts";
import type { ManifestService } from "../schedule/manifest-service.ts";
import { dayPlan, hoursOfDay, plannedPlays, planOf, replacedFrom, type DayPlan, type PlannedPlays } from "./plan.ts";
import type { DayRow, PlannedRepository, PlannedRow, Running } from "./planned.repository.ts";
import type { OperatingHours } from "../schedule/hours.ts";

const atOnce = 200;
const dayMs = 86_400_000;

/**
 * Planned against delivered. Plans are written down hour by hour while they hold, so that a change of the schedule
 * never rewrites what was planned before it; days whose plays or powered-on time changed are worked out again.
 */
export class PlannedService {
  constructor(
    private readonly repository: PlannedRepository,
    private readonly plays: Pick<PlaysService, "nameKeys">,
    private readonly manifests: Pick<ManifestService, "current" | "since">,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly hours: OperatingHours,
  ) {}

  /** Writes down today's plan of every screen, from the running hour on. */
  async record(): Promise<void> {
    const now = this.clock();
    const { screens } = await this.manifests.current();
    const byDate = new Map<string, Running[]>();
    for (const running of await this.repository.running()) {
      const date = localDate(now, running.timeZone);
      byDate.set(date, [...(byDate.get(date) ?? []), running]);
    }
    for (const [date, runnings] of byDate) {
      const known = await this.repository.plans(date, runnings.map((running) => running.key));
      const made = new Map<object, DayPlan>();
      const merged = new Map<string, { plan: DayPlan; digest: string }>();
      const wanted: { assignmentKey: number; digest: string; before: number | undefined }[] = [];
      for (const { key, screenId, timeZone } of runnings) {
        const manifest = screens.get(screenId)?.manifest;
        if (manifest === undefined || manifest.timeZone !== timeZone) continue;
        const plan = made.get(manifest) ?? planOf(manifest, date);
        made.set(manifest, plan);
        const before = known.keys.get(key);
        const likeness = `${manifest.revision} ${timeZone} ${before ?? ""}`;
        const whole = merged.get(likeness) ?? withDigest(before === undefined ? plan : replacedFrom(dayPlan.parse(known.contents.get(before)), plan, localHour(now, timeZone).hourStartAt));
        merged.set(likeness, whole);
        wanted.push({ assignmentKey: key, digest: whole.digest, before });
      }
      await this.unitOfWork.run(async (tx) => {
        const keys = new Map<string, number>();
        for (const { plan, digest } of merged.values()) keys.set(digest, await this.repository.planKey(tx, digest, plan));
        const changed = wanted.flatMap(({ assignmentKey, digest, before }) => {
          const planKey = keys.get(digest);
          return planKey === undefined || planKey === before ? [] : [{ assignmentKey, planKey }];
        });
        if (changed.length > 0) await this.repository.putPlans(tx, date, changed);
      });
    }
  }

  /** Works out every day that waits for it: powered-on time, planned plays and what became of them. @returns how many screen-days */
  async workUp(): Promise<number> {
    // The day after tomorrow is beyond every zone's today.
    const until = new Date(this.clock() + dayMs).toISOString().slice(0, 10);
    let worked = 0;
    for (;;) {
      const some = await this.unitOfWork.run((tx) => this.workSome(tx, until));
      if (some === 0) return worked;
      worked += some;
    }
  }

  private async workSome(tx: Tx, until: string): Promise<number> {
    const taken = await this.repository.take(tx, until, atOnce);
    if (taken === null) return 0;
    const { date, assignmentKeys } = taken;
    const runnings = await this.repository.assignments(tx, assignmentKeys);
    const power = await this.powerOf(tx, date, runnings);
    await this.repository.putPower(tx, date, runnings.map(({ key }) => ({ assignmentKey: key, onMs: [...(power.get(key)?.values() ?? [])].reduce((sum, ms) => sum + ms, 0) })));
    const plans = await this.plansOf(tx, date, runnings);
    const planned = new Map(runnings.map(({ key }) => [key, plannedPlays(plans.get(key) ?? { hours: [], entries: [] }, power.get(key) ?? new Map<number, number>())]));
    const before = await this.repository.day(tx, date, assignmentKeys);
    const after = await this.rowsOf(tx, planned, before);
    if (after.length > 0) await this.repository.putPlanned(tx, date, after);
    return assignmentKeys.length;
  }

  /** Powered-on time within operating hours by hour, of each assignment. */
  private async powerOf(tx: Tx, date: string, runnings: readonly Running[]): Promise<Map<number, Map<number, number>>> {
    const day = Date.parse(date);
    const rows = await this.repository.power(tx, runnings.map((running) => running.key), day - dayMs, day + 2 * dayMs);
    const byAssignment = new Map<number, PowerHour[]>();
    for (const row of rows) {
      const list = byAssignment.get(row.assignmentKey);
      if (list) list.push(row);
      else byAssignment.set(row.assignmentKey, [row]);
    }
    const operating = new Map([...new Set(runnings.map((running) => running.timeZone))].map((zone) => [zone, this.operatingOn(date, zone)]));
    return new Map(
      runnings.map(({ key, timeZone }) => {
        const counted = operating.get(timeZone) ?? new Set<number>();
        const times = onTimes(byAssignment.get(key) ?? []);
        return [key, new Map([...times].filter(([hourStartAt]) => counted.has(hourStartAt)))];
      }),
    );
  }

  /** Instants at which the operating hours of a local day begin. */
  private operatingOn(date: string, timeZone: string): Set<number> {
    const read = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", hourCycle: "h23" });
    return new Set(
      hoursOfDay(date, timeZone).filter((at) => {
        const hour = Number(read.format(at));
        return hour >= this.hours.from && hour < this.hours.to;
      }),
    );
  }

  /** The plan of each assignment; of a day on which none was written down, from the schedule as it is known now. */
  private async plansOf(tx: Tx, date: string, runnings: readonly Running[]): Promise<Map<number, DayPlan>> {
    const { keys, contents } = await this.repository.plans(date, runnings.map((running) => running.key), tx);
    const parsed = new Map([...contents].map(([key, content]) => [key, dayPlan.parse(content)]));
    const answer = new Map<number, DayPlan>();
    const without: Running[] = [];
    for (const running of runnings) {
      const plan = parsed.get(keys.get(running.key) ?? -1);
      if (plan === undefined) without.push(running);
      else answer.set(running.key, plan);
    }
    if (without.length === 0) return answer;
    const { screens } = await this.manifests.since(date, tx);
    const made = new Map<object, DayPlan>();
    for (const { key, screenId, timeZone } of without) {
      const manifest = screens.get(screenId)?.manifest;
      if (manifest === undefined || manifest.timeZone !== timeZone) continue;
      const plan = made.get(manifest) ?? planOf(manifest, date);
      made.set(manifest, plan);
      answer.set(key, plan);
    }
    return answer;
  }

  /** Rows to write: what is planned now, and nothing where something was planned before. */
  private async rowsOf(tx: Tx, planned: ReadonlyMap<number, readonly PlannedPlays[]>, before: readonly DayRow[]): Promise<PlannedRow[]> {
    const all = [...planned.values()].flat();
    const names = async (kind: "media" | "entry", refs: readonly string[]) => (refs.length === 0 ? new Map<string, number>() : this.plays.nameKeys(tx, kind, [...new Set(refs)]));
    const media = await names("media", all.map((one) => one.mediaId));
    const entries = await names("entry", all.map((one) => one.entryId));
    const keyOf = (row: Pick<PlannedRow, "assignmentKey" | "mediaKey" | "entryKey">) => `${row.assignmentKey} ${row.mediaKey} ${row.entryKey}`;
    const shown = new Set(before.filter((row) => row.plays > 0).map((row) => `${row.assignmentKey} ${row.entryKey}`));
    const rows = new Map<string, PlannedRow>();
    for (const [assignmentKey, list] of planned) {
      for (const one of list) {
        const [mediaKey, entryKey] = [media.get(one.mediaId), entries.get(one.entryId)];
        if (mediaKey === undefined || entryKey === undefined || one.planned === 0) continue;
        // A screen that was on and never showed the entry that day had not got its files.
        const absent = shown.has(`${assignmentKey} ${entryKey}`) ? 0 : one.planned - one.displaced;
        const row = { assignmentKey, mediaKey, entryKey, planned: one.planned, displaced: one.displaced, absent };
        rows.set(keyOf(row), row);
      }
    }
    const gone = before.filter((row) => row.planned !== 0 && !rows.has(keyOf(row))).map(({ plays: _plays, ...row }) => ({ ...row, planned: 0, displaced: 0, absent: 0 }));
    return [...rows.values(), ...gone];
  }
}

function withDigest(plan: DayPlan): { plan: DayPlan; digest: string } {
  return { plan, digest: sha256Hex(canonicalJson(plan)) };
}
