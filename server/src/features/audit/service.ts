import type { Caller } from "../../caller.ts";
import type { Clock } from "../../clock.ts";
import type { Tx } from "../../database/unit-of-work.ts";
import type { AuditRepository, AuditRow } from "./repository.ts";

export type AuditFact = Pick<AuditRow, "action" | "objectType" | "objectId" | "objectName" | "unitPath"> & {
  before?: object | null;
  after?: object | null;
};

/** The record of who did what. Written in the same transaction as what it records. */
export class AuditService {
  constructor(
    private readonly repository: AuditRepository,
    private readonly clock: Clock,
  ) {}

  record(tx: Tx, caller: Caller, { before = null, after = null, ...fact }: AuditFact): Promise<void> {
    return this.repository.add(tx, {
      ...fact,
      before,
      after,
      at: this.clock(),
      actorId: caller.userId === "" ? null : caller.userId,
      actorName: caller.name,
      address: caller.address,
    });
  }

  async page(caller: Caller, page: number, pageSize: number) {
    const { rows, total } = await this.repository.page(caller.unitPath, (page - 1) * pageSize, pageSize);
    return { rows: rows.map(({ actorId: _actorId, unitPath: _unitPath, ...shown }) => shown), total, page, pageSize };
  }
}
