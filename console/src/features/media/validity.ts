import type { Media } from "@yilu/contract";
import type { Format } from "../../lib/format.ts";
import type { Translate } from "../../lib/i18n.ts";
import type { text } from "./text.ts";

type Validity = Pick<Media, "validFrom" | "validUntil">;

/** "6月25日–7月31日": `validUntil` is the first instant at which it no longer holds, so the day before is the last. */
export function validityWords({ validFrom, validUntil }: Validity, f: Pick<Format, "date">, t: Translate<(typeof text)["zh"]>): string {
  const from = validFrom === null ? null : f.date(validFrom);
  const until = validUntil === null ? null : f.date(validUntil - 1);
  if (from !== null && until !== null) return t("validBetween", { from, until });
  if (from !== null) return t("validFrom", { from });
  return until === null ? t("validAlways") : t("validUntil", { until });
}

/** Whether it may be shown at an instant, as far as its dates go. */
export function validAt({ validFrom, validUntil }: Validity, at: number): "notYetValid" | "expired" | "valid" {
  if (validFrom !== null && at < validFrom) return "notYetValid";
  return validUntil !== null && at >= validUntil ? "expired" : "valid";
}
