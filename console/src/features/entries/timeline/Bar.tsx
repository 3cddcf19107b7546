import type { Entry, Timeline } from "@yilu/contract";
import type { CSSProperties, KeyboardEvent, PointerEvent, ReactElement } from "react";
import { useFormat } from "../../../lib/format.ts";
import { useText } from "../../../lib/i18n.ts";
import { text } from "../text.ts";
import { flagWord, shareOf, whenOf } from "./barWords.ts";
import type { Segment } from "./layout.ts";
import { placeOf, type Stretch } from "./stretch.ts";
import { timelineText } from "./timelineText.ts";

export type ShownEntry = Timeline["entries"][number];

export interface BarActs {
  onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  onPointerMove: (event: PointerEvent<HTMLElement>) => void;
  onPointerUp: () => void;
  onPointerCancel: () => void;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  onClick: () => void;
}

interface BarProps {
  segment: Segment;
  shown: ShownEntry | undefined;
  entry: Entry | undefined;
  stretch: Stretch;
  /** Only this row has it. */
  onlyHere: boolean;
  /** Which edges may be pulled. */
  edges: { start: boolean; end: boolean };
  /** Without words, and out of the order of the keys. */
  bare: boolean;
  /** On its way elsewhere. */
  left: boolean;
  acts: BarActs;
  /** Part of it lies outside the operating hours. */
  off: boolean;
}

const oneLineBelow = 40;
const levelsFrom = 22;
const flagStep = 20;
/** Below this a takeover has room for its words or its picture, not for both. */
const pictureFrom = 84;

export const spanStyle = (stretch: Stretch, { from, to, top, height }: Pick<Segment, "from" | "to" | "top" | "height">): CSSProperties => {
  const start = placeOf(stretch, from);
  return { left: `${start * 100}%`, width: `${(placeOf(stretch, to) - start) * 100}%`, top, height };
};

/** Running time by film level, at the lower edge. */
function Levels({ levels }: Pick<ShownEntry, "levels">): ReactElement {
  return (
    <span className="t-levels" aria-hidden="true">
      {levels.map(({ level, ms }) => (
        <i key={level} style={{ flex: `${Math.max(1, ms)} 1 0`, background: `var(--level-${level})` }} />
      ))}
    </span>
  );
}

function className({ part, first, height, flag }: Segment, shown: ShownEntry, onlyHere: boolean, left: boolean): string {
  const tone = part === "yields" ? "yields" : shown.tier === "regular" && onlyHere ? "own" : shown.tier;
  return ["t-bar", `t-bar-${tone}`, part === "over" ? "t-over" : "", flag === null ? "" : "t-flagged", first ? "" : "t-rest", height < oneLineBelow ? "t-one" : "", left ? "t-left" : ""].filter((one) => one !== "").join(" ");
}

/** One stretch of an entry on a row: as high as its share, with its first picture. */
export function Bar({ segment, shown, entry, stretch, onlyHere, edges, bare, left, acts, off }: BarProps): ReactElement | null {
  const t = useText(timelineText);
  const words = useText(text);
  const f = useFormat();
  if (shown === undefined) return null;
  const { part, main, flag, height } = segment;
  const share = part === "yields" ? t("yields") : shareOf(segment, stretch, t);
  const when = whenOf(entry, stretch, f, words);
  const tier = words(`tier.${shown.tier}`);
  const notes = [share, part === "plays" && shown.tier === "default" ? tier : null, when === "" ? null : when, onlyHere && part === "plays" ? t("onlyHere") : null].filter((note) => note !== null);
  const label = part === "yields" ? t("barYields", { name: shown.name, tier, dates: when }) : t("bar", { name: shown.name, tier, share, dates: when });
  const named = main && !bare;
  return (
    <div
      className={className(segment, shown, onlyHere, left)}
      style={spanStyle(stretch, segment)}
      {...(named ? { role: "button", tabIndex: 0, "aria-label": label, "aria-describedby": "t-keys" } : { "aria-hidden": true })}
      title={[shown.name, tier, ...notes, ...(off ? [t("partlyOff")] : [])].join(" · ")}
      data-entry={segment.entryId}
      data-part={part}
      {...acts}
    >
      {!bare && flag === null && (
        <span className={main ? "t-in" : "t-in t-in-rest"}>
          {main && shown.posterUrl !== null && part !== "yields" && (part !== "over" || height >= pictureFrom) && <img className="t-poster" src={shown.posterUrl} alt="" draggable={false} loading="lazy" />}
          <span className="t-words">
            <b>{shown.name}</b>
            <span className="t-notes">
              {notes.map((note, index) => (
                <span key={note} className={index === 0 ? "t-share" : "t-note"}>
                  {note}
                </span>
              ))}
            </span>
          </span>
        </span>
      )}
      {flag !== null && (
        <span className={flag.back ? "t-flag t-flag-back" : "t-flag"} style={{ marginBottom: flag.lane * flagStep }}>
          <i>{flagWord(shown.tier, t)}</i> {shown.name}
        </span>
      )}
      {!bare && part === "plays" && height >= levelsFrom - 2 && <Levels levels={shown.levels} />}
      {edges.start && <span className="t-edge t-edge-start" data-edge="start" />}
      {edges.end && <span className="t-edge t-edge-end" data-edge="end" />}
    </div>
  );
}
