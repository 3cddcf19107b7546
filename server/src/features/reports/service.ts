import * as contract from "@yilu/contract";
import type { Overview, QueryOf, Report, ReportRow, routes } from "@yilu/contract";
import { stringify } from "csv-stringify/sync";
import type { Caller } from "../../caller.ts";
import type { Clock } from "../../clock.ts";
import { Refusal } from "../../http/refusal.ts";
import { dayStart, localDate } from "../plays/local-time.ts";
import type { ScreensService } from "../screens/service.ts";
import type { UsersService } from "../users/service.ts";
import type { CountRow, ReportFilter, ReportsRepository } from "./repository.ts";

type ReportQuery = QueryOf<typeof routes.reports.plays>;
type Counts = Report["totals"];
const maxDays = 400;
const none: Counts = { completed: 0, interrupted: 0, failed: 0, airtimeMs: 0 };

function sum(rows: readonly Counts[]): Counts {
  return rows.reduce(
    (total, row) => ({
      completed: total.completed + row.completed,
      interrupted: total.interrupted + row.interrupted,
      failed: total.failed + row.failed,
      airtimeMs: total.airtimeMs + row.airtimeMs,
    }),
    none,
  );
}

function presentRow({ level, ...row }: CountRow): ReportRow {
  return { ...row, level: level === null ? null : contract.level.parse(level) };
}

/** A cell that a spreadsheet would run as a formula is made text. */
function safeCell(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

/** Proof of play, and the overview of the home page. */
export class ReportsService {
  constructor(
    private readonly repository: ReportsRepository,
    private readonly users: UsersService,
    private readonly screens: ScreensService,
    private readonly pendingReviews: (caller: Caller) => Promise<number>,
    private readonly clock: Clock,
    private readonly timeZone: string,
  ) {}

  /** @throws Refusal invalidInput when the days are in the wrong order or more than 400 */
  async plays(caller: Caller, query: ReportQuery): Promise<Report> {
    const { by, unitId, ...rest } = query;
    const days = (Date.parse(query.to) - Date.parse(query.from)) / 86_400_000;
    if (days < 0 || days >= maxDays) {
      throw new Refusal("invalidInput", { issues: [{ path: "query.to", message: { zh: `结束日期要在开始日期当天或之后，至多 ${maxDays} 天`, en: `must not lie before the start, at most ${maxDays} days` } }] });
    }
    const unitPath = unitId === undefined ? caller.unitPath : (await this.users.unitWithin(caller, unitId)).path;
    const filter: ReportFilter = { ...rest, unitPath };
    const rows = (await this.repository.counts(by, filter)).map(presentRow);
    const [gaps, live] = await Promise.all([this.repository.gaps(filter), this.screens.liveWithin(caller, { unitPath, kind: query.kind, ids: query.screenId === undefined ? undefined : [query.screenId] })]);
    return {
      generatedAt: this.clock(),
      rows,
      totals: sum(rows),
      completeness: {
        ...gaps,
        screens: live.length,
        screensNeverOn: live.filter((screen) => screen.lastSeenAt === null).length,
        waitingOnScreens: live.reduce((total, screen) => total + screen.unsentPlays, 0),
      },
    };
  }

  /** The same rows as CSV: UTF-8 with BOM, as Excel in Chinese wants it. */
  async playsCsv(caller: Caller, query: ReportQuery): Promise<string> {
    const { rows, totals } = await this.plays(caller, query);
    const first = { screen: "屏幕", media: "素材", day: "日期" }[query.by];
    const levels = { national: "国家级", provincial: "省级", municipal: "市级", county: "县级" };
    const line = ({ label, note, level, completed, interrupted, failed, airtimeMs }: Omit<ReportRow, "key">) => [
      safeCell(label),
      safeCell(note ?? (level === null ? "" : levels[level])),
      completed,
      interrupted,
      failed,
      Math.round(airtimeMs / 1000),
    ];
    const total = line({ label: "合计", note: null, level: null, ...totals });
    return stringify([[first, "线路/级别", "完整播放（条次）", "中断（条次）", "失败（条次）", "播放时长（秒）"], ...rows.map(line), total], { bom: true, record_delimiter: "windows" });
  }

  async overview(caller: Caller): Promise<Overview> {
    const now = this.clock();
    const today = localDate(now, this.timeZone);
    const [live, rows, hours, pendingReviews] = await Promise.all([
      this.screens.liveWithin(caller),
      this.repository.counts("day", { unitPath: caller.unitPath, from: today, to: today }),
      this.repository.hours(caller.unitPath, dayStart(today, this.timeZone)),
      this.pendingReviews(caller),
    ]);
    const states = { total: live.length, online: 0, offline: 0, neverSeen: 0, unpaired: 0 };
    const rollouts = { none: 0, sent: 0, downloading: 0, ready: 0, playing: 0, waiting: 0 };
    for (const screen of live) {
      states[screen.state] += 1;
      rollouts[screen.rollout] += 1;
    }
    return {
      at: now,
      screens: states,
      rollouts,
      playsToday: sum(rows),
      playsByHour: hours,
      pendingReviews,
      waitingOnScreens: live.reduce((total, screen) => total + screen.unsentPlays, 0),
    };
  }
}
