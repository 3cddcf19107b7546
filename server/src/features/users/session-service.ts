import type { Me } from "@yilu/contract";
import * as contract from "@yilu/contract";
import type { Caller } from "../../caller.ts";
import type { Clock } from "../../clock.ts";
import type { UnitOfWork } from "../../database/unit-of-work.ts";
import type { EventBus } from "../../events.ts";
import { Refusal } from "../../http/refusal.ts";
import type { AuditService } from "../audit/service.ts";
import { hashPassword, passwordFits, requireStrong } from "./passwords.ts";
import { presentMe } from "./presenter.ts";
import type { UserRow, UsersRepository } from "./repository.ts";

const failuresBeforeLock = 5;
const lockMs = 15 * 60_000;

/** Signing in and out, and one's own password. */
export class SessionService {
  private decoy: Promise<string> | null = null;

  constructor(
    private readonly repository: UsersRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditService,
    private readonly events: EventBus,
    private readonly clock: Clock,
    private readonly demo: boolean,
  ) {}

  /**
   * @returns the user, for whom the caller opens a session
   * @throws Refusal wrongCredentials, accountLocked (with the seconds to wait)
   */
  async signIn(username: string, password: string, address: string): Promise<Me> {
    const row = await this.repository.userByName(username);
    const now = this.clock();
    if (row?.lockedUntil && Number(row.lockedUntil) > now) throw this.locked(Number(row.lockedUntil) - now);
    // An unknown name costs the same time as a known one, so names cannot be found out.
    const hash = row?.passwordHash ?? (await (this.decoy ??= hashPassword("no such user")));
    const fits = await passwordFits(hash, password);
    if (row === null || !fits || row.disabled) {
      if (row !== null) await this.noteFailure(row, address);
      throw new Refusal("wrongCredentials");
    }
    await this.unitOfWork.run(async (tx) => {
      await this.repository.noteSignIn(tx, row.id, now);
      await this.audit.record(tx, this.callerOf(row, address), this.fact(row, "session.signIn"));
    });
    return presentMe(row, this.demo);
  }

  /** Who a session belongs to now; null when the user is gone or disabled. */
  async caller(userId: string, address: string | null): Promise<{ caller: Caller; mustChangePassword: boolean } | null> {
    const row = await this.repository.user(userId);
    return row === null || row.disabled ? null : { caller: this.callerOf(row, address), mustChangePassword: row.mustChangePassword };
  }

  async me(caller: Caller): Promise<Me> {
    const row = await this.repository.user(caller.userId);
    if (row === null) throw new Refusal("notSignedIn");
    return presentMe(row, this.demo);
  }

  /** Once a session is destroyed: what still listens under it hears no more. */
  signedOut(caller: Caller, sessionSha256: string): void {
    this.events.emit("session.ended", { userId: caller.userId, only: sessionSha256 });
  }

  /** Sets one's own password; every other session of the user ends. @throws Refusal wrongCredentials, weakPassword, accountLocked */
  async changePassword(caller: Caller, current: string, next: string, keepSessionId: string | null): Promise<Me> {
    const row = await this.repository.user(caller.userId);
    if (row === null) throw new Refusal("notSignedIn");
    if (row.lockedUntil && Number(row.lockedUntil) > this.clock()) throw this.locked(Number(row.lockedUntil) - this.clock());
    if (!(await passwordFits(row.passwordHash, current))) {
      await this.noteFailure(row, caller.address ?? "");
      throw new Refusal("wrongCredentials");
    }
    requireStrong(next, row.username, current);
    const passwordHash = await hashPassword(next);
    await this.unitOfWork.run(async (tx) => {
      await this.repository.setPassword(tx, row.id, passwordHash, false);
      await this.repository.endSessions(tx, row.id, keepSessionId);
      await this.audit.record(tx, caller, this.fact(row, "user.changePassword"));
      tx.afterCommit(() => this.events.emit("session.ended", { userId: row.id, except: keepSessionId }));
    });
    return this.me(caller);
  }

  private locked(waitMs: number): Refusal {
    const seconds = Math.ceil(waitMs / 1000);
    const minutes = Math.ceil(seconds / 60);
    return new Refusal("accountLocked", {
      retryAfterSeconds: seconds,
      detail: { zh: `还要等 ${minutes} 分钟`, en: `Wait ${minutes} more minutes` },
    });
  }

  private async noteFailure(row: UserRow, address: string): Promise<void> {
    const failures = await this.repository.countFailure(row.id);
    const locks = failures >= failuresBeforeLock;
    if (locks) await this.repository.lock(row.id, this.clock() + lockMs);
    await this.unitOfWork.run((tx) =>
      this.audit.record(tx, this.callerOf(row, address), this.fact(row, locks ? "session.locked" : "session.failedSignIn")),
    );
    if (locks) throw this.locked(lockMs);
  }

  private callerOf(row: UserRow, address: string | null): Caller {
    return { userId: row.id, name: row.displayName, role: contract.role.parse(row.role), unitId: row.unitId, unitPath: row.unit.path, address };
  }

  private fact(row: UserRow, action: string) {
    return { action, objectType: "user", objectId: row.id, objectName: row.username, unitPath: row.unit.path };
  }
}

