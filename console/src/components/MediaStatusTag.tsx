import type { MediaStatus } from "@yilu/contract";
import type { ReactElement } from "react";
import { useText } from "../lib/i18n.ts";
import { filmText } from "./filmText.ts";
import type { IconName } from "./Icon.tsx";
import { StateTag, type Tone } from "./marks.tsx";

const looks: Record<MediaStatus, { tone: Tone; icon: IconName }> = {
  transcoding: { tone: "busy", icon: "busy" },
  pending: { tone: "off", icon: "wait" },
  approved: { tone: "ok", icon: "ready" },
  returned: { tone: "alarm", icon: "returned" },
  failed: { tone: "alarm", icon: "alarm" },
};

/** Where a film stands: icon and word; `percent` while it is being made playable. */
export function MediaStatusTag({ status, percent, framed = false }: { status: MediaStatus; percent?: number | undefined; framed?: boolean }): ReactElement {
  const t = useText(filmText);
  return (
    <StateTag {...looks[status]} framed={framed}>
      {status === "transcoding" && percent !== undefined ? t("transcodingPercent", { percent: Math.floor(percent) }) : t(`status.${status}`)}
    </StateTag>
  );
}
