import type { Tier } from "@yilu/contract";
import type { ReactElement } from "react";
import { useText } from "../../lib/i18n.ts";
import { text } from "./text.ts";

/** The tier as the timeline draws it: regular tinted, takeover ink, default grey; always with its word. */
export function TierMark({ tier }: { tier: Tier }): ReactElement {
  const t = useText(text);
  return <span className={`e-tier e-tier-${tier}`}>{t(`tier.${tier}`)}</span>;
}
