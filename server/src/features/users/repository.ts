import type { Database, Unit, User } from "@yilu/prisma";
import { rememberName } from "../../database/play-names.ts";
import { on, type Tx } from "../../database/unit-of-work.ts";

export type UnitRow = Unit;
export type UserRow = User & { unit: Unit };

/** Units and users. */
export class UsersRepository {
  constructor(private readonly database: Database) {}

  units(pathPrefix: string): Promise<UnitRow[]> {
    return this.database.unit.findMany({ where: { path: { startsWith: pathPrefix } }, orderBy: [{ code: "asc" }, { name: "asc" }] });
  }

  unit(id: string, tx?: Tx): Promise<UnitRow | null> {
    return on(this.database, tx).unit.findUnique({ where: { id } });
  }

  /** The unit at this path and all above it. */
  unitsUpFrom(path: string): Promise<UnitRow[]> {
    return this.database.unit.findMany({ where: { id: { in: path.split("/").filter(Boolean) } } });
  }

  rootUnit(): Promise<UnitRow | null> {
    return this.database.unit.findFirst({ where: { parentId: null } });
  }

  addUnit(tx: Tx, row: Omit<UnitRow, "version">): Promise<UnitRow> {
    return on(this.database, tx).unit.create({ data: row });
  }

  /** @returns whether the unit still had this version */
  async changeUnit(tx: Tx, id: string, version: number, data: { name: string; code: string | null }): Promise<boolean> {
    const { count } = await on(this.database, tx).unit.updateMany({ where: { id, version }, data: { ...data, version: { increment: 1 } } });
    return count === 1;
  }

  /** How many things hang on a unit: units below, users, screens, groups, media, playlists, entries, campaigns. */
  async unitUse(tx: Tx, id: string): Promise<number> {
    const unit = await on(this.database, tx).unit.findUnique({
      where: { id },
      select: { _count: { select: { children: true, users: true, screens: true, groups: true, media: true, playlists: true, entries: true, campaigns: true } } },
    });
    return unit === null ? 0 : Object.values(unit._count).reduce((sum, count) => sum + count, 0);
  }

  /** Reports go on showing its name. */
  async removeUnit(tx: Tx, { id, name }: Pick<Unit, "id" | "name">): Promise<void> {
    await rememberName(this.database, tx, "unit", id, name);
    await on(this.database, tx).unit.delete({ where: { id } });
  }

  countUsers(): Promise<number> {
    return this.database.user.count();
  }

  user(id: string, tx?: Tx): Promise<UserRow | null> {
    return on(this.database, tx).user.findUnique({ where: { id }, include: { unit: true } });
  }

  userByName(username: string): Promise<UserRow | null> {
    return this.database.user.findUnique({ where: { username }, include: { unit: true } });
  }

  async users(pathPrefix: string, filter: { q?: string | undefined; unitId?: string | undefined }, skip: number, take: number): Promise<{ rows: UserRow[]; total: number }> {
    const where = {
      unit: { path: { startsWith: pathPrefix } },
      ...(filter.unitId === undefined ? {} : { unitId: filter.unitId }),
      ...(filter.q ? { OR: [{ username: { contains: filter.q } }, { displayName: { contains: filter.q } }] } : {}),
    };
    const [rows, total] = await Promise.all([
      this.database.user.findMany({ where, include: { unit: true }, orderBy: { username: "asc" }, skip, take }),
      this.database.user.count({ where }),
    ]);
    return { rows, total };
  }

  addUser(tx: Tx, row: Pick<User, "id" | "unitId" | "username" | "displayName" | "role" | "passwordHash" | "mustChangePassword" | "createdAt">): Promise<UserRow> {
    return on(this.database, tx).user.create({ data: row, include: { unit: true } });
  }

  /** @returns whether the user still had this version */
  async changeUser(tx: Tx, id: string, version: number, data: Pick<User, "displayName" | "role" | "unitId" | "disabled">): Promise<boolean> {
    const { count } = await on(this.database, tx).user.updateMany({ where: { id, version }, data: { ...data, version: { increment: 1 } } });
    return count === 1;
  }

  /** @param history hashes of earlier passwords to remember, newest first; left out: as it was */
  async setPassword(tx: Tx, id: string, passwordHash: string, mustChangePassword: boolean, at: number, history?: readonly string[]): Promise<void> {
    await on(this.database, tx).user.update({
      where: { id },
      data: { passwordHash, mustChangePassword, passwordChangedAt: BigInt(at), ...(history === undefined ? {} : { passwordHistory: [...history] }), failedSignIns: 0, lockedUntil: null, version: { increment: 1 } },
    });
  }

  /** Counts a failed sign-in and answers how many there were in a row. */
  async countFailure(id: string): Promise<number> {
    const row = await this.database.user.update({ where: { id }, data: { failedSignIns: { increment: 1 } }, select: { failedSignIns: true } });
    return row.failedSignIns;
  }

  async lock(id: string, until: number): Promise<void> {
    await this.database.user.update({ where: { id }, data: { lockedUntil: BigInt(until), failedSignIns: 0 } });
  }

  /** @param mustChangePassword set when the password has become too old */
  async noteSignIn(tx: Tx, id: string, at: number, mustChangePassword: boolean): Promise<void> {
    await on(this.database, tx).user.update({ where: { id }, data: { mustChangePassword, failedSignIns: 0, lockedUntil: null, lastSignInAt: BigInt(at) } });
  }

  async endSessions(tx: Tx, userId: string, exceptId: string | null): Promise<void> {
    await on(this.database, tx).session.deleteMany({ where: { userId, ...(exceptId === null ? {} : { id: { not: exceptId } }) } });
  }
}
