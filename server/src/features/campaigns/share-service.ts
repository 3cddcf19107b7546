import * as contract from "@yilu/contract";
import type { AnswerOf, BodyOf, ReportShare, routes, SharedView } from "@yilu/contract";
import { reaches, type Caller } from "../../caller.ts";
import type { Clock } from "../../clock.ts";
import type { UnitOfWork } from "../../database/unit-of-work.ts";
import { Refusal } from "../../http/refusal.ts";
import { newId, newSecret, sha256Hex } from "../../random.ts";
import type { AuditService } from "../audit/service.ts";
import { booksFiltersOf, filtersOf } from "../reports/order.ts";
import type { ReportsService } from "../reports/service.ts";
import type { CampaignsService } from "./service.ts";
import type { ShareRepository, ShareRow } from "./share.repository.ts";
import { picturesOf, type SummaryService } from "./summary-service.ts";

const longestMs = 400 * 86_400_000;
const hourMs = 3_600_000;

/** Read-only links: each opens one report, as its maker's unit sees it, without a sign-in, until it expires or is revoked. */
export class ShareService {
  constructor(
    private readonly repository: ShareRepository,
    private readonly reports: ReportsService,
    private readonly campaigns: Pick<CampaignsService, "owned">,
    private readonly summaries: Pick<SummaryService, "summary">,
    /** A picture that a summary names, by its SHA-256; null when it is gone. */
    private readonly bytesOf: (sha256: string) => Promise<Buffer | null>,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditService,
    private readonly clock: Clock,
    /** The office's, in which a report counts days. */
    private readonly timeZone: string,
  ) {}

  async list(caller: Caller): Promise<{ rows: ReportShare[] }> {
    return { rows: (await this.repository.all(caller.unitPath)).map(present) };
  }

  /** @throws Refusal invalidInput, refersToMissing */
  async create(caller: Caller, { title, expiresAt, shared }: BodyOf<typeof routes.shares.create>): Promise<AnswerOf<typeof routes.shares.create>> {
    const now = this.clock();
    if (expiresAt <= now || expiresAt > now + longestMs) {
      throw new Refusal("invalidInput", { issues: [{ path: "body.expiresAt", message: { zh: "到期时间要在今后 400 天之内", en: "must lie within the next 400 days" } }] });
    }
    if (shared.what === "report") {
      const { what: _what, ...query } = shared;
      await this.reports.scopeOf(caller, filtersOf(query));
    } else if (shared.what === "books") {
      const { what: _what, ...query } = shared;
      await this.reports.scopeOf(caller, booksFiltersOf(query));
    } else if (shared.what === "campaign") {
      await this.campaigns.owned(caller, shared.campaignId).catch((error: unknown) => {
        throw error instanceof Refusal ? new Refusal("refersToMissing") : error;
      });
    }
    const token = newSecret();
    const row = await this.unitOfWork.run(async (tx) => {
      const added = await this.repository.add(tx, {
        id: newId(),
        tokenSha256: sha256Hex(token),
        unitId: caller.unitId,
        title,
        shared,
        createdAt: BigInt(now),
        createdBy: caller.name,
        expiresAt: BigInt(expiresAt),
      });
      await this.audit.record(tx, caller, { action: "share.create", objectType: "share", objectId: added.id, objectName: title, unitPath: caller.unitPath, after: { shared, expiresAt } });
      return added;
    });
    return { share: present(row), token, path: `/console/${shared.what === "wall" ? "wall" : "shared"}/${token}` };
  }

  /** @throws Refusal notFound */
  async revoke(caller: Caller, id: string): Promise<null> {
    await this.unitOfWork.run(async (tx) => {
      const row = await this.repository.find(id, tx);
      const unit = row === null ? null : await this.repository.unit(row.unitId, tx);
      if (row === null || unit === null || !reaches(caller, unit.path)) throw new Refusal("notFound");
      if (row.revokedAt !== null) return;
      await this.repository.revoke(tx, id, this.clock());
      await this.audit.record(tx, caller, { action: "share.revoke", objectType: "share", objectId: id, objectName: row.title, unitPath: unit.path });
    });
    return null;
  }

  /** What a link shows now. @throws Refusal notFound, shareEnded, refersToMissing */
  async open(token: string): Promise<SharedView> {
    const { row, unitName, caller } = await this.valid(token);
    const about = { title: row.title, unitName, expiresAt: Number(row.expiresAt) };
    const shared = contract.shared.parse(row.shared);
    if (shared.what === "wall") throw new Refusal("notFound"); // which opens at an address of its own
    const view = await this.view(caller, shared, about);
    await this.repository.noteOpening(row.id, this.clock());
    return view;
  }

  /** A picture of the summary that a link shows. @throws Refusal notFound, shareEnded */
  async picture(token: string, sha256: string): Promise<Buffer> {
    const { row, caller } = await this.valid(token);
    const shared = contract.shared.parse(row.shared);
    if (shared.what !== "campaign") throw new Refusal("notFound");
    const { summary } = await this.summaries.summary(caller, shared.campaignId);
    const jpeg = picturesOf(summary).has(sha256) ? await this.bytesOf(sha256) : null;
    if (jpeg === null) throw new Refusal("notFound");
    return jpeg;
  }

  /** Who looks at a wall that its link opened; it asks again and again, so an opening is noted once an hour. @throws Refusal notFound, shareEnded */
  async wall(token: string): Promise<Caller> {
    const { row, caller } = await this.valid(token);
    if (contract.shared.parse(row.shared).what !== "wall") throw new Refusal("notFound");
    const now = this.clock();
    if (row.lastOpenedAt === null || Number(row.lastOpenedAt) <= now - hourMs) await this.repository.noteOpening(row.id, now);
    return caller;
  }

  /** A link that still holds, and a caller who sees what its maker's unit sees. @throws Refusal notFound, shareEnded */
  private async valid(token: string): Promise<{ row: ShareRow; unitName: string; caller: Caller }> {
    const row = await this.repository.withToken(sha256Hex(token));
    if (row === null) throw new Refusal("notFound");
    const unit = await this.repository.unit(row.unitId);
    if (row.revokedAt !== null || Number(row.expiresAt) <= this.clock() || unit === null) throw new Refusal("shareEnded");
    return { row, unitName: unit.name, caller: { userId: "", name: row.title, role: "operator", unitId: unit.id, unitPath: unit.path, address: null } };
  }

  private async view(caller: Caller, shared: Exclude<ReportShare["shared"], { what: "wall" }>, about: Pick<SharedView, "title" | "unitName" | "expiresAt">): Promise<SharedView> {
    if (shared.what === "report") {
      const { what, ...query } = shared;
      return { what, ...about, timeZone: this.timeZone, query, report: await this.reports.plays(caller, query), heat: await this.reports.heat(caller, filtersOf(query)) };
    }
    if (shared.what === "books") {
      const { what, ...query } = shared;
      return { what, ...about, timeZone: this.timeZone, query, ...(await this.reports.booksAndSum(caller, query)) };
    }
    const { head, summary } = await this.summaries.summary(caller, shared.campaignId);
    return { what: shared.what, ...about, timeZone: this.timeZone, head, summary };
  }
}

function present(row: ShareRow): ReportShare {
  return {
    id: row.id,
    title: row.title,
    shared: contract.shared.parse(row.shared),
    createdAt: Number(row.createdAt),
    createdBy: row.createdBy,
    expiresAt: Number(row.expiresAt),
    revokedAt: row.revokedAt === null ? null : Number(row.revokedAt),
    lastOpenedAt: row.lastOpenedAt === null ? null : Number(row.lastOpenedAt),
    opens: row.opens,
  };
}
