import { Button } from "antd";
import type { ReactElement } from "react";
import { useText } from "../../lib/i18n.ts";
import { ActionIcon } from "../ActionIcon.tsx";
import { DaypartRow } from "./DaypartRow.tsx";
import { daypartsText } from "./text.ts";
import { daypartsWords, type Daypart } from "./words.ts";

const usual: Daypart = { days: [1, 2, 3, 4, 5, 6, 7], from: "07:00", to: "09:00" };

interface DaypartsFieldProps {
  value?: Daypart[];
  onChange?: (dayparts: Daypart[]) => void;
  /** What a new row begins with. */
  fresh?: Daypart;
}

/** Recurring windows of local time: weekdays and from–to; none means all day. */
export function DaypartsField({ value = [], onChange, fresh = usual }: DaypartsFieldProps): ReactElement {
  const t = useText(daypartsText);
  return (
    <div className="y-dayparts">
      {value.map((daypart, index) => (
        // Rows have no identity of their own and are only added at the end.
        <DaypartRow key={index} daypart={daypart} onChange={(part) => onChange?.(value.map((other, at) => (at === index ? { ...other, ...part } : other)))} onRemove={() => onChange?.(value.filter((_, at) => at !== index))} />
      ))}
      <div className="y-row y-wrap">
        <Button icon={<ActionIcon name="add" size={14} />} onClick={() => onChange?.([...value, fresh])}>
          {t("addDaypart")}
        </Button>
        <span className="y-caption">{daypartsWords(value, t)}</span>
      </div>
    </div>
  );
}
