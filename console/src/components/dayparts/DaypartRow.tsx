import { AutoComplete, Button } from "antd";
import { useState, type ReactElement, type ReactNode } from "react";
import { useText } from "../../lib/i18n.ts";
import { ActionIcon } from "../ActionIcon.tsx";
import "./dayparts.css";
import { daypartsText } from "./text.ts";
import { halfHours, timeOf } from "./times.ts";
import { daypartsWords, type Daypart } from "./words.ts";

const week = [1, 2, 3, 4, 5, 6, 7] as const;
const options = halfHours.map((value) => ({ value }));
const timeWidth = 92;

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

interface DaypartRowProps {
  daypart: Daypart;
  onChange: (part: Partial<Daypart>) => void;
  onRemove: () => void;
  /** Stands behind the times. */
  children?: ReactNode;
}

/** One recurring window: weekdays, from and to. */
export function DaypartRow({ daypart, onChange, onRemove, children }: DaypartRowProps): ReactElement {
  const t = useText(daypartsText);
  const toggle = (day: number): void => {
    const { days } = daypart;
    const next = days.includes(day) ? days.filter((one) => one !== day) : [...days, day].sort((a, b) => a - b);
    if (next.length > 0) onChange({ days: next });
  };
  return (
    <div className="y-row y-wrap y-daypart" role="group" aria-label={daypartsWords([daypart], t)}>
      <span className="y-days">
        {week.map((day) => (
          <button key={day} type="button" className="y-day" aria-pressed={daypart.days.includes(day)} aria-label={t(`day.${day}`)} onClick={() => toggle(day)}>
            {t(`short.${day}`)}
          </button>
        ))}
      </span>
      <TimeField value={daypart.from} label={t("from")} onChange={(from) => onChange({ from })} />–
      <TimeField value={daypart.to} label={t("to")} onChange={(to) => onChange({ to })} />
      {children}
      <Button type="text" icon={<ActionIcon name="close" />} aria-label={t("removeDaypart")} title={t("removeDaypart")} onClick={onRemove} />
    </div>
  );
}
