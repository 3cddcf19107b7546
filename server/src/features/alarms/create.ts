import type { Daypart } from "@yilu/contract/schedule";
import type { Clock } from "../../clock.ts";
import type { UnitOfWork } from "../../database/unit-of-work.ts";
import type { EventBus } from "../../events.ts";
import type { Implemented } from "../../http/implement.ts";
import type { AuditService } from "../audit/service.ts";
import type { MediaService } from "../media/service.ts";
import type { ManifestService } from "../schedule/manifest-service.ts";
import type { UsersService } from "../users/service.ts";
import { DeliveryBook } from "./notify/delivery-book.ts";
import { FilmNotifier } from "./notify/film-notifier.ts";
import type { Mailer } from "./notify/mailer.ts";
import { Reach } from "./notify/networks.ts";
import { Notifier } from "./notify/notifier.ts";
import { Webhook } from "./notify/webhook.ts";
import { RecipientsService } from "./recipients-service.ts";
import type { FactsRepository } from "./facts.repository.ts";
import type { AlarmsRepository } from "./repository.ts";
import { alarmsRoutes } from "./routes.ts";
import { AlarmsService } from "./service.ts";
import type { AlarmSettingsRepository } from "./settings.repository.ts";
import { AlarmSettingsService } from "./settings-service.ts";
import { AlarmWatch } from "./watch-service.ts";

export interface AlarmsParts {
  repository: AlarmsRepository;
  questions: { few: FactsRepository; many: FactsRepository };
  settingsRepository: AlarmSettingsRepository;
  users: UsersService;
  manifests: ManifestService;
  media: Pick<MediaService, "endingSoon">;
  unitOfWork: UnitOfWork;
  audit: AuditService;
  events: EventBus;
  clock: Clock;
  timeZone: string;
  /** Where screens have none of their own. */
  operatingHours: readonly Daypart[];
  mailer: Mailer;
  /** "10.0.0.0/8": what a webhook may reach beside the internet. */
  webhookNetworks: readonly string[];
  /** "https://yilu.example.cn/console" */
  consoleUrl: () => string;
  onError(error: unknown): void;
}

export interface AlarmsFeature {
  alarms: AlarmsService;
  watch: AlarmWatch;
  settings: AlarmSettingsService;
  recipients: RecipientsService;
  notifier: Notifier;
  films: FilmNotifier;
  routes: Implemented[];
  /** Call before the database closes. */
  close(): Promise<void>;
}

/** Builds the alarms: who watches, who lists, who tells. */
export function createAlarms(parts: AlarmsParts): AlarmsFeature {
  const { repository, settingsRepository, users, unitOfWork, audit, events, clock, timeZone, mailer, webhookNetworks, onError } = parts;
  const book = new DeliveryBook(settingsRepository);
  const settings = new AlarmSettingsService(settingsRepository, book, unitOfWork, audit, events, clock, { mail: mailer.about, webhookNetworks });
  const recipients = new RecipientsService(settingsRepository, users, book, unitOfWork, audit, clock);
  const alarms = new AlarmsService(repository, users, unitOfWork, audit, events, clock, timeZone);
  const watch = new AlarmWatch(repository, parts.questions, settingsRepository, settings, parts.manifests, unitOfWork, events, clock, parts.operatingHours, onError);
  const webhook = new Webhook(new Reach(webhookNetworks));
  const notifier = new Notifier(repository, recipients, settings, book, mailer, webhook, clock, timeZone, parts.consoleUrl);
  const films = new FilmNotifier(parts.media, recipients, settings, book, mailer, webhook, clock, timeZone, parts.consoleUrl);
  const feature = { alarms, watch, settings, recipients, notifier, films };
  return {
    ...feature,
    routes: alarmsRoutes(feature),
    close: async () => {
      notifier.close();
      await watch.close();
    },
  };
}
