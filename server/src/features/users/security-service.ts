import { securityPolicy, securityPresets, type SecurityPolicy } from "@yilu/contract";
import type { Caller } from "../../caller.ts";
import type { Clock } from "../../clock.ts";
import type { UnitOfWork } from "../../database/unit-of-work.ts";
import type { AuditService } from "../audit/service.ts";
import type { SecurityRepository } from "./security.repository.ts";

/** Another process's change is noticed after so long. */
const rememberMs = 10_000;

/** How strict the sign-in of this installation is. */
export class SecurityService {
  private known: { policy: SecurityPolicy; until: number } | null = null;

  constructor(
    private readonly repository: SecurityRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  async policy(): Promise<SecurityPolicy> {
    const now = this.clock();
    if (this.known === null || now >= this.known.until || now < this.known.until - rememberMs) {
      const stored = securityPolicy.safeParse(await this.repository.read());
      this.known = { policy: stored.success ? stored.data : securityPresets.standard, until: now + rememberMs };
    }
    return this.known.policy;
  }

  async change(caller: Caller, policy: SecurityPolicy): Promise<SecurityPolicy> {
    const before = await this.policy();
    await this.unitOfWork.run(async (tx) => {
      await this.repository.write(tx, policy);
      await this.audit.record(tx, caller, { action: "security.change", objectType: "security", objectId: "policy", objectName: "安全策略", unitPath: caller.unitPath, before, after: policy });
    });
    this.known = null;
    return policy;
  }
}
