import { reaches, type Caller } from "../../caller.ts";
import type { CampaignRow } from "./repository.ts";

/** A unit that takes part. */
export interface Participant {
  id: string;
  name: string;
  path: string;
}

/** Whether the whole campaign is in reach: who runs it is the caller's unit or below. */
export const seesWhole = (caller: Pick<Caller, "unitPath">, row: CampaignRow): boolean => reaches(caller, row.unit.path);

/** The participants that a caller may know of: in its reach, or above it. */
export function visibleOf(caller: Pick<Caller, "unitPath">, row: CampaignRow, participants: readonly Participant[]): Participant[] {
  if (seesWhole(caller, row)) return [...participants];
  return participants.filter(({ path }) => reaches(caller, path) || caller.unitPath.startsWith(path));
}

/** Path of a participant's screens that a caller may see: its own unit where it lies below the participant. */
export function pathFor(caller: Pick<Caller, "unitPath">, { path }: Participant): string {
  return reaches(caller, path) ? path : caller.unitPath;
}

/** Paths without those that lie below another of them, so that no screen counts twice. */
export function outermost(paths: readonly string[]): string[] {
  return [...new Set(paths)].filter((path) => !paths.some((other) => other !== path && path.startsWith(other)));
}
