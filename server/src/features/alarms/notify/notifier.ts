import type { AlarmKind, AlarmSettings, Trial } from "@yilu/contract";
import { Temporal } from "temporal-polyfill";
import type { Clock } from "../../../clock.ts";
import { presentAlarm } from "../presenter.ts";
import type { AlarmRow, AlarmsRepository } from "../repository.ts";
import type { RecipientsService } from "../recipients-service.ts";
import type { AlarmSettingsService } from "../settings-service.ts";
import { webhookName, type DeliveryBook, type Page } from "./delivery-book.ts";
import { bodyOf, digestOf, type News } from "./digest.ts";
import type { Mailer } from "./mailer.ts";
import type { Webhook } from "./webhook.ts";

const minuteMs = 60_000;
/** Who has had no news for so long is moved on, so that looking for news never goes far back. */
const moveOnMs = 24 * 60 * minuteMs;
/** So many go into one call of the webhook. */
const mostInCall = 200;

/** Whether a local time lies in the quiet hours, which may go over midnight. */
export function isQuiet(quietHours: AlarmSettings["quietHours"], at: number, timeZone: string): boolean {
  if (quietHours === null) return false;
  const time = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainTime().toString().slice(0, 5);
  const { from, to } = quietHours;
  return from <= to ? from <= time && time < to : time >= from || time < to;
}

/** Tells people by mail and machines by webhook of what is new. Whatever fails is told the next time: nothing is queued, nothing waits for it. */
export class Notifier {
  private isClosed = false;
  private round: Promise<void> | null = null;

  constructor(
    private readonly repository: AlarmsRepository,
    private readonly recipients: Pick<RecipientsService, "everybody">,
    private readonly settings: Pick<AlarmSettingsService, "telling" | "webhook">,
    private readonly book: DeliveryBook,
    private readonly mailer: Mailer,
    private readonly webhook: Webhook,
    private readonly clock: Clock,
    private readonly timeZone: string,
    /** "https://yilu.example.cn/console" */
    private readonly consoleUrl: () => string,
  ) {}

  /** Tells whatever is due. For the timetable: where the last round still waits for a slow mail server, there is no second beside it. */
  tell(): Promise<void> {
    return (this.round ??= this.tellNow().finally(() => {
      this.round = null;
    }));
  }

  async tryMail(email: string): Promise<Trial> {
    const startedAt = this.clock();
    const { ok, answer } = await this.mailer.send({ to: email, subject: "[一路 Yilu] 测试邮件 / trial", text: `这是告警邮件的测试，收到就说明发得出。\nA trial of alarm mail: it works.\n\n${this.consoleUrl()}/alarms` });
    return { ok, answer, tookMs: Math.max(0, this.clock() - startedAt) };
  }

  async tryWebhook(): Promise<Trial> {
    const startedAt = this.clock();
    const target = await this.settings.webhook();
    if (target === null) return { ok: false, answer: "没有设通知地址 / no webhook is set", tookMs: 0 };
    const { ok, answer } = await this.webhook.call(target.url, target.secret, bodyOf({ raised: [], cleared: [] }, startedAt, this.consoleUrl()), startedAt);
    return { ok, answer, tookMs: Math.max(0, this.clock() - startedAt) };
  }

  /** Begins nothing more, and ends a call that is under way. */
  close(): void {
    this.isClosed = true;
    this.webhook.close();
    this.mailer.close();
  }

  private async tellNow(): Promise<void> {
    const now = this.clock();
    await this.repository.stamp(now);
    const pages = await this.book.all();
    await Promise.all([this.tellMachine(pages.get(webhookName), now), this.tellPeople(pages, now)]);
  }

  private async tellMachine(page: Page | undefined, now: number): Promise<void> {
    const target = await this.settings.webhook();
    if (target === null || (page?.nextTryAt ?? 0) > now) return;
    if (page === undefined) return this.book.reset(webhookName, now);
    const news = newsFor(await this.repository.news(page.toldUntil), page.toldUntil, "/", null);
    for (const some of inCalls(news)) {
      const { ok, answer } = await this.webhook.call(target.url, target.secret, bodyOf(some, now, this.consoleUrl()), now);
      if (!ok) return this.book.failed(webhookName, now, answer);
    }
    if (hasAny(news)) await this.book.sent(webhookName, now, now);
    else if (page.toldUntil < now - moveOnMs) await this.book.passed([webhookName], now);
  }

  private async tellPeople(pages: ReadonlyMap<string, Page>, now: number): Promise<void> {
    const { quietHours, digestMinutes } = await this.settings.telling();
    if (this.mailer.about === null || isQuiet(quietHours, now, this.timeZone)) return;
    const everybody = await this.recipients.everybody();
    for (const { id } of everybody) if (!pages.has(id)) await this.book.reset(id, now);
    const due = everybody.flatMap((recipient) => {
      const page = pages.get(recipient.id);
      const isDue = page !== undefined && (page.nextTryAt ?? 0) <= now && (page.lastSentAt === null || page.lastSentAt + digestMinutes * minuteMs <= now);
      return isDue ? [{ ...recipient, page }] : [];
    });
    if (due.length === 0) return;
    const rows = await this.repository.news(Math.min(...due.map(({ page }) => page.toldUntil)));
    let unreachable: string | null = null;
    for (const { id, email, unitPath, kinds, page } of due) {
      const news = newsFor(rows, page.toldUntil, unitPath, kinds);
      if (!hasAny(news)) continue;
      if (this.isClosed) return;
      if (unreachable === null) {
        const { ok, answer, wasHeard } = await this.mailer.send(digestOf(news, email, this.consoleUrl()));
        if (ok) await this.book.sent(id, now, now);
        else await this.book.failed(id, now, answer);
        if (!ok && !wasHeard) unreachable = answer;
      } else await this.book.failed(id, now, unreachable);
    }
    const idle = due.filter(({ page, unitPath, kinds }) => page.toldUntil < now - moveOnMs && !hasAny(newsFor(rows, page.toldUntil, unitPath, kinds)));
    if (idle.length > 0) await this.book.passed(idle.map(({ id }) => id), now);
  }
}

const hasAny = ({ raised, cleared }: News): boolean => raised.length + cleared.length > 0;

/** What somebody has not been told yet: of what was not over when it was handed on, and of that what is over since. */
function newsFor(rows: readonly AlarmRow[], toldUntil: number, unitPath: string, kinds: readonly AlarmKind[] | null): News {
  const own = rows.filter((row) => row.screen.unit.path.startsWith(unitPath) && (kinds === null || kinds.some((kind) => kind === row.kind)));
  const isTold = (row: AlarmRow) => Number(row.notifiedAt) <= toldUntil;
  return {
    raised: own.filter((row) => row.clearedAt === null && !isTold(row)).map(presentAlarm),
    cleared: own.filter((row) => Number(row.clearedAt ?? 0) > toldUntil && isTold(row)).map(presentAlarm),
  };
}

function inCalls({ raised, cleared }: News): News[] {
  const calls: News[] = [];
  for (let from = 0; from < raised.length; from += mostInCall) calls.push({ raised: raised.slice(from, from + mostInCall), cleared: [] });
  for (let from = 0; from < cleared.length; from += mostInCall) calls.push({ raised: [], cleared: cleared.slice(from, from + mostInCall) });
  return calls;
}
