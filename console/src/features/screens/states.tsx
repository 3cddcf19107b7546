import type { Screen, ScreenLive, Stage } from "@yilu/contract";
import type { ReactElement } from "react";
import type { IconName } from "../../components/Icon.tsx";
import { StateTag, type Tone } from "../../components/marks.tsx";
import { stageLook, stages } from "../../components/stages.tsx";
import { stageText } from "../../components/stageText.ts";
import type { Format } from "../../lib/format.ts";
import { useText, type Translate } from "../../lib/i18n.ts";
import { text } from "./text.ts";

export type ScreenState = ScreenLive["state"];
export const states: readonly ScreenState[] = ["online", "offline", "neverSeen", "unpaired"];

export const stateLook: Record<ScreenState, { tone: Tone; icon: IconName }> = {
  online: { tone: "ok", icon: "play" },
  offline: { tone: "off", icon: "offline" },
  neverSeen: { tone: "park", icon: "parked" },
  unpaired: { tone: "park", icon: "unpaired" },
};

const dayMs = 86_400_000;
const leastFree = 0.05;

export type Trouble = "download" | "ledger" | "storage" | "clock" | "silent";

/** What somebody should look at; null when all is well or the screen has simply not been put to use. */
export function troubleOf(live: ScreenLive, now: number): Trouble | null {
  if (live.state === "offline") return live.lastSeenAt !== null && now - live.lastSeenAt >= dayMs ? "silent" : null;
  if (live.state !== "online") return null;
  if (live.download?.state === "failed") return "download";
  if (live.health !== null && live.health.lostPlays > 0) return "ledger";
  if (freeShare(live) < leastFree) return "storage";
  return live.clock === "estimated" ? "clock" : null;
}

/** Free part of the player's storage, 0…1; 1 when it is not known. */
function freeShare({ cacheUsedBytes, cacheQuotaBytes }: ScreenLive): number {
  return cacheUsedBytes === null || cacheQuotaBytes === null || cacheQuotaBytes === 0 ? 1 : Math.max(0, 1 - cacheUsedBytes / cacheQuotaBytes);
}

export type Words = Translate<(typeof text)["zh"]>;

/** The one line of a card: the trouble, or why there is no picture, or the film. */
export function lineOf(live: ScreenLive, now: number, t: Words, f: Format): string {
  const span = f.span(now - (live.lastSeenAt ?? now));
  const trouble = troubleOf(live, now);
  if (trouble === "silent") return t("trouble.silent", { span });
  if (trouble === "storage") return t("trouble.storage", { percent: f.percent(freeShare(live)) });
  if (trouble !== null) return t(`trouble.${trouble}`);
  if (live.state === "unpaired") return t("unpairedNote");
  if (live.state === "neverSeen") return t("neverSeenNote");
  if (live.state === "offline") return t("offlineNote", { span });
  if (live.health?.showing === "black") return t("offHours");
  if (live.health?.showing === "slate") return t("slateShown");
  return live.playing === null ? t("nowNothing") : `《${live.playing.title}》`;
}

/** Trouble first, then what is not playing, then the rest by name. */
export function compareByTrouble(now: number): (a: Screen, b: Screen) => number {
  const rank = ({ live }: Screen): number => (troubleOf(live, now) !== null ? 0 : states.indexOf(live.state) === 0 ? 4 : states.indexOf(live.state));
  return (a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, "zh-CN", { numeric: true });
}

export function ScreenStateTag({ live, now }: { live: ScreenLive; now: number }): ReactElement {
  const t = useText(text);
  if (troubleOf(live, now) !== null) {
    return (
      <StateTag tone="alarm" icon="alarm" framed>
        {t("alarm")}
      </StateTag>
    );
  }
  return (
    <StateTag {...stateLook[live.state]} framed={live.state === "offline"}>
      {t(`state.${live.state}`)}
    </StateTag>
  );
}

type Standing = "alarm" | "neverSeen" | "unpaired" | Stage;

/** In the order in which a board counts them. */
export const standings: readonly Standing[] = ["alarm", ...stages, "neverSeen", "unpaired"];

/** What stands on the card of a screen: its stage, unless something else is the matter or it has not been put to use. */
export function standingOf(live: ScreenLive, now: number): Standing {
  if (live.state === "unpaired" || live.state === "neverSeen") return live.state;
  return troubleOf(live, now) === null || live.stage === "trouble" || live.stage === "stale" ? live.stage : "alarm";
}

/** A standing with its word, or its word and how many have it. */
export function StandingTag({ standing, n }: { standing: Standing; n: number }): ReactElement {
  const t = useText(text);
  const words = useText(stageText);
  const [look, word] =
    standing === "alarm"
      ? [{ tone: "alarm", icon: "alarm" } as const, t("alarm")]
      : standing === "unpaired" || standing === "neverSeen"
        ? [stateLook[standing], t(`state.${standing}`)]
        : [stageLook[standing], words(`stage.${standing}`)];
  return (
    <StateTag {...look}>
      {word} {n}
    </StateTag>
  );
}
