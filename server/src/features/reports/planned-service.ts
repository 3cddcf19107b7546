import type { Clock } from "../../clock.ts";
import { canonicalJson } from "../../canonical-json.ts";
import type { Tx, UnitOfWork } from "../../database/unit-of-work.ts";
import { sha256Hex } from "../../random.ts";
import { localDate, localHour } from "../plays/local-time.ts";
import { onTimes, type PowerHour } from "../plays/power.ts";
import type { PlaysService } from "../plays/service.ts";
import type { SharedManifest } from "../schedule/compile.ts";
import type { ManifestService } from "../schedule/manifest-service.ts";
import { everyDay, holdsMinute, type OperatingDayparts } from "./operating.ts";
import { dayPlan, emptyPlan, plannedHours, plannedPlays, planOf, replacedFrom, type DayPlan, type PlannedPlays } from "./plan.ts";
import type { DayRow, PlannedRepository, PlannedRow, Running, WorkedDay, WorkedHour } from "./planned.repository.ts";
import type { OperatingHours } from "../schedule/hours.ts";

const atOnce = 200;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

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
        const plan = made.get(manifest) ?? planOf(manifest, date, this.operating(manifest));
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
    if (taken === null || taken.assignmentKeys.length === 0) return 0;
    const { date, assignmentKeys } = taken;
    const runnings = await this.repository.assignments(tx, assignmentKeys);
    const plans = await this.plansOf(tx, date, runnings);
    const power = await this.powerOf(tx, plans);
    const before = await this.repository.day(tx, date, assignmentKeys);
    const planned = new Map([...plans].map(([key, plan]) => [key, plannedPlays(plan, power.get(key) ?? new Map<number, number>())]));
    const keys = await this.keysOf(tx, [...planned.values()].flat());
    const shown = new Set(before.filter((row) => row.plays > 0).map((row) => `${row.assignmentKey} ${row.entryKey}`));
    // A screen that was on and never showed an entry that day had not got its files.
    const isAbsent = (assignmentKey: number, entryId: string) => !shown.has(`${assignmentKey} ${keys.entries.get(entryId) ?? ""}`);
    const rows = rowsOf(planned, keys, isAbsent);
    const gone = goneFrom(before, rows);
    if (rows.length + gone.length > 0) await this.repository.putPlanned(tx, date, [...rows, ...gone], before);
    await this.repository.putScreens(tx, daysOf(date, power, rows), hoursOf(plans, power, isAbsent));
    return assignmentKeys.length;
  }

  /** Powered-on time within operating hours by hour of the day, of each assignment. */
  private async powerOf(tx: Tx, plans: ReadonlyMap<number, DayPlan>): Promise<Map<number, Map<number, number>>> {
    if (plans.size === 0) return new Map();
    const starts = [...new Set(plans.values())].flatMap(({ hours }) => hours.map((hour) => hour.hourStartAt));
    // An hour more at each end: a gap of some minutes may lie over midnight.
    const rows = await this.repository.power(tx, [...plans.keys()], Math.min(...starts) - hourMs, Math.max(...starts) + 2 * hourMs);
    const byAssignment = new Map<number, PowerHour[]>();
    for (const row of rows) {
      const list = byAssignment.get(row.assignmentKey);
      if (list) list.push(row);
      else byAssignment.set(row.assignmentKey, [row]);
    }
    return new Map(
      [...plans].map(([key, { hours }]) => {
        const operating = new Map(hours.map((hour) => [hour.hourStartAt, hour.operating]));
        const times = onTimes(byAssignment.get(key) ?? [], (hourStartAt, minute) => {
          const within = operating.get(hourStartAt);
          return within === undefined || holdsMinute(within, minute);
        });
        // The hours around the day were read only for the gaps at its ends.
        return [key, new Map([...times].filter(([hourStartAt]) => operating.has(hourStartAt)))];
      }),
    );
  }

  /** The plan of each assignment; of a day on which none was written down, from the schedule as it is known now. */
  private async plansOf(tx: Tx, date: string, runnings: readonly Running[]): Promise<Map<number, DayPlan>> {
    const { keys, contents } = await this.repository.plans(date, runnings.map((running) => running.key), tx);
    const parsed = new Map([...contents].map(([key, content]) => [key, dayPlan.parse(content)]));
    const isKnown = (running: Running) => parsed.has(keys.get(running.key) ?? -1);
    const screens = runnings.every(isKnown) ? new Map<string, { manifest: SharedManifest }>() : (await this.manifests.since(date, tx)).screens;
    const made = new Map<unknown, DayPlan>();
    return new Map(
      runnings.map(({ key, screenId, timeZone }) => {
        const known = parsed.get(keys.get(key) ?? -1);
        if (known !== undefined) return [key, known];
        const manifest = screens.get(screenId)?.manifest;
        const likeness = manifest?.timeZone === timeZone ? manifest : timeZone;
        const plan = made.get(likeness) ?? (typeof likeness === "string" ? emptyPlan(timeZone, date, everyDay(this.hours)) : planOf(likeness, date, this.operating(likeness)));
        made.set(likeness, plan);
        return [key, plan];
      }),
    );
  }

  /** When a screen is meant to play: as staff set it, else as the server has it. */
  private operating({ profile }: SharedManifest): OperatingDayparts {
    return profile.operatingHours ?? everyDay(this.hours);
  }

  /** Keys in the books of what is planned; missing are those never heard of. */
  private async keysOf(tx: Tx, all: readonly PlannedPlays[]): Promise<Keys> {
    const names = async (kind: "media" | "entry", refs: readonly string[]) => (refs.length === 0 ? new Map<string, number>() : this.plays.nameKeys(tx, kind, [...new Set(refs)]));
    return { media: await names("media", all.map((one) => one.mediaId)), entries: await names("entry", all.map((one) => one.entryId)) };
  }
}

interface Keys {
  media: ReadonlyMap<string, number>;
  entries: ReadonlyMap<string, number>;
}

/** What is planned now, as rows of the day's roll-up. */
function rowsOf(planned: ReadonlyMap<number, readonly PlannedPlays[]>, keys: Keys, isAbsent: (assignmentKey: number, entryId: string) => boolean): PlannedRow[] {
  return [...planned].flatMap(([assignmentKey, list]) =>
    list.flatMap(({ entryId, mediaId, planned: count, displaced }) => {
      const [mediaKey, entryKey] = [keys.media.get(mediaId), keys.entries.get(entryId)];
      if (mediaKey === undefined || entryKey === undefined || count === 0) return [];
      return [{ assignmentKey, mediaKey, entryKey, planned: count, displaced, absent: isAbsent(assignmentKey, entryId) ? count - displaced : 0 }];
    }),
  );
}

/** Nothing, where something was planned before. */
function goneFrom(before: readonly DayRow[], rows: readonly PlannedRow[]): PlannedRow[] {
  const keyOf = (row: Pick<PlannedRow, "assignmentKey" | "mediaKey" | "entryKey">) => `${row.assignmentKey} ${row.mediaKey} ${row.entryKey}`;
  const now = new Set(rows.map(keyOf));
  return before.filter((row) => row.planned !== 0 && !now.has(keyOf(row))).map(({ plays: _plays, ...row }) => ({ ...row, planned: 0, displaced: 0, absent: 0 }));
}

/** What each screen was planned to do on the day: the sum of its rows. */
function daysOf(date: string, power: ReadonlyMap<number, ReadonlyMap<number, number>>, rows: readonly PlannedRow[]): WorkedDay[] {
  const days = new Map([...power].map(([assignmentKey, hours]) => [assignmentKey, { assignmentKey, date, onMs: [...hours.values()].reduce((sum, ms) => sum + ms, 0), planned: 0, displaced: 0, absent: 0 }]));
  for (const { assignmentKey, planned, displaced, absent } of rows) {
    const day = days.get(assignmentKey);
    if (day === undefined) continue;
    day.planned += planned;
    day.displaced += displaced;
    day.absent += absent;
  }
  return [...days.values()];
}

/** The same by hour, of every hour of which something is known. */
function hoursOf(plans: ReadonlyMap<number, DayPlan>, power: ReadonlyMap<number, ReadonlyMap<number, number>>, isAbsent: (assignmentKey: number, entryId: string) => boolean): WorkedHour[] {
  return [...plans].flatMap(([assignmentKey, plan]) => {
    const onMs = power.get(assignmentKey) ?? new Map<number, number>();
    const planned = plannedHours(plan, onMs, (entryId) => isAbsent(assignmentKey, entryId));
    return [...onMs].map(([hourStartAt, ms]) => ({ assignmentKey, hourStartAt, onMs: ms, ...(planned.get(hourStartAt) ?? { planned: 0, displaced: 0, absent: 0 }) }));
  });
}

function withDigest(plan: DayPlan): { plan: DayPlan; digest: string } {
  return { plan, digest: sha256Hex(canonicalJson(plan)) };
}
