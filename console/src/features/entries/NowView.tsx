import { Button, DatePicker, Segmented, Slider } from "antd";
import dayjs from "dayjs";
import { useState, type ReactElement, type ReactNode } from "react";
import { ActionIcon } from "../../components/ActionIcon.tsx";
import { EmptyState } from "../../components/EmptyState.tsx";
import { PageHeader } from "../../components/PageHeader.tsx";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { useParams } from "../../components/useParams.ts";
import { Waiting } from "../../components/Waiting.tsx";
import { now } from "../../lib/clock.ts";
import { localDateOf } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { useMe } from "../../lib/session.ts";
import { usePreview, useScreen, useScreenSearch } from "./api.ts";
import { Clips } from "./Clips.tsx";
import { ScreenSelect } from "./ScreenSelect.tsx";
import { nowText } from "./nowText.ts";
import { text } from "./text.ts";
import { instantOf, minuteAt, timeOfMinutes } from "./times.ts";
import { Totals } from "./Totals.tsx";

const hourMs = 3_600_000;
const lastMinute = 24 * 60 - 1;
const isDate = (date: string | null): date is string => date !== null && /^\d{4}-\d{2}-\d{2}$/.test(date);

/** What one screen plays at one moment, in the hour around it, or over the day; in the screen's own time. */
export function NowView({ switcher }: { switcher: ReactNode }): ReactElement {
  const t = useText(nowText);
  const entries = useText(text);
  const [params, open] = useParams();
  const [opened] = useState(now);
  const [dragged, setDragged] = useState<number | null>(null);
  const first = useScreenSearch("");
  const screenId = params.get("screen") ?? first.data?.rows[0]?.id;
  const screen = useScreen(screenId);
  const usualZone = useMe().timeZone;
  const timeZone = screen.data?.timeZone ?? usualZone;
  const given = params.get("date");
  const date = isDate(given) ? given : localDateOf(opened, timeZone);
  const minute = Math.min(lastMinute, Math.max(0, Math.floor(Number(params.get("minute") ?? minuteAt(opened, timeZone))) || 0));
  const shown = dragged ?? minute;
  const byDay = params.get("by") === "day";
  const hour = Math.floor(minute / 60);
  const dayStart = instantOf(date, 0, timeZone);
  const from = byDay ? dayStart : instantOf(date, hour * 60, timeZone);
  // Half an hour more than the hour, so that what comes next is there at its end too.
  const to = byDay ? dayStart + 24 * hourMs : from + 1.5 * hourMs;
  const preview = usePreview(screen.data === undefined ? undefined : screenId, from, to);
  const go = (next: number): void => {
    setDragged(null);
    open({ minute: String(Math.min(lastMinute, Math.max(0, next))) });
  };
  if (first.data?.total === 0) {
    return (
      <>
        <PageHeader title={entries("title")}>{switcher}</PageHeader>
        <div className="y-card">
          <EmptyState title={t("noScreensYet")} why={t("noScreensYetWhy")} />
        </div>
      </>
    );
  }
  return (
    <>
      <PageHeader title={entries("view.now")}>{switcher}</PageHeader>
      <section className="y-card e-now-head">
        <div className="y-row y-wrap">
          <ScreenSelect value={screenId ?? null} width={300} onChange={(id) => open({ screen: id })} />
          <DatePicker value={dayjs(date)} allowClear={false} aria-label={t("chooseDay")} onChange={(day) => open({ date: day?.format("YYYY-MM-DD") })} />
          <Button onClick={() => open({ date: undefined, minute: undefined })}>{t("now")}</Button>
          <span className="y-grow y-caption">{t("zone", { zone: timeZone })}</span>
          <Segmented
            aria-label={entries("view.now")}
            value={byDay ? "day" : "clip"}
            options={[
              { value: "clip", label: t("byClip") },
              { value: "day", label: t("wholeDayTotal") },
            ]}
            onChange={(by) => open({ by: by === "day" ? "day" : undefined })}
          />
        </div>
        {!byDay && (
          <div className="y-row">
            <Button icon={<ActionIcon name="back" size={14} />} aria-label={t("earlier")} title={t("earlier")} disabled={minute < 60} onClick={() => go(minute - 60)} />
            <Slider
              className="y-grow"
              min={0}
              max={lastMinute}
              value={shown}
              marks={{ 0: "0:00", 360: "6:00", 720: "12:00", 1080: "18:00", [lastMinute]: "24:00" }}
              tooltip={{ formatter: (value) => timeOfMinutes(value ?? 0) }}
              ariaLabelForHandle={t("minute")}
              ariaValueTextFormatterForHandle={(value) => timeOfMinutes(value)}
              onChange={setDragged}
              onChangeComplete={go}
            />
            <Button icon={<ActionIcon name="forward" size={14} />} aria-label={t("later")} title={t("later")} disabled={minute > lastMinute - 60} onClick={() => go(minute + 60)} />
            <b className="e-now-time">{timeOfMinutes(shown)}</b>
          </div>
        )}
      </section>
      <ProblemAlert error={screen.error ?? preview.error} onRetry={() => void preview.refetch()} />
      {preview.isPending && preview.error === null && <Waiting />}
      {preview.data !== undefined && screenId !== undefined && !byDay && <Clips screenId={screenId} preview={preview.data} at={instantOf(date, minute, timeZone)} from={from} timeZone={timeZone} />}
      {preview.data !== undefined && byDay && <Totals slots={preview.data.slots} />}
    </>
  );
}
