import { routes } from "@yilu/contract";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { attach } from "../../http/attach.ts";
import { implement, type Implemented } from "../../http/implement.ts";
import { limit } from "../../http/limit.ts";
import type { Notifier } from "./notify/notifier.ts";
import type { RecipientsService } from "./recipients-service.ts";
import type { AlarmsService } from "./service.ts";
import type { AlarmSettingsService } from "./settings-service.ts";

interface Parts {
  alarms: AlarmsService;
  settings: AlarmSettingsService;
  recipients: RecipientsService;
  notifier: Notifier;
}

export function alarmsRoutes({ alarms, settings, recipients, notifier }: Parts): Implemented[] {
  // Each makes the server speak to somebody outside.
  const trials = new RateLimiterMemory({ points: 10, duration: 60 });
  const { alarmSettings } = routes;
  return [
    implement(routes.alarms.list, ({ caller, query }) => alarms.page(caller, query)),
    implement(routes.alarms.summary, ({ caller }) => alarms.summary(caller)),
    implement(routes.alarms.csv, async ({ caller, query, response }) => {
      const csv = await alarms.csv(caller, query);
      attach(response, "告警.csv", "alarms.csv");
      response.type("text/csv; charset=utf-8").send(csv);
      return null;
    }),
    implement(routes.alarms.acknowledge, ({ caller, body }) => alarms.acknowledge(caller, body)),
    implement(alarmSettings.get, () => settings.get()),
    implement(alarmSettings.change, ({ caller, body }) => settings.change(caller, body)),
    implement(alarmSettings.tryMail, async ({ caller, body }) => {
      await limit(trials, caller.userId);
      return notifier.tryMail(body.email);
    }),
    implement(alarmSettings.tryWebhook, async ({ caller }) => {
      await limit(trials, caller.userId);
      return notifier.tryWebhook();
    }),
    implement(alarmSettings.recipients, ({ caller }) => recipients.list(caller)),
    implement(alarmSettings.addRecipient, ({ caller, body }) => recipients.add(caller, body)),
    implement(alarmSettings.changeRecipient, ({ caller, params, body }) => recipients.change(caller, params.id, body)),
    implement(alarmSettings.removeRecipient, ({ caller, params }) => recipients.remove(caller, params.id)),
  ];
}
