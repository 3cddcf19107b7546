import { DatePicker } from "antd";
import dayjs from "dayjs";
import type { ReactElement } from "react";

interface DateFieldProps {
  value?: string | null;
  onChange?: (date: string | null) => void;
  label: string;
  id?: string;
  clearable?: boolean;
}

/** A calendar date as text, "2026-06-26", without a zone. */
export function DateField({ value = null, onChange, label, id, clearable = true }: DateFieldProps): ReactElement {
  return (
    <DatePicker
      {...(id === undefined ? {} : { id })}
      value={value === null ? null : dayjs(value)}
      allowClear={clearable}
      placeholder={label}
      aria-label={label}
      onChange={(date) => onChange?.(date?.format("YYYY-MM-DD") ?? null)}
    />
  );
}
