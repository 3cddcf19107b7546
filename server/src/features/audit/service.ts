import type { AuditFilter, AuditVerification, QueryOf, routes } from "@yilu/contract";
import { Temporal } from "temporal-polyfill";
import type { Caller } from "../../caller.ts";
import type { Clock } from "../../clock.ts";
import type { Tx } from "../../database/unit-of-work.ts";
import { refuse } from "../../http/refusal.ts";
import { walk, type AuditRow, type ChainedRow } from "./chain.ts";
import { auditCsv } from "./export.ts";
import type { AuditRepository, AuditSelection } from "./repository.ts";

export type AuditFact = Pick<AuditRow, "action" | "objectType" | "objectId" | "objectName" | "unitPath"> & {
  before?: object | null;
  after?: object | null;
};

/** As many entries go into one export; more are asked for in parts, by dates. */
const mostExported = 50_000;

/** The record of who did what: only ever added to, each entry chained to the one before by its hash. */
export class AuditService {
  private readonly waiting = new WeakMap<Tx, AuditRow[]>();

  constructor(
    private readonly repository: AuditRepository,
    private readonly clock: Clock,
    private readonly timeZone: string,
  ) {}

  /** Writes down a deed, in the same transaction as the deed: at its end, so that the chain is held as shortly as can be. */
  record(tx: Tx, caller: Caller, { before = null, after = null, ...fact }: AuditFact): Promise<void> {
    const rows = this.waiting.get(tx) ?? [];
    if (rows.length === 0) {
      this.waiting.set(tx, rows);
      tx.beforeCommit(() => this.repository.append(tx, rows));
    }
    rows.push({ ...fact, before, after, at: this.clock(), actorId: caller.userId === "" ? null : caller.userId, actorName: caller.name, address: caller.address });
    return Promise.resolve();
  }

  async page(caller: Caller, { page, pageSize, ...filter }: QueryOf<typeof routes.audit.list>) {
    const { rows, total } = await this.repository.page(this.selection(caller, filter), (page - 1) * pageSize, pageSize);
    return { rows: rows.map(shown), total, page, pageSize };
  }

  /** The same selection as a spreadsheet reads it. @throws Refusal tooLarge when it is too much for one file */
  async csv(caller: Caller, filter: AuditFilter): Promise<string> {
    const { rows, total } = await this.repository.page(this.selection(caller, filter), 0, mostExported);
    if (total > mostExported) throw refuse("tooLarge", `有 ${total} 条，一次最多导出 ${mostExported} 条，请按日期分段导出`, `${total} entries: at most ${mostExported} go into one file, export by dates`);
    return auditCsv(rows.map(shown), this.timeZone);
  }

  /** Walks the whole chain and says whether any entry was changed, removed or slipped in. */
  async verify(): Promise<AuditVerification> {
    const walked = await walk(this.repository.all(), () => this.repository.head());
    return { at: this.clock(), ok: walked.broken === null, ...walked };
  }

  /** Epoch ms at which a local day of the server, or a day some days later, begins. */
  private dayStart(date: string, daysLater: number): number {
    return Temporal.PlainDate.from(date).add({ days: daysLater }).toZonedDateTime(this.timeZone).epochMilliseconds;
  }

  private selection({ unitPath }: Caller, { part, from, to, ...filter }: AuditFilter): AuditSelection {
    return {
      unitPath,
      ...filter,
      signIns: part === undefined ? undefined : part === "signIns",
      fromAt: from === undefined ? undefined : this.dayStart(from, 0),
      toAt: to === undefined ? undefined : this.dayStart(to, 1),
    };
  }
}

const shown = ({ id, at, actorName, action, objectType, objectId, objectName, before, after, address, sha256 }: ChainedRow) => ({ id, at, actorName, action, objectType, objectId, objectName, before, after, address, sha256 });
