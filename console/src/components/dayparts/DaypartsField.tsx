import { AutoComplete, Button } from "antd";
import { useState, type ReactElement } from "react";
import { ActionIcon } from "../ActionIcon.tsx";
import { useText } from "../../lib/i18n.ts";
import "./dayparts.css";
import { daypartsText } from "./text.ts";
import { halfHours, timeOf } from "./times.ts";
import { daypartsWords, type Daypart } from "./words.ts";

const week = [1, 2, 3, 4, 5, 6, 7] as const;
const options = halfHours.map((value) => ({ value }));
const timeWidth = 92;
const usual: Daypart = { days: [...week], from: "07:00", to: "09:00" };

/** A time that may be typed in any usual way; what cannot be read is marked and not taken. */
function TimeField({ value, label, onChange }: { value: string; label: string; onChange: (time: string) => void }): ReactElement {
  const t = useText(daypartsText);
  const [typed, setTyped] = useState<string | null>(null);
  const bad = typed !== null && timeOf(typed) === null;
  const take = (raw: string): void => {
    const time = timeOf(raw);
    if (time === null) return;
    setTyped(null);
    if (time !== value) onChange(time);
  };
  return (
    <AutoComplete
      style={{ width: timeWidth }}
      value={typed ?? value}
      options={options}
      showSearch={{ filterOption: (input, option) => typed === null || input === "" || (option?.value.startsWith(input) ?? false) }}
      status={bad ? "error" : ""}
      aria-label={bad ? `${label}，${t("badTime")}` : label}
      onChange={(raw: string) => setTyped(raw)}
      onSelect={take}
      onBlur={() => {
        if (typed !== null) take(typed);
      }}
    />
  );
}

interface DaypartsFieldProps {
  value?: Daypart[];
  onChange?: (dayparts: Daypart[]) => void;
}

/** Recurring windows of local time: weekdays and from–to; none means all day. */
export function DaypartsField({ value = [], onChange }: DaypartsFieldProps): ReactElement {
  const t = useText(daypartsText);
  const change = (index: number, part: Partial<Daypart>): void => onChange?.(value.map((daypart, at) => (at === index ? { ...daypart, ...part } : daypart)));
  const toggle = (index: number, { days }: Daypart, day: number): void => {
    const next = days.includes(day) ? days.filter((one) => one !== day) : [...days, day].sort((a, b) => a - b);
    if (next.length > 0) change(index, { days: next });
  };
  return (
    <div className="y-dayparts">
      {value.map((daypart, index) => (
        // Rows have no identity of their own and are only added at the end.
        <div key={index} className="y-row y-wrap y-daypart" role="group" aria-label={daypartsWords([daypart], t)}>
          <span className="y-days">
            {week.map((day) => (
              <button key={day} type="button" className="y-day" aria-pressed={daypart.days.includes(day)} aria-label={t(`day.${day}`)} onClick={() => toggle(index, daypart, day)}>
                {t(`short.${day}`)}
              </button>
            ))}
          </span>
          <TimeField value={daypart.from} label={t("from")} onChange={(from) => change(index, { from })} />–
          <TimeField value={daypart.to} label={t("to")} onChange={(to) => change(index, { to })} />
          <Button type="text" icon={<ActionIcon name="close" />} aria-label={t("removeDaypart")} title={t("removeDaypart")} onClick={() => onChange?.(value.filter((_, at) => at !== index))} />
        </div>
      ))}
      <div className="y-row y-wrap">
        <Button icon={<ActionIcon name="add" size={14} />} onClick={() => onChange?.([...value, usual])}>
          {t("addDaypart")}
        </Button>
        <span className="y-caption">{daypartsWords(value, t)}</span>
      </div>
    </div>
  );
}
