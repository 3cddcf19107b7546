import type { AnswerOf, BodyOf, ScreenSettings, routes } from "@yilu/contract";
import { canonicalJson } from "../../canonical-json.ts";
import type { Caller } from "../../caller.ts";
import type { UnitOfWork } from "../../database/unit-of-work.ts";
import type { EventBus } from "../../events.ts";
import { Refusal } from "../../http/refusal.ts";
import type { AuditService } from "../audit/service.ts";
import { settingsOf } from "../screens/presenter.ts";
import type { ScreensService } from "../screens/service.ts";
import type { SettingsRepository } from "./settings.repository.ts";

type Change = BodyOf<typeof routes.remote.changeSettings>;

/** How screens are set up, beyond what their kind has. */
export class SettingsService {
  constructor(
    private readonly repository: SettingsRepository,
    private readonly screens: Pick<ScreensService, "reachable" | "allWithin">,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditService,
    private readonly events: EventBus,
  ) {}

  /** @throws Refusal notFound */
  async get(caller: Caller, screenId: string): Promise<AnswerOf<typeof routes.remote.settings>> {
    const row = await this.screens.reachable(caller, screenId);
    return { screenId, settings: settingsOf(row.settings), version: row.version };
  }

  /**
   * Sets what is named on all of these screens, takes back what is to be cleared, and leaves the rest.
   * @returns how many screens are set up differently now
   * @throws Refusal refersToMissing, versionMismatch, invalidInput for a version of many
   */
  async change(caller: Caller, { screenIds, set, clear, version }: Change): Promise<{ changed: number }> {
    const ids = [...new Set(screenIds)];
    if (version !== undefined && ids.length > 1) throw new Refusal("invalidInput", { issues: [{ path: "body.version", message: { zh: "只能用于一块屏幕", en: "is for a single screen" } }] });
    return this.unitOfWork.run(async (tx) => {
      await this.repository.takeTurn(tx);
      const rows = await this.screens.allWithin(caller, ids, tx);
      if (version !== undefined && rows.some((row) => row.version !== version)) throw new Refusal("versionMismatch");
      const changes = rows
        .map((row) => {
          const before = settingsOf(row.settings);
          return { row, before, after: changed(before, set, clear) };
        })
        .filter(({ before, after }) => canonicalJson(before) !== canonicalJson(after));
      const alike = new Map<string, { settings: ScreenSettings; ids: string[] }>();
      for (const { row, after } of changes) {
        const key = canonicalJson(after);
        const equal = alike.get(key) ?? { settings: after, ids: [] };
        equal.ids.push(row.id);
        alike.set(key, equal);
      }
      for (const { settings, ids: equal } of alike.values()) await this.repository.put(tx, equal, settings);
      for (const { row, before, after } of changes) {
        await this.audit.record(tx, caller, { action: "screen.settings", objectType: "screen", objectId: row.id, objectName: row.name, unitPath: row.unit.path, before, after });
      }
      tx.afterCommit(() => {
        for (const { row } of changes) this.events.emit("changed", { what: "screens", id: row.id, unitPath: row.unit.path });
        if (changes.length > 0) this.events.emit("content.changed", {});
      });
      return { changed: changes.length };
    });
  }
}

function changed(before: ScreenSettings, set: ScreenSettings, clear: readonly (keyof ScreenSettings)[]): ScreenSettings {
  const kept = Object.fromEntries(Object.entries(before).filter(([name]) => !clear.some((cleared) => cleared === name)));
  return { ...kept, ...set };
}
