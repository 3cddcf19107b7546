import type { AnswerOf, routes } from "@yilu/contract";
import { useEffect, useMemo, useRef, type ReactElement } from "react";
import { EmptyState } from "../../components/EmptyState.tsx";
import { FilmStrip } from "../../components/FilmStrip.tsx";
import { LevelMark, StateTag } from "../../components/marks.tsx";
import { Poster } from "../../components/Poster.tsx";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { useFilms } from "./api.ts";
import { slotAt } from "./slots.ts";
import { SmallPoster } from "./SmallPoster.tsx";
import { WhyList } from "./WhyList.tsx";
import { nowText } from "./nowText.ts";

interface ClipsProps {
  preview: AnswerOf<typeof routes.entries.preview>;
  /** The moment looked at, and the start of the hour listed. */
  at: number;
  from: number;
  timeZone: string;
  screenId: string;
}

const hourMs = 3_600_000;
const ahead = 8;

/** The film of the moment, the half hour after it as a strip, and every showing of the hour. */
export function Clips({ preview, at, from, timeZone, screenId }: ClipsProps): ReactElement {
  const t = useText(nowText);
  const f = useFormat();
  const list = useRef<HTMLOListElement>(null);
  const row = useRef<HTMLLIElement>(null);
  const { slots, orderMayDiffer } = preview;
  const films = useFilms(useMemo(() => [...new Set(slots.map(({ mediaId }) => mediaId))].sort(), [slots]));
  const playing = slotAt(slots, at);
  const next = slots.filter((slot) => slot.startsAt + slot.durationMs > at).slice(0, ahead);
  const hour = slots.filter((slot) => slot.startsAt >= from && slot.startsAt < from + hourMs);
  const film = playing === undefined ? undefined : films.get(playing.mediaId);
  const time = f.time(at, timeZone);
  const exact = (instant: number): string => new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }).format(instant);
  useEffect(() => {
    // Only the list scrolls, not the page.
    if (list.current !== null && row.current !== null) list.current.scrollTop = row.current.offsetTop - list.current.clientHeight / 3;
  }, [playing?.startsAt]);
  return (
    <div className="e-now">
      <section className="y-card e-now-card">
        {playing === undefined ? (
          <EmptyState title={t("nothingAt", { time })} why={t("nothingWhy")} />
        ) : (
          <>
            <p className="y-caption">{t("playingAt", { time })}</p>
            <Poster url={film?.posterUrl ?? null} alt={playing.title} />
            <div className="y-row">
              {film !== undefined && <LevelMark level={film.level} />}
              <b className="y-grow">《{playing.title}》</b>
              <span className="y-caption">{f.length(playing.durationMs)}</span>
            </div>
            <p className="y-ink2">{playing.entryName}</p>
          </>
        )}
        <p className="y-caption">{t("next", { n: next.length })}</p>
        <FilmStrip
          height={36}
          summary={t("strip", { n: next.length })}
          empty={t("nothingAt", { time })}
          items={next.map((slot) => {
            const one = films.get(slot.mediaId);
            return { key: String(slot.startsAt), title: slot.title, durationMs: slot.durationMs, posterUrl: one?.posterUrl ?? null, ...(one === undefined ? {} : { level: one.level }) };
          })}
        />
        {orderMayDiffer && (
          <div title={t("orderWhy")}>
            <StateTag tone="off" icon="wait">
              {t("orderMayDiffer")}
            </StateTag>
            <p className="y-caption">{t("orderWhy")}</p>
          </div>
        )}
        <WhyList screenId={screenId} at={at} />
      </section>
      <section className="y-card e-clips">
        <header className="y-card-head">
          <h2>{t("slotsOf", { from: f.time(from, timeZone), to: f.time(from + hourMs, timeZone), n: hour.length })}</h2>
          {orderMayDiffer && <span className="y-caption">{t("orderMayDiffer")}</span>}
        </header>
        {hour.length === 0 && <EmptyState title={t("nothingAt", { time })} why={t("nothingWhy")} />}
        <ol ref={list} tabIndex={0} aria-label={t("slotsOf", { from: f.time(from, timeZone), to: f.time(from + hourMs, timeZone), n: hour.length })}>
          {hour.map((slot) => {
            const one = films.get(slot.mediaId);
            const here = slot === playing;
            return (
              <li key={slot.startsAt} ref={here ? row : null} className={here ? "e-clip e-clip-now" : "e-clip"} aria-current={here}>
                <time>{exact(slot.startsAt)}</time>
                <SmallPoster film={one} width={44} />
                {one !== undefined && <LevelMark level={one.level} />}
                <span className="y-grow y-ellipsis">{slot.title}</span>
                <span className="y-caption y-ellipsis e-clip-entry">{slot.entryName}</span>
                <span className="y-num">{f.length(slot.durationMs)}</span>
              </li>
            );
          })}
        </ol>
      </section>
    </div>
  );
}
