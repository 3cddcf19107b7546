import type { BodyOf, QueryOf, Unit, routes } from "@yilu/contract";
import { reaches, systemCaller, type Caller } from "../../caller.ts";
import type { Clock } from "../../clock.ts";
import { brokenUnique, type Tx, type UnitOfWork } from "../../database/unit-of-work.ts";
import type { EventBus } from "../../events.ts";
import { Refusal, refuse } from "../../http/refusal.ts";
import { newId } from "../../random.ts";
import type { AuditService } from "../audit/service.ts";
import { hashPassword, oneTimePassword } from "./passwords.ts";
import { presentUnit, presentUser } from "./presenter.ts";
import type { UnitRow, UserRow, UsersRepository } from "./repository.ts";

/** The unit tree and the accounts in it. */
export class UsersService {
  constructor(
    private readonly repository: UsersRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditService,
    private readonly events: EventBus,
    private readonly clock: Clock,
  ) {}

  async units(caller: Caller): Promise<Unit[]> {
    return (await this.repository.units(caller.unitPath)).map(presentUnit);
  }

  /** A unit within reach, for other features to hang things on. @throws Refusal refersToMissing */
  async unitWithin(caller: Caller, id: string, tx?: Tx): Promise<Unit> {
    const row = await this.repository.unit(id, tx);
    if (row === null || !reaches(caller, row.path)) throw refuse("refersToMissing", "单位不存在或不在本单位范围内", "The unit is missing or outside yours");
    return presentUnit(row);
  }

  async createUnit(caller: Caller, input: BodyOf<typeof routes.units.create>): Promise<Unit> {
    return this.naming(() =>
      this.unitOfWork.run(async (tx) => {
        const parent = await this.unitWithin(caller, input.parentId, tx);
        if (parent.path.length > 200) throw refuse("refersToMissing", "单位层级太深（至多 9 层）", "The tree is too deep (9 levels at most)");
        const id = newId();
        const row = await this.repository.addUnit(tx, { id, ...input, path: `${parent.path}${id}/` });
        await this.recordUnit(tx, caller, "unit.create", row, null, input);
        return presentUnit(row);
      }),
    );
  }

  async changeUnit(caller: Caller, id: string, { version, ...data }: BodyOf<typeof routes.units.change>): Promise<Unit> {
    return this.naming(() =>
      this.unitOfWork.run(async (tx) => {
        const before = await this.reachableUnit(caller, id, tx);
        if (!(await this.repository.changeUnit(tx, id, version, data))) throw new Refusal("versionMismatch");
        await this.recordUnit(tx, caller, "unit.change", before, { name: before.name, code: before.code }, data);
        return presentUnit({ ...before, ...data, version: version + 1 });
      }),
    );
  }

  async removeUnit(caller: Caller, id: string): Promise<null> {
    await this.unitOfWork.run(async (tx) => {
      const before = await this.reachableUnit(caller, id, tx);
      if (before.path === caller.unitPath) throw refuse("inUse", "不能删除自己所在的单位", "One's own unit cannot be deleted");
      const uses = await this.repository.unitUse(tx, id);
      if (uses > 0) throw refuse("inUse", `下面还有 ${uses} 项（单位、用户、屏幕或内容）`, `${uses} things (units, users, screens or content) still belong to it`);
      await this.repository.removeUnit(tx, before);
      await this.recordUnit(tx, caller, "unit.remove", before, { name: before.name, code: before.code }, null);
    });
    return null;
  }

  async users(caller: Caller, query: QueryOf<typeof routes.users.list>) {
    const { page, pageSize, ...filter } = query;
    const { rows, total } = await this.repository.users(caller.unitPath, filter, (page - 1) * pageSize, pageSize);
    return { rows: rows.map(presentUser), total, page, pageSize };
  }

  async createUser(caller: Caller, input: BodyOf<typeof routes.users.create>) {
    const password = oneTimePassword();
    return { user: presentUser(await this.addUser(caller, input, password, true)), oneTimePassword: password };
  }

  /** Makes an account with a known password (first start, demo seed). */
  addUser(caller: Caller, input: BodyOf<typeof routes.users.create>, password: string, mustChangePassword: boolean): Promise<UserRow> {
    return this.naming(async () => {
      const passwordHash = await hashPassword(password);
      return this.unitOfWork.run(async (tx) => {
        await this.unitWithin(caller, input.unitId, tx);
        const row = await this.repository.addUser(tx, { id: newId(), ...input, passwordHash, mustChangePassword, createdAt: BigInt(this.clock()) });
        await this.recordUser(tx, caller, "user.create", row, null, input);
        return row;
      });
    });
  }

  async changeUser(caller: Caller, id: string, { version, ...data }: BodyOf<typeof routes.users.change>) {
    return this.unitOfWork.run(async (tx) => {
      const before = await this.reachableUser(caller, id, tx);
      await this.unitWithin(caller, data.unitId, tx);
      if (id === caller.userId && (data.disabled || data.role !== before.role || data.unitId !== before.unitId)) {
        throw refuse("forbidden", "不能停用自己，也不能改自己的角色和单位", "One cannot disable oneself or change one's own role or unit");
      }
      if (!(await this.repository.changeUser(tx, id, version, data))) throw new Refusal("versionMismatch");
      // A session that outlived a move would go on hearing what happens in the old unit.
      if (data.disabled || data.unitId !== before.unitId) {
        await this.repository.endSessions(tx, id, null);
        tx.afterCommit(() => this.events.emit("session.ended", { userId: id }));
      }
      const { displayName, role, unitId, disabled } = before;
      await this.recordUser(tx, caller, "user.change", before, { displayName, role, unitId, disabled }, data);
      const after = await this.repository.user(id, tx);
      if (after === null) throw new Refusal("notFound");
      return presentUser(after);
    });
  }

  /** Signs a user out everywhere. */
  async endSessions(caller: Caller, id: string): Promise<null> {
    await this.unitOfWork.run(async (tx) => {
      const row = await this.reachableUser(caller, id, tx);
      await this.repository.endSessions(tx, id, null);
      await this.recordUser(tx, caller, "user.endSessions", row, null, null);
      tx.afterCommit(() => this.events.emit("session.ended", { userId: id }));
    });
    return null;
  }

  /** @throws Refusal notFound unless the user is within reach */
  async requireReachable(caller: Caller, id: string): Promise<void> {
    await this.unitOfWork.run((tx) => this.reachableUser(caller, id, tx));
  }

  async resetPassword(caller: Caller, id: string) {
    const password = oneTimePassword();
    const passwordHash = await hashPassword(password);
    return this.unitOfWork.run(async (tx) => {
      const row = await this.reachableUser(caller, id, tx);
      await this.repository.setPassword(tx, id, passwordHash, true, this.clock());
      await this.repository.endSessions(tx, id, null);
      await this.recordUser(tx, caller, "user.resetPassword", row, null, null);
      tx.afterCommit(() => this.events.emit("session.ended", { userId: id }));
      return { user: presentUser({ ...row, version: row.version + 1 }), oneTimePassword: password };
    });
  }

  /**
   * At the first start: the root unit and an administrator.
   * @param knownPassword for demo data: is not random and need not be changed
   * @returns the sign-in to show once, or null when there are users already
   */
  async firstStart(rootUnitName: string, knownPassword: string | null): Promise<{ username: string; password: string } | null> {
    if ((await this.repository.countUsers()) > 0) return null;
    const root = (await this.repository.rootUnit()) ?? (await this.addRoot(rootUnitName));
    const password = knownPassword ?? oneTimePassword();
    const account = { username: "admin", displayName: "管理员", role: "administrator", unitId: root.id } as const;
    await this.addUser(systemCaller(root.id, root.path), account, password, knownPassword === null);
    return { username: "admin", password };
  }

  private addRoot(name: string): Promise<UnitRow> {
    return this.unitOfWork.run((tx) => {
      const id = newId();
      return this.repository.addUnit(tx, { id, name, kind: "county", code: null, parentId: null, path: `/${id}/` });
    });
  }

  private async reachableUnit(caller: Caller, id: string, tx: Tx): Promise<UnitRow> {
    const row = await this.repository.unit(id, tx);
    if (row === null || !reaches(caller, row.path)) throw new Refusal("notFound");
    return row;
  }

  private async reachableUser(caller: Caller, id: string, tx: Tx): Promise<UserRow> {
    const row = await this.repository.user(id, tx);
    if (row === null || !reaches(caller, row.unit.path)) throw new Refusal("notFound");
    return row;
  }

  private async naming<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (brokenUnique(error)) throw new Refusal("nameTaken");
      throw error;
    }
  }

  private async recordUnit(tx: Tx, caller: Caller, action: string, row: UnitRow, before: object | null, after: object | null): Promise<void> {
    await this.audit.record(tx, caller, { action, objectType: "unit", objectId: row.id, objectName: row.name, unitPath: row.path, before, after });
    tx.afterCommit(() => this.events.emit("changed", { what: "units", id: row.id, unitPath: row.path }));
  }

  private async recordUser(tx: Tx, caller: Caller, action: string, row: UserRow, before: object | null, after: object | null): Promise<void> {
    await this.audit.record(tx, caller, { action, objectType: "user", objectId: row.id, objectName: row.username, unitPath: row.unit.path, before, after });
    tx.afterCommit(() => this.events.emit("changed", { what: "users", id: row.id, unitPath: row.unit.path }));
  }
}
