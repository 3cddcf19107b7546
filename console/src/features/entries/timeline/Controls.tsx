import { Button, DatePicker, Segmented } from "antd";
import dayjs from "dayjs";
import type { ReactElement } from "react";
import { ActionIcon } from "../../../components/ActionIcon.tsx";
import { localDateOf, useFormat } from "../../../lib/format.ts";
import { useText } from "../../../lib/i18n.ts";
import { beside, scales, stretchOf, type Scale, type Stretch } from "./stretch.ts";
import { timelineText } from "./timelineText.ts";

interface ControlsProps {
  stretch: Stretch;
  date: string;
  now: number;
  onScale: (scale: Scale) => void;
  onDate: (date: string) => void;
}

/** Day, week or month; a step back or forward; the days of the week to choose from. */
export function Controls({ stretch, date, now, onScale, onDate }: ControlsProps): ReactElement {
  const t = useText(timelineText);
  const f = useFormat();
  const { scale, dates, timeZone } = stretch;
  const today = localDateOf(now, timeZone);
  const step = (way: -1 | 1): ReactElement => (
    <Button icon={<ActionIcon name={way === 1 ? "forward" : "back"} size={14} />} aria-label={t(way === 1 ? "next" : "previous")} title={t(way === 1 ? "next" : "previous")} onClick={() => onDate(beside(scale, date, way))} />
  );
  const [first = date, last = date] = [dates[0], dates.at(-1)];
  return (
    <div className="t-controls">
      <Segmented<Scale> aria-label={t("scale")} value={scale} options={scales.map((value) => ({ value, label: t(`scale.${value}`) }))} onChange={onScale} />
      {step(-1)}
      {scale === "day" ? (
        <div className="t-week">
          {stretchOf("week", date, timeZone).dates.map((day) => (
            <button key={day} type="button" className="t-week-day" aria-pressed={day === date} aria-label={f.localDate(day)} onClick={() => onDate(day)}>
              <span>{day === today ? t("today") : f.weekday(day)}</span>
              <b>{Number(day.slice(8))}</b>
            </button>
          ))}
        </div>
      ) : (
        <b className="t-span" role="status">
          {scale === "month" ? t("monthOf", { year: first.slice(0, 4), month: Number(first.slice(5, 7)) }) : `${f.localDate(first)}–${f.localDate(last)}`}
        </b>
      )}
      {step(1)}
      <Button disabled={dates.includes(today)} onClick={() => onDate(today)}>
        {t("today")}
      </Button>
      <DatePicker className="t-jump" value={dayjs(date)} allowClear={false} inputReadOnly aria-label={t("pickDay")} onChange={(day) => day !== null && onDate(day.format("YYYY-MM-DD"))} />
    </div>
  );
}
