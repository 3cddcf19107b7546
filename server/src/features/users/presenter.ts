import type { Me, Unit, User } from "@yilu/contract";
import * as contract from "@yilu/contract";
import type { UnitRow, UserRow } from "./repository.ts";

export function presentUnit({ id, name, kind, parentId, path, code, version }: UnitRow): Unit {
  return { id, name, kind: contract.unitKind.parse(kind), parentId, path, code, version };
}

export function presentUser(row: UserRow): User {
  return {
    id: row.id,
    username: row.username,
    displayName: row.displayName,
    role: contract.role.parse(row.role),
    unitId: row.unitId,
    unitName: row.unit.name,
    disabled: row.disabled,
    lastSignInAt: row.lastSignInAt === null ? null : Number(row.lastSignInAt),
    version: row.version,
  };
}

export function presentMe(row: UserRow, server: Pick<Me, "demo" | "timeZone">): Omit<Me, "sessionEndsAt"> {
  const { id, username, displayName, role, unitId, unitName } = presentUser(row);
  return { id, username, displayName, role, unitId, unitName, mustChangePassword: row.mustChangePassword, ...server };
}
