import type { BodyOf, Entry, routes } from "@yilu/contract";

/** What the form edits: an entry as it is sent, without version and unit. */
export type EntryDraft = Omit<BodyOf<typeof routes.entries.change>, "version">;

/** A new entry: regular, the month's loop, every screen, filling what is left. */
export const emptyDraft: Partial<EntryDraft> & Omit<EntryDraft, "name" | "playlistId"> = {
  tier: "regular",
  startDate: null,
  endDate: null,
  dayparts: [],
  exceptDates: [],
  window: null,
  share: { kind: "fill", weight: 1 },
  maxPlaysPerHour: null,
  start: "soft",
  include: [{ kind: "all" }],
  exclude: [],
};

/** The editable part of an entry. */
export function draftOf({ name, playlistId, tier, startDate, endDate, dayparts, exceptDates, window, share, maxPlaysPerHour, start, include, exclude }: Entry): EntryDraft {
  return { name, playlistId, tier, startDate, endDate, dayparts, exceptDates, window, share, maxPlaysPerHour, start, include, exclude };
}

/** The same draft in one form: days and exception dates in order, so that only what matters differs. */
function plain(draft: Partial<EntryDraft>): Partial<EntryDraft> {
  return {
    ...draft,
    name: (draft.name ?? "").trim(),
    dayparts: (draft.dayparts ?? []).map(({ days, from, to }) => ({ days: [...days].sort((a, b) => a - b), from, to })),
    exceptDates: [...(draft.exceptDates ?? [])].sort(),
  };
}

const fields = ["name", "playlistId", "tier", "startDate", "endDate", "dayparts", "exceptDates", "share", "maxPlaysPerHour", "start", "include", "exclude"] as const;

/** Whether saving would change anything. */
export function isDirty(draft: Partial<EntryDraft>, saved: Partial<EntryDraft>): boolean {
  const [is, was] = [plain(draft), plain(saved)];
  return fields.some((field) => JSON.stringify(is[field] ?? null) !== JSON.stringify(was[field] ?? null));
}

/** What is sent: the form's values over what it does not show. */
export const inputOf = (values: EntryDraft, base: Pick<EntryDraft, "window">): EntryDraft => ({ ...values, ...plainParts(values), window: base.window });
const plainParts = ({ name, dayparts, exceptDates }: EntryDraft): Pick<EntryDraft, "name" | "dayparts" | "exceptDates"> => ({
  name: name.trim(),
  dayparts: dayparts.map(({ days, from, to }) => ({ days: [...days].sort((a, b) => a - b), from, to })),
  exceptDates: [...exceptDates].sort(),
});

/** A takeover without an end or dayparts would silence everything else for good. */
export const takesOverForGood = ({ tier, endDate, dayparts }: Partial<EntryDraft>): boolean => tier === "takeover" && (endDate ?? null) === null && (dayparts ?? []).length === 0;
