import * as z from "zod/mini";
import { bilingual, sha256 } from "./base.ts";
import { screenQuery } from "./screens.ts";

/** What a workbook of screens may be at most: the file itself, what it unpacks to, its rows and columns. */
export const importLimits = { fileBytes: 5 * 1024 * 1024, unpackedBytes: 48 * 1024 * 1024, files: 200, rows: 20_000, columns: 100 } as const;

/** The bytes of an .xlsx file. Its length is bounded by the request's, so that a document of this schema need not hold a longer one. */
const workbook = z.string().check(z.refine((text) => text.length >= 4 && text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text)));

/** A name that the caller gives to one check or import: progress is told under it (`import:progress`), and it is stopped by it. */
const run = z.string().check(z.regex(/^[0-9a-z]{8,40}$/));

export const importInput = z.strictObject({ base64: workbook, run: z.optional(run) });
/** The same file again, and which preview of it was seen: what is done is exactly that, or nothing. */
export const importApplication = z.strictObject({ base64: workbook, plan: sha256, run: z.optional(run) });

export const importStop = z.strictObject({ run });
/** Whether it was still going on. Its own call says what became of it: `importStopped`, or done when it was too late. */
export const importStopping = z.object({ stopping: z.boolean() });

/** The columns of the workbook. */
export const importField = z.enum(["unit", "name", "kind", "plate", "line", "place", "size", "timeZone", "groups", "tags"]);
export type ImportField = z.infer<typeof importField>;

const importChangeOfField = z.object({ field: importField, before: z.nullable(z.string()), after: z.nullable(z.string()) });
const importFault = z.object({
  /** Null: the row as a whole. */
  field: z.nullable(importField),
  /** The cell as the spreadsheet names it, "C12". */
  cell: z.string(),
  message: bilingual,
});
export type ImportFault = z.infer<typeof importFault>;

/** A row that adds a screen, changes one, moves one to another unit or cannot be taken; those that change nothing are only counted. */
export const importRow = z.object({
  /** As the spreadsheet numbers it. */
  row: z.int(),
  outcome: z.enum(["add", "change", "move", "error"]),
  unitName: z.string(),
  name: z.string(),
  plate: z.nullable(z.string()),
  /** Of a change: what differs, of a move the unit first. Of an addition: what the screen will be. */
  fields: z.array(importChangeOfField),
  faults: z.array(importFault),
});
export type ImportRow = z.infer<typeof importRow>;

export const importPreview = z.object({
  /** Names exactly what would be done. */
  plan: sha256,
  counts: z.object({ add: z.int(), change: z.int(), move: z.int(), unchanged: z.int(), error: z.int() }),
  rows: z.array(importRow),
  /** Rows with errors beyond those listed. */
  errorsLeftOut: z.int(),
});
export type ImportPreview = z.infer<typeof importPreview>;

export const importDone = z.object({
  added: z.int(),
  changed: z.int(),
  /** To another unit; none of these counts as changed. */
  moved: z.int(),
  unchanged: z.int(),
  /** The new screens, which have no player yet. */
  addedIds: z.array(z.string()),
});
export type ImportDone = z.infer<typeof importDone>;

const { page: _page, pageSize: _pageSize, stage: _stage, ...filters } = screenQuery.shape;
/** Which screens an export holds: those of the list's filters. */
export const exportQuery = z.strictObject(filters);
