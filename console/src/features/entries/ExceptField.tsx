import { Tag } from "antd";
import type { ReactElement } from "react";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { DateField } from "./DateField.tsx";
import { text } from "./text.ts";

/** Dates on which it does not play. */
export function ExceptField({ value = [], onChange }: { value?: string[]; onChange?: (dates: string[]) => void }): ReactElement {
  const t = useText(text);
  const f = useFormat();
  return (
    <div className="y-row y-wrap">
      {value.map((date) => (
        <Tag key={date} closable={{ "aria-label": t("removeExcept", { date: f.localDate(date) }) }} onClose={() => onChange?.(value.filter((one) => one !== date))}>
          {f.localDate(date)} {f.weekday(date)}
        </Tag>
      ))}
      <DateField
        value={null}
        label={t("addExcept")}
        onChange={(date) => {
          if (date !== null && !value.includes(date)) onChange?.([...value, date].sort());
        }}
      />
    </div>
  );
}
