import * as contract from "@yilu/contract";
import { alarmRules, defaultAlarmRules, type AlarmRules, type AlarmSettings, type BodyOf, type routes } from "@yilu/contract";
import * as z from "zod/mini";
import type { Caller } from "../../caller.ts";
import type { Clock } from "../../clock.ts";
import type { UnitOfWork } from "../../database/unit-of-work.ts";
import type { EventBus } from "../../events.ts";
import { Refusal, refuse } from "../../http/refusal.ts";
import { newSecret } from "../../random.ts";
import type { AuditService } from "../audit/service.ts";
import { filmsPage, webhookName, type DeliveryBook } from "./notify/delivery-book.ts";
import type { AlarmSettingsRepository } from "./settings.repository.ts";

/** Another process's change is noticed after so long. */
const rememberMs = 10_000;

const { quietHours, digestMinutes, tellExpiry, version } = contract.alarmSettings.shape;
const kept = z.object({ quietHours, digestMinutes, tellExpiry, version });
type Stored = Pick<AlarmSettings, "rules" | "quietHours" | "digestMinutes" | "tellExpiry" | "version">;
const initial: Stored = { rules: defaultAlarmRules, quietHours: null, digestMinutes: 10, tellExpiry: true, version: 1 };

/** What was stored, also by a version that knew fewer rules: those are as on the first day. */
function settingsOf(text: string | null): Stored {
  const read = z.record(z.string(), z.unknown()).safeParse(text === null ? {} : JSON.parse(text));
  const { rules, ...rest } = read.success ? read.data : {};
  const known = alarmRules.safeParse({ ...defaultAlarmRules, ...(typeof rules === "object" ? rules : {}) });
  const others = kept.safeParse({ ...initial, ...rest });
  return { ...(others.success ? others.data : initial), rules: known.success ? known.data : defaultAlarmRules };
}

/** What is known of the ways to tell somebody, from the server's environment: nothing secret. */
export interface Ways {
  mail: AlarmSettings["mail"];
  webhookNetworks: readonly string[];
}

/** When something is an alarm and how it is told, for the whole installation. */
export class AlarmSettingsService {
  private known: { settings: Stored; until: number } | null = null;

  constructor(
    private readonly repository: AlarmSettingsRepository,
    private readonly book: DeliveryBook,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditService,
    private readonly events: EventBus,
    private readonly clock: Clock,
    private readonly ways: Ways,
  ) {}

  async rules(): Promise<AlarmRules> {
    return (await this.current()).rules;
  }

  async telling(): Promise<Pick<Stored, "quietHours" | "digestMinutes" | "tellExpiry">> {
    return this.current();
  }

  /** Where the webhook goes and the key of its signature; null: none. For whoever calls it, never for an answer. */
  async webhook(): Promise<{ url: string; secret: string } | null> {
    const [url, secret] = await Promise.all([this.repository.read("alarms.webhookUrl"), this.repository.read("alarms.webhookSecret")]);
    return url === null || secret === null ? null : { url, secret };
  }

  async get(): Promise<AlarmSettings> {
    const { settings } = await this.fresh();
    const webhook = await this.webhook();
    const delivery = await this.book.of(webhookName);
    return { ...settings, mail: this.ways.mail, webhookNetworks: [...this.ways.webhookNetworks], webhook: webhook === null ? null : { shown: shownAddress(webhook.url), delivery } };
  }

  /** @throws Refusal versionMismatch, invalidInput when a webhook has no address yet and is given none */
  async change(caller: Caller, { version, webhook, ...given }: BodyOf<typeof routes.alarmSettings.change>): Promise<AlarmSettings> {
    const { settings: before, text } = await this.fresh();
    const input = { ...given, tellExpiry: given.tellExpiry ?? before.tellExpiry };
    if (before.version !== version) throw new Refusal("versionMismatch");
    await this.unitOfWork.run(async (tx) => {
      if (!(await this.repository.replace("alarms.settings", text, JSON.stringify({ ...input, version: version + 1 }), tx))) throw new Refusal("versionMismatch");
      const address = await this.repository.read("alarms.webhookUrl", tx);
      if (webhook === null) await this.repository.remove(tx, ["alarms.webhookUrl", "alarms.webhookSecret"]);
      else if (webhook !== undefined) {
        if (webhook.url === undefined && address === null) throw refuse("invalidInput", "先填通知地址", "Give the webhook's address first");
        if (webhook.url !== undefined) await this.repository.write("alarms.webhookUrl", webhook.url, tx);
        if (webhook.secret !== undefined) await this.repository.write("alarms.webhookSecret", webhook.secret, tx);
        // Without a key nobody could tell whether a call is ours.
        else if ((await this.repository.read("alarms.webhookSecret", tx)) === null) await this.repository.write("alarms.webhookSecret", newSecret(), tx);
      }
      // Neither the address nor the key: the log is for more eyes than they are.
      const of = ({ rules: { kinds: alarmKinds, ...rules }, quietHours, digestMinutes, tellExpiry }: Omit<Stored, "version">, note: object) => ({ alarmKinds, ...rules, quietHours, digestMinutes, tellExpiry, ...note });
      await this.audit.record(tx, caller, {
        action: "alarmSettings.change",
        objectType: "alarmSettings",
        objectId: "alarms",
        objectName: "告警设置",
        unitPath: caller.unitPath,
        before: of(before, { webhook: address === null ? null : shownAddress(address) }),
        after: of(input, { webhook: webhook === null ? null : shownAddress(webhook?.url ?? address ?? "") || null, webhookSecretChanged: webhook?.secret !== undefined }),
      });
      tx.afterCommit(() => this.events.emit("changed", { what: "alarms", id: "settings", unitPath: caller.unitPath }));
    });
    this.known = null;
    if (webhook !== undefined) {
      await this.book.reset(webhookName, this.clock());
      await this.book.forget(filmsPage(webhookName));
    }
    return this.get();
  }

  private async current(): Promise<Stored> {
    const now = this.clock();
    if (this.known === null || now >= this.known.until || now < this.known.until - rememberMs) {
      this.known = { settings: (await this.fresh()).settings, until: now + rememberMs };
    }
    return this.known.settings;
  }

  private async fresh(): Promise<{ settings: Stored; text: string | null }> {
    const text = await this.repository.read("alarms.settings");
    return { settings: settingsOf(text), text };
  }
}

/** An address without what may be secret in it: robots of chat services carry their key in the path or the query. */
export function shownAddress(url: string): string {
  if (!URL.canParse(url)) return "";
  const { origin, pathname, search } = new URL(url);
  const first = pathname.split("/")[1] ?? "";
  const rest = pathname.slice(first.length + 1);
  return `${origin}/${first}${rest.length > 1 || search !== "" ? "/…" : ""}`;
}
