import type { ImportField } from "@yilu/contract";
import type { commonText } from "../../components/text.ts";
import type { Translate } from "../../lib/i18n.ts";
import type { text } from "./text.ts";

/** A value of a preview in the reader's words: kinds have words, and nothing is said to be nothing. */
export function shownValue(field: ImportField, value: string | null, t: Translate<(typeof text)["zh"]>, common: Translate<(typeof commonText)["zh"]>): string {
  if (value === null) return t("nothing");
  if (field === "kind" && (value === "bus" || value === "coach" || value === "led")) return common(`kind.${value}`);
  return value;
}
