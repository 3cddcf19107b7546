import { routes, type EnrolmentLink } from "@yilu/contract";
import { call } from "../../lib/api.ts";
import { ProblemError, problemOfCode } from "../../lib/problem.ts";

const unreadable = { zh: "文件读不出来，可能刚被改动，或正被别的程序占着：存好、关掉，再选一次", en: "The file cannot be read; it may have just changed or be in use. Save it, close it and choose it again" };

/** A file's bytes as they travel in JSON. @throws ProblemError when the browser cannot read it */
export function base64Of(file: Blob): Promise<string> {
  return new Promise((done, fail) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result).replace(/^[^,]*,/, "")); // "data:…;base64,…"
    reader.onerror = () => fail(new ProblemError({ ...problemOfCode("workbookRefused"), detail: unreadable }));
    reader.readAsDataURL(file);
  });
}

const atOnce = 500;

/** Parts of at most so many. */
export const inParts = <T>(all: readonly T[], most: number): T[][] => Array.from({ length: Math.ceil(all.length / most) }, (_, part) => all.slice(part * most, (part + 1) * most));

/** Links for any number of screens, as many at once as one call takes; `made` hears of each part. @throws ProblemError; what was made before has been heard of */
export async function makeLinks(screenIds: readonly string[], days: number, made: (links: readonly EnrolmentLink[]) => void): Promise<void> {
  for (const part of inParts(screenIds, atOnce)) made((await call(routes.enrolments.create, { body: { screenIds: part, days } })).links);
}

export interface Chosen {
  screenIds: readonly string[];
  /** How many of those selected have a player already and are not among them. */
  paired: number;
}

/** Which screens another page sent here for links: the state of the address. */
export function chosenOf(state: unknown): Chosen {
  const given: { screenIds?: unknown; paired?: unknown } = typeof state === "object" && state !== null ? state : {};
  return {
    screenIds: Array.isArray(given.screenIds) ? given.screenIds.filter((id) => typeof id === "string") : [],
    paired: typeof given.paired === "number" ? given.paired : 0,
  };
}
