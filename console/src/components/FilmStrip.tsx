import type { Level } from "@yilu/contract";
import { Tooltip } from "antd";
import type { ReactElement } from "react";
import { lengthText } from "../lib/format.ts";
import "./films.css";

export interface StripItem {
  key: string;
  title: string;
  /** Width of the picture, in proportion to the others. */
  durationMs: number;
  posterUrl: string | null;
  /** Colours the bottom edge. */
  level?: Level;
  /** May not be played: grey, red frame. */
  bad?: boolean;
}

interface FilmStripProps {
  items: readonly StripItem[];
  height: number;
  /** What the strip shows, for those who cannot see it. */
  summary: string;
  /** Said in place of pictures when there are none. */
  empty: string;
}

/** A row of pictures whose widths are lengths of time; a long one repeats its frame, as film does. */
export function FilmStrip({ items, height, summary, empty }: FilmStripProps): ReactElement {
  if (items.length === 0) {
    return (
      <div className="y-strip y-strip-empty" style={{ height }}>
        {empty}
      </div>
    );
  }
  return (
    <div className="y-strip" style={{ height }} role="img" aria-label={summary}>
      {items.map((item) => (
        <Tooltip key={item.key} title={`${item.title} ${lengthText(item.durationMs)}`}>
          <span className={item.bad === true ? "y-strip-item y-strip-bad" : "y-strip-item"} style={{ flex: `${Math.max(1, item.durationMs)} 1 0` }}>
            {item.posterUrl !== null && <b style={{ backgroundImage: `url("${item.posterUrl}")` }} />}
            {item.level !== undefined && <i style={{ background: `var(--level-${item.level})` }} />}
          </span>
        </Tooltip>
      ))}
    </div>
  );
}
