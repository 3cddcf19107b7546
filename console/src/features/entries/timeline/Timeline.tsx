import type { Entry, Timeline as TimelineAnswer } from "@yilu/contract";
import { useLayoutEffect, useMemo, useRef, useState, type ReactElement } from "react";
import { useNow } from "../../../lib/clock.ts";
import { useFormat } from "../../../lib/format.ts";
import { useText } from "../../../lib/i18n.ts";
import { Axis } from "./Axis.tsx";
import type { BarActs } from "./Bar.tsx";
import { Legend } from "./Legend.tsx";
import { offSpans } from "./layout.ts";
import { LineView } from "./LineView.tsx";
import { inSight, linesOf, ownToOneRow } from "./rows.ts";
import { placeOf, type Stretch } from "./stretch.ts";
import { timelineText } from "./timelineText.ts";
import { useMoves } from "./useMoves.tsx";
import { usePull, type Held } from "./usePull.ts";

interface TimelineProps {
  answer: TimelineAnswer;
  entries: ReadonlyMap<string, Entry> | undefined;
  stretch: Stretch;
  at: number;
  /** The screen whose moment the panel tells. */
  chosenId: string | null;
  mayEdit: boolean;
  onMove: (at: number) => void;
  onDay: (date: string) => void;
  onChoose: (screenId: string, at: number | null) => void;
  onOpen: (entryId: string) => void;
}

/** A day is scrolled to the hour at which buses begin. */
const firstPlace = 6 / 24;

/** Rows of screens that play the same, against time; only those in sight are drawn. */
export function Timeline({ answer, entries, stretch, at, chosenId, mayEdit, onMove, onDay, onChoose, onOpen }: TimelineProps): ReactElement {
  const t = useText(timelineText);
  const f = useFormat();
  const now = useNow(60_000);
  const scroll = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 900 });
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const shown = useMemo(() => new Map(answer.entries.map((entry) => [entry.id, entry])), [answer.entries]);
  const tierOf = useMemo(() => new Map(answer.entries.map(({ id, tier }) => [id, tier])), [answer.entries]);
  const onlyHere = useMemo(() => ownToOneRow(answer.rows), [answer.rows]);
  const lines = useMemo(() => linesOf(answer.rows, opened, tierOf, stretch), [answer.rows, opened, tierOf, stretch]);
  const { save, refuse } = useMoves();
  const open = ({ segment, own, entry, lineKey }: Held): void => {
    // What may not be edited is explained instead.
    if (mayEdit && own && entry?.tier !== "emergency") onOpen(segment.entryId);
    else onChoose(lines.find(({ key }) => key === lineKey)?.askedId ?? lineKey, segment.from);
  };
  const pull = usePull({ stretch, save, refuse, open, mayEdit });
  const hasOff = useMemo(() => answer.rows.some(({ off }) => offSpans(off, stretch).length > 0), [answer.rows, stretch]);
  const last = lines.at(-1);
  const total = last === undefined ? 0 : last.top + last.height;
  const { scale } = stretch;
  const ruled = scale === "day" ? 12 : stretch.dates.length;
  useLayoutEffect(() => {
    const box = scroll.current;
    if (box === null) return undefined;
    box.scrollLeft = scale === "day" ? box.scrollWidth * firstPlace : 0;
    const seen = new ResizeObserver(() => setView({ top: box.scrollTop, height: box.clientHeight }));
    seen.observe(box);
    return () => seen.disconnect();
  }, [scale]);
  const actsOf = (held: Held): BarActs => ({
    onPointerDown: (event) => pull.onPointerDown(event, held),
    onPointerMove: pull.onPointerMove,
    onPointerUp: pull.onPointerUp,
    onPointerCancel: pull.onPointerCancel,
    onKeyDown: (event) => pull.onKeyDown(event, held),
    onClick: () => pull.onClick(held),
  });
  const toggle = (key: string): void => setOpened((before) => new Set(before.has(key) ? [...before].filter((one) => one !== key) : [...before, key]));
  const chosenLine = lines.find(({ screen, askedId }) => screen !== null && askedId === chosenId) ?? lines.find(({ screen, row }) => screen === null && row.screens.some(({ id }) => id === chosenId));
  return (
    <section className="y-card t-card" aria-label={t("rows", { n: answer.rows.length })}>
      <p id="t-keys" className="y-hidden">
        {t(scale === "day" ? "keysMinutes" : "keysDays")}
      </p>
      <div ref={scroll} className="t-scroll" tabIndex={-1} onScroll={(event) => setView({ top: event.currentTarget.scrollTop, height: event.currentTarget.clientHeight })}>
        <div className={`t-inner t-by-${scale}`}>
          <div className="t-axis">
            <div className="t-corner">{scale === "day" ? f.localDate(stretch.dates[0] ?? "") : f.dateTime(at, stretch.timeZone)}</div>
            <Axis stretch={stretch} at={at} now={now} onMove={onMove} onDay={onDay} />
          </div>
          <div className="t-body" style={{ height: total }}>
            <div className="t-over-all t-grid" aria-hidden="true">
              {Array.from({ length: ruled }, (_, index) => (
                <i key={index} style={{ left: `${(index / ruled) * 100}%` }} />
              ))}
            </div>
            {inSight(lines, view.top, view.height).map((line) => (
              <LineView
                key={line.key}
                line={line}
                stretch={stretch}
                shown={shown}
                entries={entries}
                onlyHere={onlyHere}
                ghost={pull.ghost}
                chosen={line === chosenLine}
                opened={opened.has(line.key)}
                mayEdit={mayEdit}
                actsOf={actsOf}
                onToggle={() => toggle(line.key)}
                onChoose={onChoose}
              />
            ))}
          </div>
          <div className="t-over-all" aria-hidden="true">
            {now > stretch.from && now < stretch.to && <i className="t-now" style={{ left: `${placeOf(stretch, now) * 100}%` }} />}
            <i className="t-cursor" style={{ left: `${placeOf(stretch, at) * 100}%` }} />
          </div>
        </div>
      </div>
      <Legend scale={scale} hasOff={hasOff} />
    </section>
  );
}
