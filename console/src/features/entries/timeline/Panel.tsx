import { Button, Slider, TimePicker } from "antd";
import dayjs from "dayjs";
import { useMemo, type ReactElement } from "react";
import { ActionIcon } from "../../../components/ActionIcon.tsx";
import { FilmStrip } from "../../../components/FilmStrip.tsx";
import { LevelMark, StateTag } from "../../../components/marks.tsx";
import { Poster } from "../../../components/Poster.tsx";
import { ProblemAlert } from "../../../components/ProblemAlert.tsx";
import { Waiting } from "../../../components/Waiting.tsx";
import { localDateOf, useFormat } from "../../../lib/format.ts";
import { useText } from "../../../lib/i18n.ts";
import { useExplanation, useFilms, usePreview } from "../api.ts";
import { ScreenSelect } from "../ScreenSelect.tsx";
import { runsOf } from "../slots.ts";
import { instantOf, minuteAt, timeOfMinutes } from "../times.ts";
import { TierMark } from "../TierMark.tsx";
import { WhyList } from "../WhyList.tsx";
import { timelineText } from "./timelineText.ts";
import { useSettled } from "../../../components/useSettled.ts";

interface PanelProps {
  screenId: string;
  at: number;
  timeZone: string;
  onScreen: (screenId: string) => void;
  onMove: (at: number) => void;
  onClose: () => void;
}

const aheadMs = 10 * 60_000;
const mostAhead = 8;
const lastMinute = 24 * 60 - 1;
const draggingMs = 150;

/** What comes next, as film; a film that goes on repeating is one long strip. */
function Ahead({ screenId, at, timeZone }: { screenId: string; at: number; timeZone: string }): ReactElement {
  const t = useText(timelineText);
  const f = useFormat();
  const preview = usePreview(screenId, at, at + aheadMs).data;
  const runs = useMemo(() => runsOf(preview?.slots ?? [], mostAhead), [preview]);
  const films = useFilms(useMemo(() => [...new Set(runs.map(({ mediaId }) => mediaId))].sort(), [runs]));
  const last = runs.at(-1);
  const words = t("ahead", { time: f.time(last === undefined ? at : last.startsAt + last.durationMs, timeZone) });
  return (
    <div>
      <p className="y-caption">{words}</p>
      <FilmStrip
        height={30}
        summary={words}
        empty={t("nothingNext")}
        items={runs.map((run) => {
          const film = films.get(run.mediaId);
          return { key: String(run.startsAt), title: run.title, durationMs: run.durationMs, posterUrl: film?.posterUrl ?? null, ...(film === undefined ? {} : { level: film.level }) };
        })}
      />
    </div>
  );
}

/** 此刻播什么: one screen at the cursor; what it plays, and why each entry does or does not. */
export function Panel({ screenId, at, timeZone, onScreen, onMove, onClose }: PanelProps): ReactElement {
  const t = useText(timelineText);
  const f = useFormat();
  const asked = useSettled(at, draggingMs);
  const { data, error, refetch, isPending } = useExplanation(screenId, asked);
  const date = localDateOf(at, timeZone);
  const minute = minuteAt(at, timeZone);
  const instant = (minutes: number): number => instantOf(date, minutes, timeZone);
  const slot = data?.slot ?? null;
  const isOff = data?.isOff === true;
  return (
    <aside className="y-card t-panel" aria-label={t("panel")}>
      <header className="y-card-head">
        <h2 className="y-grow">{t("panel")}</h2>
        <Button type="text" size="small" icon={<ActionIcon name="close" size={14} />} aria-label={t("closePanel")} onClick={onClose} />
      </header>
      <div className="t-panel-body">
        <div className="y-row">
          <ScreenSelect value={screenId} width="100%" onChange={onScreen} />
          <TimePicker
            className="t-time"
            format="HH:mm"
            allowClear={false}
            needConfirm={false}
            value={dayjs(`${date}T${timeOfMinutes(minute)}`)}
            aria-label={t("time")}
            onChange={(time) => {
              if (time !== null) onMove(instant(time.hour() * 60 + time.minute()));
            }}
          />
        </div>
        <div>
          <Slider
            min={0}
            max={lastMinute}
            value={minute}
            tooltip={{ open: false }}
            ariaLabelForHandle={t("minuteOfDay")}
            ariaValueTextFormatterForHandle={timeOfMinutes}
            onChange={(minutes: number) => onMove(instant(minutes))}
          />
          <p className="y-caption t-ends">
            <span>00:00</span>
            <span>{t("dayTitle", { date: f.localDate(date), weekday: f.weekday(date) })}</span>
            <span>24:00</span>
          </p>
        </div>
        <ProblemAlert error={error} onRetry={() => void refetch()} />
        {isPending && error === null && <Waiting />}
        {data !== undefined && (
          <>
            {isOff && (
              <StateTag tone="park" icon="none">
                {t("off")}
              </StateTag>
            )}
            <div className="t-now-playing" data-tier={data.tier}>
              <Poster url={slot?.posterUrl ?? null} alt={slot?.title ?? t("slate")} />
              {slot === null ? (
                <p className="y-ink2">{t("slate")}</p>
              ) : (
                <>
                  <div className="y-row">
                    <LevelMark level={slot.level} />
                    <b className="y-grow y-ellipsis">{slot.title}</b>
                    <span className="y-caption">{f.length(slot.durationMs)}</span>
                  </div>
                  <div className="y-row">
                    {data.tier !== "slate" && <TierMark tier={data.tier} />}
                    <span className="y-grow y-ellipsis y-ink2">{slot.entryName}</span>
                  </div>
                </>
              )}
            </div>
            <Ahead screenId={screenId} at={asked} timeZone={data.timeZone} />
            {data.orderMayDiffer && <p className="y-caption">{t("orderMayDiffer")}</p>}
            <WhyList screenId={screenId} at={asked} />
          </>
        )}
      </div>
    </aside>
  );
}
