import { Temporal } from "temporal-polyfill";
import type { Clock } from "../../../clock.ts";
import type { MediaService } from "../../media/service.ts";
import type { RecipientsService } from "../recipients-service.ts";
import type { AlarmSettingsService } from "../settings-service.ts";
import { filmsPage, webhookName, type DeliveryBook, type Page } from "./delivery-book.ts";
import { filmBodyOf, filmMailOf, filmsFor } from "./film-digest.ts";
import type { Mailer } from "./mailer.ts";
import { isQuiet } from "./notifier.ts";
import type { Webhook } from "./webhook.ts";

/** People are told from this local hour on: when they are in the office. */
const tellsFromHour = 8;

/**
 * Tells those who get mail of alarms, and the webhook, which films end soon: each film once for each end of its time, once a
 * day at most. As with alarms, a page for each address says up to when it was told, so that what fails is told the next
 * hour, and a restart tells nothing twice.
 */
export class FilmNotifier {
  private round: Promise<void> | null = null;

  constructor(
    private readonly media: Pick<MediaService, "endingSoon">,
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

  /** Tells whatever is due. For the timetable: a second call waits for the first. */
  tell(): Promise<void> {
    return (this.round ??= this.tellNow().finally(() => {
      this.round = null;
    }));
  }

  private async tellNow(): Promise<void> {
    const { tellExpiry, quietHours } = await this.settings.telling();
    const now = this.clock();
    if (!tellExpiry || this.local(now).hour < tellsFromHour) return;
    const pages = await this.book.all();
    const films = await this.media.endingSoon(this.dateOf(now));
    await this.tellMachine(films, pages.get(filmsPage(webhookName)), now);
    if (this.mailer.about !== null && !isQuiet(quietHours, now, this.timeZone)) await this.tellPeople(films, pages, now);
  }

  private async tellMachine(films: Films, page: Page | undefined, now: number): Promise<void> {
    const target = await this.settings.webhook();
    const news = filmsFor(films, page?.toldUntil ?? 0, "/");
    if (target === null || news.length === 0 || !this.isDue(page, now)) return;
    const { ok, answer } = await this.webhook.call(target.url, target.secret, filmBodyOf(news, now, this.consoleUrl()), now);
    await this.note(filmsPage(webhookName), now, ok ? null : answer);
  }

  private async tellPeople(films: Films, pages: ReadonlyMap<string, Page>, now: number): Promise<void> {
    for (const { id, email, unitPath } of await this.recipients.everybody()) {
      const page = pages.get(filmsPage(id));
      const news = filmsFor(films, page?.toldUntil ?? 0, unitPath);
      if (news.length === 0 || !this.isDue(page, now)) continue;
      const { ok, answer, wasHeard } = await this.mailer.send(filmMailOf(news, email, this.timeZone, this.consoleUrl()));
      await this.note(filmsPage(id), now, ok ? null : answer);
      if (!ok && !wasHeard) return; // the next would fail for the same reason
    }
  }

  /** Writes down how it went. @param error null: it was told */
  private note(name: string, now: number, error: string | null): Promise<void> {
    return error === null ? this.book.sent(name, now, now) : this.book.failed(name, now, error, 0);
  }

  private isDue(page: Page | undefined, now: number): boolean {
    return (page?.nextTryAt ?? 0) <= now && (page === undefined || page.lastSentAt === null || this.dateOf(page.lastSentAt) < this.dateOf(now));
  }

  private local(at: number): Temporal.ZonedDateTime {
    return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(this.timeZone);
  }

  private dateOf(at: number): string {
    return this.local(at).toPlainDate().toString();
  }
}

type Films = Awaited<ReturnType<MediaService["endingSoon"]>>;
