import type { Me, OpenSession } from "@yilu/contract";
import * as contract from "@yilu/contract";
import * as z from "zod/mini";
import type { Caller } from "../../caller.ts";
import type { Clock } from "../../clock.ts";
import type { UnitOfWork } from "../../database/unit-of-work.ts";
import type { EventBus } from "../../events.ts";
import { Refusal } from "../../http/refusal.ts";
import type { AuditService } from "../audit/service.ts";
import { hashPassword, passwordFits, requireStrong } from "./passwords.ts";
import { presentMe } from "./presenter.ts";
import type { UserRow, UsersRepository } from "./repository.ts";
import type { SecurityService } from "./security-service.ts";
import type { SessionRepository } from "./session.repository.ts";

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const hashes = z.array(z.string());

/** What is known of somebody beside when the session ends, which the request knows. */
type Person = Omit<Me, "sessionEndsAt">;

/** Signing in and out, and one's own password. */
export class SessionService {
  private decoy: Promise<string> | null = null;

  constructor(
    private readonly repository: UsersRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditService,
    private readonly events: EventBus,
    private readonly clock: Clock,
    private readonly server: Pick<Me, "demo" | "timeZone">,
    private readonly sessions: SessionRepository,
    private readonly security: SecurityService,
  ) {}

  /**
   * @returns the user, for whom the caller opens a session
   * @throws Refusal wrongCredentials, accountLocked (with the seconds to wait)
   */
  async signIn(username: string, password: string, address: string): Promise<Person> {
    const row = await this.repository.userByName(username);
    const now = this.clock();
    if (row?.lockedUntil && Number(row.lockedUntil) > now) throw this.locked(Number(row.lockedUntil) - now);
    // An unknown name costs the same time as a known one, so names cannot be found out.
    const hash = row?.passwordHash ?? (await (this.decoy ??= hashPassword("no such user")));
    const fits = await passwordFits(hash, password);
    if (row === null || !fits || row.disabled) {
      if (row === null) await this.noteUnknown(username, address);
      else await this.noteFailure(row, address);
      throw new Refusal("wrongCredentials");
    }
    const { maxAgeDays } = await this.security.policy();
    const changedAt = Number(row.passwordChangedAt) || Number(row.createdAt);
    const mustChangePassword = row.mustChangePassword || (maxAgeDays > 0 && now - changedAt > maxAgeDays * dayMs);
    await this.unitOfWork.run(async (tx) => {
      await this.repository.noteSignIn(tx, row.id, now, mustChangePassword);
      await this.audit.record(tx, this.callerOf(row, address), this.fact(row, "session.signIn"));
    });
    return presentMe({ ...row, mustChangePassword }, this.server);
  }

  /** Who a session belongs to now; null when the user is gone or disabled. */
  async caller(userId: string, address: string | null): Promise<{ caller: Caller; mustChangePassword: boolean } | null> {
    const row = await this.repository.user(userId);
    return row === null || row.disabled ? null : { caller: this.callerOf(row, address), mustChangePassword: row.mustChangePassword };
  }

  async me(caller: Caller): Promise<Person> {
    const row = await this.repository.user(caller.userId);
    if (row === null) throw new Refusal("notSignedIn");
    return presentMe(row, this.server);
  }

  /** Once a session is destroyed: it is written down, and what still listens under it hears no more. */
  async signedOut(caller: Caller, sessionSha256: string): Promise<void> {
    const row = await this.repository.user(caller.userId);
    if (row !== null) await this.unitOfWork.run((tx) => this.audit.record(tx, caller, this.fact(row, "session.signOut")));
    this.events.emit("session.ended", { userId: caller.userId, only: sessionSha256 });
  }

  /** Where a user is signed in, the place used last first. */
  async openSessions(userId: string, currentId: string | null): Promise<OpenSession[]> {
    const rows = await this.sessions.of(userId, this.clock());
    return rows.map(({ userId: _userId, ...row }) => ({ ...row, isCurrent: row.id === currentId }));
  }

  /** Signs oneself out elsewhere. One that has ended already, or is another's, changes nothing. */
  async endSession(caller: Caller, id: string): Promise<null> {
    const row = await this.repository.user(caller.userId);
    await this.unitOfWork.run(async (tx) => {
      if (row === null || !(await this.sessions.end(tx, caller.userId, id))) return;
      await this.audit.record(tx, caller, this.fact(row, "session.end"));
      tx.afterCommit(() => this.events.emit("session.ended", { userId: caller.userId, only: id }));
    });
    return null;
  }

  /** Removes sessions that have run out, and tells the sockets that were opened under them. */
  async endExpired(): Promise<void> {
    for (const { id, userId } of await this.sessions.removeExpired(this.clock())) if (userId !== null) this.events.emit("session.ended", { userId, only: id });
  }

  /** Sets one's own password; every other session of the user ends. @throws Refusal wrongCredentials, weakPassword, accountLocked */
  async changePassword(caller: Caller, current: string, next: string, keepSessionId: string | null): Promise<Person> {
    const row = await this.repository.user(caller.userId);
    if (row === null) throw new Refusal("notSignedIn");
    if (row.lockedUntil && Number(row.lockedUntil) > this.clock()) throw this.locked(Number(row.lockedUntil) - this.clock());
    if (!(await passwordFits(row.passwordHash, current))) {
      await this.noteFailure(row, caller.address ?? "");
      throw new Refusal("wrongCredentials");
    }
    const policy = await this.security.policy();
    const earlier = (hashes.safeParse(row.passwordHistory).data ?? []).slice(0, policy.history);
    const units = await this.repository.unitsUpFrom(row.unit.path);
    await requireStrong(next, { username: row.username, displayName: row.displayName, units }, current, policy, earlier);
    const passwordHash = await hashPassword(next);
    await this.unitOfWork.run(async (tx) => {
      await this.repository.setPassword(tx, row.id, passwordHash, false, this.clock(), [row.passwordHash, ...earlier].slice(0, policy.history));
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
    const { lockAfter, lockMinutes } = await this.security.policy();
    const lockMs = lockMinutes * minuteMs;
    const failures = await this.repository.countFailure(row.id);
    const locks = failures >= lockAfter;
    if (locks) await this.repository.lock(row.id, this.clock() + lockMs);
    await this.unitOfWork.run((tx) =>
      this.audit.record(tx, this.callerOf(row, address), this.fact(row, locks ? "session.locked" : "session.failedSignIn")),
    );
    if (locks) throw this.locked(lockMs);
  }

  /** Nobody has this name: written down under the topmost unit, whose auditors see who tries. */
  private async noteUnknown(username: string, address: string): Promise<void> {
    const root = await this.repository.rootUnit();
    if (root === null) return;
    const caller: Caller = { userId: "", name: "未登录 nobody", role: "operator", unitId: root.id, unitPath: root.path, address };
    await this.unitOfWork.run((tx) => this.audit.record(tx, caller, { action: "session.failedSignIn", objectType: "user", objectId: "unknown", objectName: username, unitPath: root.path }));
  }

  private callerOf(row: UserRow, address: string | null): Caller {
    return { userId: row.id, name: row.displayName, role: contract.role.parse(row.role), unitId: row.unitId, unitPath: row.unit.path, address };
  }

  private fact(row: UserRow, action: string) {
    return { action, objectType: "user", objectId: row.id, objectName: row.username, unitPath: row.unit.path };
  }
}

