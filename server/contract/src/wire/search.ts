import * as z from "zod/mini";
import { searchText } from "./base.ts";

export const searchKind = z.enum(["screen", "media", "playlist", "entry", "campaign", "unit"]);
export type SearchKind = z.infer<typeof searchKind>;
export const searchQuery = z.strictObject({ q: searchText });

/** One thing that was found: its name, what tells it from others of that name, and a picture where it has one. */
export const found = z.object({ kind: searchKind, id: z.string(), name: z.string(), note: z.string(), posterUrl: z.nullable(z.string()) });
export type Found = z.infer<typeof found>;
/** At most five of a kind; `totals` says how many there are in all. */
export const searchAnswer = z.object({ rows: z.array(found), totals: z.record(searchKind, z.int()) });
export type SearchAnswer = z.infer<typeof searchAnswer>;
