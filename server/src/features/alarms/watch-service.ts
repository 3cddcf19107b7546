import type { AlarmDetail, AlarmRules, Manifest } from "@yilu/contract";
import * as contract from "@yilu/contract";
import type { Daypart } from "@yilu/contract/schedule";
import { setImmediate } from "node:timers/promises";
import type { Clock } from "../../clock.ts";
import type { UnitOfWork } from "../../database/unit-of-work.ts";
import type { EventBus } from "../../events.ts";
import { newId } from "../../random.ts";
import { dayStart } from "../plays/local-time.ts";
import type { ManifestService } from "../schedule/manifest-service.ts";
import type { Facts, PlanDay } from "./facts.ts";
import { factsOf } from "./facts-of.ts";
import { isOpen, OpenTimes, type Stretch } from "./hours.ts";
import { Memory } from "./memory.ts";
import type { CurrentRow, FactsRepository, FactsRow } from "./facts.repository.ts";
import type { AlarmsRepository, NewAlarm } from "./repository.ts";
import { findings } from "./rules.ts";
import type { AlarmSettingsRepository } from "./settings.repository.ts";
import type { AlarmSettingsService } from "./settings-service.ts";
import { readWatch, ranOn } from "./outages.ts";
import { sentence } from "./wording.ts";

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** So many screens are read and judged in one go; others are answered in between. */
const atOnce = 1_000;
/** From so many screens on it is worth a thread to ask about all. */
const manyScreens = 500;
/** Plan and delivery move every ten minutes; they are read again after five. */
const planFreshMs = 5 * minuteMs;
/** Reports are looked at together so long after the first of them. */
const gatherMs = 500;
/** More than so many at once, as after a restart, wait for the next minute's look. */
const mostGathered = 500;

export interface Outcome {
  screens: number;
  raised: number;
  cleared: number;
}

interface Context {
  now: number;
  rules: AlarmRules;
  outages: readonly Stretch[];
  programmes: Awaited<ReturnType<ManifestService["current"]>>["screens"];
  conflicts: ReadonlyMap<string, number>;
  days: ReadonlyMap<string, PlanDay[]>;
}

interface Changes {
  raise: (NewAlarm & { unitPath: string })[];
  clear: CurrentRow[];
  restate: { id: string; detail: AlarmDetail }[];
}

/** Looks at every screen once a minute and at single ones when they report; raises alarms and clears them. */
export class AlarmWatch {
  private readonly memory = new Memory();
  private readonly times = new OpenTimes();
  private readonly begins = new WeakMap<object, number[]>();
  private plan: { at: number; days: Map<string, PlanDay[]> } | null = null;
  private outages: readonly Stretch[] | null = null;
  /** Screens with an alarm that is not over, as of the last look. */
  private troubled = new Set<string>();
  private screenCount = 0;
  private gathered = new Set<string>();
  private timer: NodeJS.Timeout | null = null;
  private turn: Promise<unknown> = Promise.resolve();
  private readonly leave: () => void;

  constructor(
    private readonly repository: AlarmsRepository,
    private readonly questions: { few: FactsRepository; many: FactsRepository },
    private readonly kept: AlarmSettingsRepository,
    private readonly settings: Pick<AlarmSettingsService, "rules">,
    private readonly manifests: Pick<ManifestService, "current">,
    private readonly unitOfWork: UnitOfWork,
    private readonly events: EventBus,
    private readonly clock: Clock,
    private readonly serverHours: readonly Daypart[],
    private readonly onError: (error: unknown) => void,
  ) {
    this.leave = events.on("screen.live", ({ live }) => this.gather(live.screenId));
  }

  /** Looks at every screen. For the timetable. */
  evaluate(): Promise<Outcome> {
    return this.inTurn(async () => {
      const now = this.clock();
      const context = await this.context(now, await this.noteThatItRuns(now));
      const current = groupedByScreen(await this.ofAll.current(null));
      const changes: Changes = { raise: [], clear: [], restate: [] };
      const present = new Set<string>();
      for (let after = ""; ; ) {
        const rows = await this.ofAll.facts({ after, most: atOnce });
        for (const row of rows) {
          present.add(row.screenId);
          this.judge(row, context, current.get(row.screenId) ?? [], changes);
        }
        const last = rows.at(-1);
        if (last === undefined || rows.length < atOnce) break;
        after = last.screenId;
        await setImmediate();
      }
      this.screenCount = present.size;
      this.memory.keepOnly(present);
      this.troubled = new Set(current.keys());
      return this.enter(changes, present.size, now);
    });
  }

  /** Looks at some screens now. */
  look(screenIds: readonly string[]): Promise<Outcome> {
    return this.inTurn(async () => {
      const now = this.clock();
      const context = await this.context(now, await this.knownOutages());
      const [rows, alarms] = await Promise.all([this.questions.few.facts({ ids: screenIds }), this.questions.few.current(screenIds)]);
      const current = groupedByScreen(alarms);
      const changes: Changes = { raise: [], clear: [], restate: [] };
      for (const row of rows) this.judge(row, context, current.get(row.screenId) ?? [], changes);
      return this.enter(changes, rows.length, now);
    });
  }

  /** Ends the looking; settles when what was begun is entered. */
  async close(): Promise<void> {
    this.leave();
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    await this.turn;
  }

  private get ofAll(): FactsRepository {
    return this.screenCount >= manyScreens ? this.questions.many : this.questions.few;
  }

  private gather(screenId: string): void {
    if (this.gathered.size >= mostGathered && !this.troubled.has(screenId)) return;
    this.gathered.add(screenId);
    this.timer ??= setTimeout(() => {
      const ids = [...this.gathered];
      this.gathered = new Set();
      this.timer = null;
      this.look(ids).catch(this.onError);
    }, gatherMs);
  }

  /** One after the other: two looks at once would raise the same twice. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = this.turn.then(work);
    this.turn = next.catch(() => undefined);
    return next;
  }

  private async context(now: number, outages: readonly Stretch[]): Promise<Context> {
    const [rules, { screens: programmes }, conflicts, days] = await Promise.all([this.settings.rules(), this.manifests.current(), this.questions.few.conflicts(now - dayMs), this.planDays(now)]);
    return { now, rules, outages, programmes, conflicts, days };
  }

  private async planDays(now: number): Promise<Map<string, PlanDay[]>> {
    if (this.plan !== null && now >= this.plan.at && now < this.plan.at + planFreshMs) return this.plan.days;
    const date = (at: number) => new Date(at).toISOString().slice(0, 10);
    const days = new Map<string, PlanDay[]>();
    // The zones of the world hold yesterday and today between these two.
    for (const { screenId, ...day } of await this.ofAll.days(date(now - 2 * dayMs), date(now + dayMs))) {
      const list = days.get(screenId) ?? [];
      list.push({ date: day.date, planned: Math.round(day.planned / 1000), delivered: day.delivered });
      days.set(screenId, list);
    }
    this.plan = { at: now, days };
    return days;
  }

  private judge(row: FactsRow, context: Context, alarms: readonly CurrentRow[], changes: Changes): void {
    const { now, rules, outages } = context;
    const facts = this.facts(row, context);
    const open = this.times.of(facts.operatingHours ?? this.serverHours, facts.timeZone, now);
    const mayDownload = facts.downloadHours.length === 0 || isOpen(this.times.of(facts.downloadHours, facts.timeZone, now), now);
    const seen = this.memory.see(facts, mayDownload, now);
    for (const [kind, finding] of findings(facts, seen, { rules, open, outages, now })) {
      const alarm = alarms.find((one) => one.kind === kind);
      if (finding.is === "good" && alarm !== undefined) changes.clear.push(alarm);
      if (finding.is !== "bad") continue;
      if (alarm === undefined) changes.raise.push({ id: newId(), screenId: row.screenId, kind, raisedAt: now, detail: finding.detail, unitPath: row.unitPath });
      else if (saysOther(alarm.detail, finding.detail)) changes.restate.push({ id: alarm.id, detail: finding.detail });
    }
  }

  private facts(row: FactsRow, { now, programmes, conflicts, days }: Context): Facts {
    const manifest = programmes.get(row.screenId)?.manifest;
    const programme = manifest === undefined || manifest.entries.length === 0 ? null : { revision: manifest.revision, nextBeginsAt: this.beginsOf(manifest).find((at) => at > now) ?? null };
    return factsOf(row, now, programme, conflicts.get(row.screenId) ?? null, days.get(row.screenId) ?? []);
  }

  /** When entries of a programme begin, in order; an emergency begins when it is sent. */
  private beginsOf(manifest: Pick<Manifest, "entries" | "timeZone">): number[] {
    const known = this.begins.get(manifest);
    if (known) return known;
    const all = manifest.entries
      .filter(({ tier }) => tier !== "emergency")
      .flatMap(({ startDate, window }) => (window !== null ? [window.startsAt] : startDate !== null ? [dayStart(startDate, manifest.timeZone)] : []));
    const begins = [...new Set(all)].sort((one, other) => one - other);
    this.begins.set(manifest, begins);
    return begins;
  }

  private async enter({ raise, clear, restate }: Changes, screens: number, now: number): Promise<Outcome> {
    if (raise.length + clear.length + restate.length === 0) return { screens, raised: 0, cleared: 0 };
    const raised = await this.unitOfWork.run(async (tx) => {
      const count = raise.length === 0 ? 0 : await this.repository.raise(tx, raise);
      if (clear.length > 0) await this.repository.clear(tx, clear.map(({ id }) => id), now);
      if (restate.length > 0) await this.repository.restate(tx, restate);
      // One hint for each unit: whoever looks on asks for the list.
      const units = new Map([...raise, ...clear].map(({ id, unitPath }) => [unitPath, id]));
      tx.afterCommit(() => {
        for (const [unitPath, id] of units) this.events.emit("changed", { what: "alarms", id, unitPath });
      });
      return count;
    });
    for (const { screenId } of raise) this.troubled.add(screenId);
    return { screens, raised, cleared: clear.length };
  }

  private async noteThatItRuns(now: number): Promise<readonly Stretch[]> {
    const watch = ranOn(readWatch(await this.kept.read("alarms.watch")), now);
    await this.kept.write("alarms.watch", JSON.stringify(watch));
    this.outages = watch.outages;
    return watch.outages;
  }

  private async knownOutages(): Promise<readonly Stretch[]> {
    return (this.outages ??= readWatch(await this.kept.read("alarms.watch"))?.outages ?? []);
  }
}

function groupedByScreen(alarms: readonly CurrentRow[]): Map<string, CurrentRow[]> {
  const answer = new Map<string, CurrentRow[]>();
  for (const alarm of alarms) answer.set(alarm.screenId, [...(answer.get(alarm.screenId) ?? []), alarm]);
  return answer;
}

/** Whether the sentence would be another: what is found moves by the byte, what is told need not. */
function saysOther(stored: string, found: AlarmDetail): boolean {
  const before = contract.alarmDetail.safeParse(JSON.parse(stored));
  return !before.success || sentence(before.data, "UTC").zh !== sentence(found, "UTC").zh;
}

