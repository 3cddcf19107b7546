import { importField, type ImportField, type ImportRow } from "@yilu/contract";
import type { Directory } from "./directory.ts";
import type { ScreenContent } from "./known.ts";

/** How a field reads in a cell and in a preview; null: nothing. The kind stays a word of the contract. */
export function shownField(field: ImportField, content: ScreenContent, directory: Directory): string | null {
  switch (field) {
    case "unit":
      return directory.unitLabel(content.unitId);
    case "size":
      return `${content.widthPx}×${content.heightPx}`;
    case "groups":
      return content.groupIds.flatMap((id) => directory.groupLabel(id) ?? []).join("、") || null;
    case "tags":
      return content.tags.join("、") || null;
    default:
      return content[field];
  }
}

/** Of a change the fields that differ, before and after; of an addition those that say something beside what its row says. */
export function shownFields(before: ScreenContent | null, after: ScreenContent, directory: Directory): ImportRow["fields"] {
  return importField.options
    .filter((field) => before !== null || (field !== "name" && field !== "unit"))
    .map((field) => ({ field, before: before === null ? null : shownField(field, before, directory), after: shownField(field, after, directory) }))
    .filter((shown) => shown.before !== shown.after);
}
