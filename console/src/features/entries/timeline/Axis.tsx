import type { KeyboardEvent, PointerEvent, ReactElement } from "react";
import { useRef } from "react";
import { localDateOf, useFormat } from "../../../lib/format.ts";
import { useText } from "../../../lib/i18n.ts";
import { instantOf } from "../times.ts";
import { instantAt, placeOf, type Stretch } from "./stretch.ts";
import { timelineText } from "./timelineText.ts";

interface CursorProps {
  stretch: Stretch;
  at: number;
  onMove: (at: number) => void;
}

const minuteMs = 60_000;
const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowDown: -1, ArrowUp: 1, PageDown: -60, PageUp: 60 };

/** The handle of the moment looked at: dragged along the axis, or moved by the keys minute by minute. */
export function Cursor({ stretch, at, onMove }: CursorProps): ReactElement {
  const t = useText(timelineText);
  const f = useFormat();
  /** How far from the handle's middle it was taken. */
  const taken = useRef<number | null>(null);
  const { timeZone } = stretch;
  const keep = (instant: number): number => Math.min(Math.max(instant, stretch.from), stretch.to - minuteMs);
  const pull = (event: PointerEvent<HTMLElement>): void => {
    const track = event.currentTarget.parentElement;
    if (taken.current === null || track === null) return;
    const box = track.getBoundingClientRect();
    onMove(instantAt(stretch, (event.clientX - taken.current - box.left) / box.width));
  };
  const end = (): void => {
    taken.current = null;
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const step = event.key === "Home" ? stretch.from - at : event.key === "End" ? stretch.to - at : (steps[event.key] ?? 0) * minuteMs;
    if (step === 0) return;
    event.preventDefault();
    onMove(keep(at + step));
  };
  return (
    <div
      className="t-handle"
      style={{ left: `${placeOf(stretch, at) * 100}%` }}
      role="slider"
      tabIndex={0}
      aria-label={t("cursor")}
      aria-valuemin={0}
      aria-valuemax={Math.round((stretch.to - stretch.from) / minuteMs) - 1}
      aria-valuenow={Math.round((at - stretch.from) / minuteMs)}
      aria-valuetext={f.dateTime(at, timeZone)}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        const box = event.currentTarget.getBoundingClientRect();
        taken.current = event.clientX - box.left - box.width / 2;
      }}
      onPointerMove={pull}
      onPointerUp={end}
      onPointerCancel={end}
      onKeyDown={onKeyDown}
    >
      {f.time(at, timeZone)}
    </div>
  );
}

interface AxisProps extends CursorProps {
  now: number;
  onDay: (date: string) => void;
}

/** Hours of the day, or days of the week or month; a day opens itself. */
export function Axis({ stretch, now, onDay, ...cursor }: AxisProps): ReactElement {
  const t = useText(timelineText);
  const f = useFormat();
  const { scale, dates, timeZone } = stretch;
  const today = localDateOf(now, timeZone);
  const weekend = (date: string): boolean => [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());
  return (
    <div className="t-ticks">
      {scale === "day" &&
        Array.from({ length: 12 }, (_, index) => index * 2).map((hour) => (
          <span key={hour} className="t-hour" style={{ left: `${placeOf(stretch, instantOf(dates[0] ?? today, hour * 60, timeZone)) * 100}%` }}>
            {`${String(hour).padStart(2, "0")}:00`}
          </span>
        ))}
      {scale !== "day" &&
        dates.map((date) => (
          <button key={date} type="button" className={["t-day", date === today ? "t-today" : "", weekend(date) ? "t-weekend" : ""].filter((one) => one !== "").join(" ")} aria-label={t("toDay", { date: f.localDate(date) })} onClick={() => onDay(date)}>
            {scale === "week" && <span>{date === today ? t("today") : f.weekday(date)}</span>}
            <b>{Number(date.slice(8))}</b>
          </button>
        ))}
      <Cursor stretch={stretch} {...cursor} />
    </div>
  );
}
