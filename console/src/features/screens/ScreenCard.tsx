import type { Screen } from "@yilu/contract";
import { Checkbox } from "antd";
import type { ReactElement } from "react";
import { Icon } from "../../components/Icon.tsx";
import { Poster } from "../../components/Poster.tsx";
import { StageTag } from "../../components/stages.tsx";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { lineOf, ScreenStateTag, standingOf, stateLook, troubleOf } from "./states.tsx";
import { text } from "./text.ts";

interface ScreenCardProps {
  screen: Screen;
  now: number;
  selected: boolean;
  /** Absent when the reader may change nothing. */
  onSelect?: ((selected: boolean) => void) | undefined;
  onOpen: () => void;
}

/** Poster in the screen's own shape, then name, line, state, then one line: the film, or what is wrong. */
export function ScreenCard({ screen, now, selected, onSelect, onOpen }: ScreenCardProps): ReactElement {
  const t = useText(text);
  const f = useFormat();
  const { live, name } = screen;
  const trouble = troubleOf(live, now) !== null;
  const ratio = Math.min(4, Math.max(1, screen.widthPx / screen.heightPx));
  const still = live.state !== "online";
  const line = lineOf(live, now, t, f);
  const under = screen.kind === "led" ? screen.place : screen.line;
  return (
    <article className={["y-screen", trouble ? "y-screen-alarm" : "", selected ? "y-screen-selected" : ""].join(" ")}>
      <div className="y-screen-picture" style={{ aspectRatio: String(ratio) }}>
        {live.playing === null ? (
          <div className="y-screen-blank">
            <Icon name={stateLook[live.state].icon} size={24} />
            <span>{live.state === "online" ? (live.health?.showing === "black" ? t("offHours") : t("nowNothing")) : t(`state.${live.state}`)}</span>
          </div>
        ) : (
          <Poster key={live.playing.posterUrl} url={live.playing.posterUrl} alt={live.playing.title} ratio={ratio} grey={still} />
        )}
        {still && live.playing !== null && <span className="y-screen-mark">{t("lastPicture")}</span>}
        {onSelect !== undefined && (
          <Checkbox className="y-screen-check" checked={selected} onChange={(event) => onSelect(event.target.checked)} aria-label={t("select", { name })} />
        )}
      </div>
      <div className="y-screen-text">
        <div className="y-row">
          <button type="button" className="y-screen-name y-ellipsis" onClick={onOpen}>
            {name}
          </button>
          {under !== null && !name.includes(under) && live.stage !== "downloading" && <span className="y-caption y-ellipsis y-screen-under">{under}</span>}
          <span className="y-grow" />
          {standingOf(live, now) === live.stage ? <StageTag live={live} /> : <ScreenStateTag live={live} now={now} />}
        </div>
        <p className={trouble ? "y-screen-line y-ellipsis y-alarm" : "y-screen-line y-ellipsis"} title={line}>
          {line}
        </p>
      </div>
    </article>
  );
}
