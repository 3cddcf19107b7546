import { level as levels, type Level } from "@yilu/contract";
import { Select } from "antd";
import type { ReactElement } from "react";
import { useText } from "../lib/i18n.ts";
import { filmText } from "./filmText.ts";
import { LevelMark } from "./marks.tsx";
import { commonText } from "./text.ts";

interface LevelSelectProps {
  value?: Level | undefined;
  onChange?: (level: Level | undefined) => void;
  /** A filter may be empty, which means all. */
  clearable?: boolean;
  id?: string;
  width?: number | string;
  status?: "error" | undefined;
}

/** Chooses 国家级 … 县级; works as a field of antd's Form and as a filter. */
export function LevelSelect({ value, onChange, clearable = false, id, width = "100%", status }: LevelSelectProps): ReactElement {
  const t = useText(commonText);
  const films = useText(filmText);
  return (
    <Select<Level | null>
      {...(id === undefined ? {} : { id })}
      value={value ?? null}
      {...(status === undefined ? {} : { status })}
      style={{ width }}
      allowClear={clearable}
      placeholder={clearable ? films("anyLevel") : films("level")}
      aria-label={films("level")}
      options={levels.options.map((level) => ({
        value: level,
        label: (
          <span className="y-row">
            <LevelMark level={level} />
            {t(`levelName.${level}`)}
          </span>
        ),
      }))}
      onChange={(next: Level | null | undefined) => onChange?.(next ?? undefined)}
    />
  );
}
