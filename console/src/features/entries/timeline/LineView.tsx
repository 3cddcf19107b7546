import type { Entry } from "@yilu/contract";
import { Tooltip } from "antd";
import type { MouseEvent, ReactElement } from "react";
import { ActionIcon } from "../../../components/ActionIcon.tsx";
import { commonText } from "../../../components/text.ts";
import { localDateOf, useFormat, type Format } from "../../../lib/format.ts";
import { useText } from "../../../lib/i18n.ts";
import { text } from "../text.ts";
import { changeOf } from "./barWords.ts";
import { Bar, spanStyle, type BarActs, type ShownEntry } from "./Bar.tsx";
import { emptyOf, offSpans, type Segment } from "./layout.ts";
import { inCommon, type Line } from "./rows.ts";
import { instantAt, placeOf, type Stretch } from "./stretch.ts";
import { timelineText } from "./timelineText.ts";
import type { Ghost, Held } from "./usePull.ts";

const namesShown = 20;
const dayMs = 86_400_000;

export interface LineProps {
  line: Line;
  stretch: Stretch;
  shown: ReadonlyMap<string, ShownEntry>;
  entries: ReadonlyMap<string, Entry> | undefined;
  onlyHere: ReadonlySet<string>;
  ghost: Ghost | null;
  chosen: boolean;
  opened: boolean;
  mayEdit: boolean;
  actsOf: (held: Held) => BarActs;
  onToggle: () => void;
  /** The line, and where it was pressed. */
  onChoose: (askedId: string, at: number | null) => void;
}

/** "公交 1路" when all are of one line, a screen's own name when there is one, else "公交 16 块". */
function useName({ row, screen }: Line): { name: string; note: string; names: string } {
  const t = useText(timelineText);
  const common = useText(commonText);
  const f = useFormat();
  const kind = common(`kind.${row.kind}`);
  const { line, lines } = inCommon(row);
  const only = screen ?? (row.screens.length === 1 ? row.screens[0] : undefined);
  const count = f.count(row.screens.length);
  const notes = only === undefined ? [line === null ? null : t("screens", { n: count }), line === null && lines > 1 ? t("lines", { n: lines }) : null] : [screen === null ? kind : null, only.line];
  const names = row.screens.slice(0, namesShown).map(({ name }) => name);
  return {
    name: only?.name ?? (line === null ? t("allOfKind", { kind, n: count }) : t("line", { kind, line })),
    note: notes.filter((note) => note !== null).join(" · "),
    names: row.screens.length > namesShown ? `${names.join("、")}…` : names.join("、"),
  };
}

/** The first and last day of a bar are those of its entry: only there it may be pulled. */
function edgesOf({ part, from, to }: Segment, entry: Entry | undefined, { scale, timeZone }: Stretch, may: boolean): { start: boolean; end: boolean } {
  if (!may || entry === undefined || part === "yields" || entry.tier === "emergency") return { start: false, end: false };
  if (scale === "day") {
    const one = entry.dayparts.length === 1;
    return { start: one, end: one };
  }
  return { start: entry.startDate === localDateOf(from, timeZone), end: entry.endDate === localDateOf(to - 1, timeZone) };
}

/** "22:00–06:00"; with dates where it is longer than a day. */
function hoursWords({ from, to }: { from: number; to: number }, timeZone: string, f: Pick<Format, "time" | "dateTime">): string {
  const word = to - from > dayMs ? f.dateTime : f.time;
  return `${word(from, timeZone)}–${word(to, timeZone)}`;
}

function GhostBar({ ghost, stretch }: { ghost: Ghost; stretch: Stretch }): ReactElement {
  const f = useFormat();
  const words = useText(text);
  const { segment, edge, by, unit, change } = ghost;
  const shift = by / (unit === "days" ? stretch.dates.length : 24 * 60);
  const start = placeOf(stretch, segment.from) + (edge === "end" ? 0 : shift);
  const end = placeOf(stretch, segment.to) + (edge === "start" ? 0 : shift);
  return (
    <div className={ghost.saving ? "t-ghost t-ghost-saving" : "t-ghost"} style={{ left: `${start * 100}%`, width: `${Math.max(0, end - start) * 100}%`, top: segment.top, height: segment.height }}>
      <b role="status">{changeOf(change, unit, f, words)}</b>
    </div>
  );
}

/** One row: whose screens, and what plays there when. */
export function LineView({ line, stretch, shown, entries, onlyHere, ghost, chosen, opened, mayEdit, actsOf, onToggle, onChoose }: LineProps): ReactElement {
  const t = useText(timelineText);
  const f = useFormat();
  const { row, screen, askedId, layout } = line;
  const { name, note, names } = useName(line);
  const bare = screen !== null;
  const many = !bare && row.screens.length > 1;
  const off = offSpans(row.off, stretch);
  const choose = (event: MouseEvent<HTMLElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const isBare = event.target === event.currentTarget || (event.target instanceof HTMLElement && event.target.classList.contains("t-off"));
    if (isBare) onChoose(askedId, instantAt(stretch, (event.clientX - box.left) / box.width));
  };
  return (
    <div role="group" aria-label={name} className={["t-line", bare ? "t-line-screen" : "", chosen ? "t-line-chosen" : ""].filter((one) => one !== "").join(" ")} style={{ top: line.top, height: line.height }}>
      <div className="t-name">
        {many ? (
          <button type="button" className="t-fold" aria-expanded={opened} aria-label={t(opened ? "closeRow" : "openRow", { name })} onClick={onToggle}>
            <span className={opened ? "t-fold-open" : ""}>
              <ActionIcon name="forward" size={12} />
            </span>
          </button>
        ) : (
          <span className="t-fold" />
        )}
        <Tooltip title={many ? names : undefined} placement="right">
          <button type="button" className="t-choose" aria-pressed={chosen} aria-label={t("chooseRow", { name })} onClick={() => onChoose(askedId, null)}>
            <b>{name}</b>
            {note !== "" && <span className="y-caption y-ellipsis">{note}</span>}
            {row.timeZone !== stretch.timeZone && <span className="y-caption y-ellipsis">{t("otherZone", { zone: row.timeZone })}</span>}
          </button>
        </Tooltip>
      </div>
      {/* The keys choose a moment by the cursor's own handle. */}
      <div className="t-track" onClick={choose}>
        {emptyOf(row.bars, stretch).map((empty) => (
          <span key={empty.from} className="t-empty" style={spanStyle(stretch, { ...empty, top: layout.top, height: layout.height - layout.top })} />
        ))}
        {off.map((span) => (
          <span key={span.from} className="t-off" title={t("off.hours", { hours: hoursWords(span, row.timeZone, f) })} style={spanStyle(stretch, { ...span, top: 0, height: layout.height })} />
        ))}
        {layout.segments.map((segment) => {
          const entry = entries?.get(segment.entryId);
          const one = shown.get(segment.entryId);
          const own = one?.own ?? false;
          return (
            <Bar
              key={segment.key}
              segment={segment}
              shown={one}
              entry={entry}
              stretch={stretch}
              onlyHere={onlyHere.has(segment.entryId)}
              bare={bare}
              off={off.some((span) => span.from < segment.to && span.to > segment.from)}
              left={ghost?.segment.entryId === segment.entryId && ghost.by !== 0}
              edges={edgesOf(segment, entry, stretch, mayEdit && own)}
              acts={actsOf({ lineKey: line.key, segment, entry, own })}
            />
          );
        })}
        {off.map((span) => (
          <span key={span.from} aria-hidden="true" className="t-off-veil" style={spanStyle(stretch, { ...span, top: 0, height: layout.height })} />
        ))}
        {ghost?.lineKey === line.key && <GhostBar ghost={ghost} stretch={stretch} />}
      </div>
    </div>
  );
}
