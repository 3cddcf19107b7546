import * as contract from "@yilu/contract";
import type { AlarmFilter, AlarmSummary, BodyOf, QueryOf, routes } from "@yilu/contract";
import { reaches, type Caller } from "../../caller.ts";
import type { Clock } from "../../clock.ts";
import type { UnitOfWork } from "../../database/unit-of-work.ts";
import type { EventBus } from "../../events.ts";
import { refuse } from "../../http/refusal.ts";
import type { AuditService } from "../audit/service.ts";
import type { UsersService } from "../users/service.ts";
import { alarmsCsv } from "./export.ts";
import { presentAlarm } from "./presenter.ts";
import type { AlarmSelection, AlarmsRepository } from "./repository.ts";
import { kindWords } from "./wording.ts";

/** As many go into one export; more are asked for by kind or unit. */
const mostExported = 50_000;
const shownFirst = 8;
const dayMs = 86_400_000;
/** What is over is kept so long; a screen that is removed takes its alarms along. */
const keepDays = 400;

/** The list of alarms: looked through, taken up by somebody, exported. */
export class AlarmsService {
  constructor(
    private readonly repository: AlarmsRepository,
    private readonly users: Pick<UsersService, "unitWithin">,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditService,
    private readonly events: EventBus,
    private readonly clock: Clock,
    private readonly timeZone: string,
  ) {}

  async page(caller: Caller, { page, pageSize, ...filter }: QueryOf<typeof routes.alarms.list>) {
    const { rows, total } = await this.repository.page(await this.selection(caller, filter), (page - 1) * pageSize, pageSize);
    return { rows: rows.map(presentAlarm), total, page, pageSize };
  }

  /** @throws Refusal tooLarge when it is too much for one file */
  async csv(caller: Caller, filter: AlarmFilter): Promise<string> {
    const { rows, total } = await this.repository.page(await this.selection(caller, filter), 0, mostExported);
    if (total > mostExported) throw refuse("tooLarge", `有 ${total} 条，一次最多导出 ${mostExported} 条，请缩小范围`, `${total} alarms: at most ${mostExported} go into one file`);
    return alarmsCsv(rows.map(presentAlarm), this.timeZone);
  }

  async summary(caller: Caller): Promise<AlarmSummary> {
    const { kinds: counted, screens } = await this.repository.counts(caller.unitPath);
    const of = new Map(counted.map((row) => [row.kind, row]));
    const kinds = contract.alarmKind.options.map((kind) => ({ kind, open: of.get(kind)?.open ?? 0, acknowledged: of.get(kind)?.acknowledged ?? 0 }));
    const first: AlarmSummary["first"] = [];
    for (const { kind, open } of kinds) {
      if (open > 0 && first.length < shownFirst) first.push(...(await this.repository.newest(caller.unitPath, kind, shownFirst - first.length)).map(presentAlarm));
    }
    const sum = (part: "open" | "acknowledged") => kinds.reduce((total, kind) => total + kind[part], 0);
    return { at: this.clock(), open: sum("open"), acknowledged: sum("acknowledged"), screens, kinds, first };
  }

  /**
   * Somebody takes alarms up. What has cleared meanwhile is taken down as seen all the same; who takes up what another
   * has taken up takes it over.
   * @throws Refusal refersToMissing when one of them is not in reach: then none is taken up
   */
  acknowledge(caller: Caller, { ids, note }: BodyOf<typeof routes.alarms.acknowledge>): Promise<{ acknowledged: number }> {
    const wanted = [...new Set(ids)];
    return this.unitOfWork.run(async (tx) => {
      const rows = await this.repository.withIds(tx, wanted);
      if (rows.length < wanted.length || rows.some((row) => !reaches(caller, row.screen.unit.path))) throw refuse("refersToMissing", "有的告警不存在或不在本单位范围内", "Some alarms are missing or outside your unit");
      await this.repository.acknowledge(tx, wanted, this.clock(), caller.name, note === "" ? null : note);
      for (const { id, kind, screen, acknowledgedBy, note: before } of rows) {
        const objectName = `${screen.name} ${kindWords[contract.alarmKind.parse(kind)].zh}`;
        const was = acknowledgedBy === null ? null : { acknowledgedBy, note: before };
        await this.audit.record(tx, caller, { action: "alarm.acknowledge", objectType: "alarm", objectId: id, objectName, unitPath: screen.unit.path, before: was, after: { note } });
      }
      const units = new Map(rows.map((row) => [row.screen.unit.path, row.id]));
      tx.afterCommit(() => {
        for (const [unitPath, id] of units) this.events.emit("changed", { what: "alarms", id, unitPath });
      });
      return { acknowledged: rows.length };
    });
  }

  /** Forgets what has been over for long. For the timetable. */
  forget(): Promise<number> {
    return this.repository.forgetClearedBefore(this.clock() - keepDays * dayMs);
  }

  private async selection(caller: Caller, { unitId, ...filter }: AlarmFilter): Promise<AlarmSelection> {
    return { ...filter, unitPath: unitId === undefined ? caller.unitPath : (await this.users.unitWithin(caller, unitId)).path };
  }
}
