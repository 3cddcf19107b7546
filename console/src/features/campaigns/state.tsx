import type { Campaign } from "@yilu/contract";
import type { ReactElement } from "react";
import type { IconName } from "../../components/Icon.tsx";
import { StateTag, type Tone } from "../../components/marks.tsx";
import { useText } from "../../lib/i18n.ts";
import { text } from "./text.ts";

const looks: Readonly<Record<Campaign["state"], { tone: Tone; icon: IconName }>> = {
  planned: { tone: "park", icon: "wait" },
  running: { tone: "ok", icon: "play" },
  drafted: { tone: "busy", icon: "sent" },
  closed: { tone: "park", icon: "ready" },
};

export function CampaignState({ state }: { state: Campaign["state"] }): ReactElement {
  const t = useText(text);
  return (
    <StateTag tone={looks[state].tone} icon={looks[state].icon}>
      {t(`state.${state}`)}
    </StateTag>
  );
}
