import type { Role } from "@yilu/contract";

/** Somebody signed in. What they see and touch lies in their unit and those below: paths that start with `unitPath`. */
export interface Caller {
  userId: string;
  name: string;
  role: Role;
  unitId: string;
  unitPath: string;
  /** Network address the request came from, for the audit log; null for the server's own work. */
  address: string | null;
}

/** A paired player. */
export interface PlayerCaller {
  screenId: string;
  tokenSha256: string;
}

/** The server acting for itself (jobs, first start, demo seed). */
export function systemCaller(unitId: string, unitPath: string): Caller {
  return { userId: "", name: "系统 system", role: "administrator", unitId, unitPath, address: null };
}

/** Whether a unit's path is that of the topmost one: "/id/". */
export const isRootPath = (unitPath: string): boolean => unitPath.split("/").length === 3;

/** Whether something that belongs to the unit at `path` is within the caller's reach. */
export function reaches(caller: Pick<Caller, "unitPath">, path: string): boolean {
  return path.startsWith(caller.unitPath);
}
