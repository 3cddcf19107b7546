import { defaultAlarmRules, type AlarmKind, type AlarmRules, type PlayerStatus } from "@yilu/contract";
import type { Daypart } from "@yilu/contract/schedule";
import { openReader, type Provider, type Reader } from "@yilu/prisma";
import { UnitOfWork } from "@yilu/server/database/unit-of-work.ts";
import { EventBus } from "@yilu/server/events.ts";
import { FactsRepository } from "@yilu/server/features/alarms/facts.repository.ts";
import { AlarmsRepository } from "@yilu/server/features/alarms/repository.ts";
import { AlarmSettingsRepository } from "@yilu/server/features/alarms/settings.repository.ts";
import { AlarmWatch, type Outcome } from "@yilu/server/features/alarms/watch-service.ts";
import type { Compiled } from "@yilu/server/features/schedule/compile.ts";
import { newDatabase, type TestDatabase } from "./databases.ts";

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
const megabyte = 1024 * 1024;

/** A report of a player that is well. */
export const wellReport: PlayerStatus = {
  revision: "a".repeat(64),
  download: { revision: "a".repeat(64), state: "ready", doneBytes: 100 * megabyte, totalBytes: 100 * megabyte },
  playing: null,
  cacheUsedBytes: 140 * megabyte,
  cacheQuotaBytes: 10_000 * megabyte,
  persistent: true,
  ledgerHead: 0,
  unsentPlays: 0,
  clock: "synced",
  droppedFrames: 0,
  failedItems: 0,
};

export type Programme = { revision: string; entries: { tier: "regular" | "emergency"; startDate: string | null; window: { startsAt: number; endsAt: number } | null }[]; timeZone: string };
/** What every screen's newest programme is, unless a test says otherwise. */
export const oneProgramme: Programme = { revision: "a".repeat(64), timeZone: "Asia/Shanghai", entries: [{ tier: "regular", startDate: null, window: null }] };

/** The watch over a database of its own, whose clock a test moves. */
export class AlarmDesk {
  now: number;
  rules: AlarmRules = defaultAlarmRules;
  programme: Programme = oneProgramme;
  /** Units that were told that something changed. */
  readonly told: string[] = [];
  watch: AlarmWatch;
  private screens = 0;

  private constructor(
    readonly database: TestDatabase,
    private readonly reader: Reader,
    private readonly provider: Provider,
    private serverHours: readonly Daypart[],
    readonly events: EventBus,
    startAt: number,
  ) {
    this.now = startAt;
    this.watch = this.newWatch();
    events.on("changed", ({ what, unitPath }) => void (what === "alarms" && this.told.push(unitPath)));
  }

  static async open(provider: Provider, startAt: number): Promise<AlarmDesk> {
    const database = await newDatabase(provider);
    await database.client.unit.create({ data: { id: "county", name: "某县", kind: "county", path: "/county/" } });
    await database.client.unit.create({ data: { id: "buses", name: "公交公司", kind: "operator", parentId: "county", path: "/county/buses/" } });
    return new AlarmDesk(database, openReader(database.url, database.client), provider, [], new EventBus((error) => { throw error; }), startAt);
  }

  /** As on the first day, but watched from here on. */
  async reset(startAt: number, serverHours: readonly Daypart[] = []): Promise<void> {
    await this.watch.close();
    await this.client.screen.deleteMany();
    await this.client.setting.deleteMany();
    await this.client.ledger.deleteMany();
    await this.client.screenDay.deleteMany();
    await this.client.screenAssignment.deleteMany();
    Object.assign(this, { now: startAt, rules: defaultAlarmRules, programme: oneProgramme, serverHours });
    this.told.length = 0;
    this.watch = this.newWatch();
    await this.watch.evaluate();
  }

  get client() {
    return this.database.client;
  }

  get repository(): AlarmsRepository {
    return new AlarmsRepository(this.client, this.provider);
  }

  /** As after a restart: nothing is remembered but what is stored. */
  async restart(): Promise<void> {
    await this.watch.close();
    this.watch = this.newWatch();
  }

  /** A paired screen that is on line and well. */
  async screen(kind: "bus" | "coach" | "led", settings: object | null = null): Promise<string> {
    this.screens += 1;
    const id = `${kind}-${this.screens}`;
    const more = settings === null ? {} : { settings };
    await this.client.screen.create({ data: { id, unitId: "buses", kind, name: `屏 ${id}`, widthPx: 1920, heightPx: 1080, timeZone: "Asia/Shanghai", tags: [], createdAt: 0n, ...more } });
    await this.client.playerToken.create({ data: { tokenSha256: id, screenId: id, createdAt: 0n, usedAt: 0n } });
    await this.report(id, {});
    return id;
  }

  /** The screen is on line and says this. */
  async report(screenId: string, change: Partial<PlayerStatus>): Promise<void> {
    const data = { lastSeenAt: BigInt(this.now), onlineUntil: BigInt(this.now + 150_000), report: { ...wellReport, ...change }, ledgerId: "l", ledgerHead: change.ledgerHead ?? 0 };
    await this.client.screenStatus.upsert({ where: { screenId }, create: { screenId, ...data }, update: data });
  }

  /** The screen says farewell. */
  async leave(screenId: string): Promise<void> {
    await this.client.screenStatus.update({ where: { screenId }, data: { lastSeenAt: BigInt(this.now), onlineUntil: 0n } });
  }

  /** Its plan and plays of a local day, as the books have them. */
  async worked(screenId: string, date: string, planned: number, completed: number, displaced = 0): Promise<void> {
    const running = await this.client.screenAssignment.findFirst({ where: { screenId, toAt: null } });
    const facts = { screenId, screenName: screenId, unitId: "buses", unitPath: "/county/buses/", kind: "bus", timeZone: "Asia/Shanghai", fromAt: 0n };
    const { key: assignmentKey } = running ?? (await this.client.screenAssignment.create({ data: facts }));
    const data = { planned: BigInt(planned * 1000), displaced: BigInt(displaced * 1000), completed };
    await this.client.screenDay.upsert({ where: { date_assignmentKey: { date, assignmentKey } }, create: { date, assignmentKey, ...data }, update: data });
  }

  /** Time goes by, looked at every minute, while these screens stay on line. */
  async pass(ms: number, online: readonly string[] = []): Promise<void> {
    for (const end = this.now + ms; this.now < end; ) {
      this.now += minute;
      await this.stay(online);
      await this.watch.evaluate();
    }
  }

  /** The same in one step: as if it had been looked at all the while, and nothing came of it before the end. */
  async doze(ms: number, online: readonly string[] = []): Promise<Outcome> {
    this.now += ms;
    await this.client.setting.updateMany({ where: { key: "alarms.watch" }, data: { value: await this.watchedUntil(this.now - minute) } });
    await this.stay(online);
    return this.watch.evaluate();
  }

  /** Time goes by in one step, in which this server does not run. */
  async jump(ms: number): Promise<Outcome> {
    this.now += ms;
    return this.watch.evaluate();
  }

  /** Kinds of the alarms that are not over. */
  async kinds(screenId: string): Promise<AlarmKind[]> {
    const rows = await this.client.alarm.findMany({ where: { screenId, clearedAt: null }, orderBy: { kind: "asc" } });
    return rows.map((row) => row.kind as AlarmKind); // nothing else is ever raised
  }

  async close(): Promise<void> {
    await this.watch.close();
    await this.reader.close();
    await this.database.remove();
  }

  private async stay(online: readonly string[]): Promise<void> {
    if (online.length === 0) return;
    await this.client.screenStatus.updateMany({ where: { screenId: { in: [...online] } }, data: { lastSeenAt: BigInt(this.now), onlineUntil: BigInt(this.now + 150_000) } });
  }

  private async watchedUntil(at: number): Promise<string> {
    const row = await this.client.setting.findUniqueOrThrow({ where: { key: "alarms.watch" } });
    return JSON.stringify({ ...(JSON.parse(row.value) as object), evaluatedAt: at }); // written by the watch itself
  }

  private newWatch(): AlarmWatch {
    const compiled = async (): Promise<Compiled> => {
      const screens = await this.client.screen.findMany({ select: { id: true } });
      const manifest = { ...this.programme, entries: this.programme.entries };
      return { screens: new Map(screens.map(({ id }) => [id, { manifest }])) } as unknown as Compiled; // of a programme the watch asks only for this much
    };
    const questions = { few: FactsRepository.ofFew(this.client, this.provider), many: FactsRepository.ofMany(this.reader, this.provider) };
    return new AlarmWatch(this.repository, questions, new AlarmSettingsRepository(this.client), { rules: () => Promise.resolve(this.rules) }, { current: compiled }, new UnitOfWork(this.client), this.events, () => this.now, this.serverHours, (error) => { throw error; });
  }
}
