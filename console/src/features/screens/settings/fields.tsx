import type { Screen } from "@yilu/contract";
import { Button, InputNumber } from "antd";
import type { ReactElement } from "react";
import { ActionIcon } from "../../../components/ActionIcon.tsx";
import { DaypartRow } from "../../../components/dayparts/DaypartRow.tsx";
import { useText } from "../../../lib/i18n.ts";
import { week, type Settings } from "./draft.ts";
import { ViewportPicture } from "./pictures.tsx";
import { settingsText } from "./settingsText.ts";

interface FieldProps<T> {
  value: T;
  onChange: (value: T) => void;
}

const sides = ["x", "y", "widthPx", "heightPx"] as const;
const mostPx = 16_384;

/** Where the LED processor's area lies in the window, with a drawing of it. */
export function ViewportField({ value, onChange, screen }: FieldProps<Settings["viewport"]> & { screen: Pick<Screen, "widthPx" | "heightPx"> | null }): ReactElement {
  const t = useText(settingsText);
  return (
    <div className="y-row y-wrap y-viewport-field">
      <div className="y-two">
        {sides.map((side) => (
          <InputNumber key={side} prefix={t(side)} aria-label={t(side)} value={value[side]} min={side === "x" || side === "y" ? 0 : 1} max={mostPx} precision={0} style={{ width: "100%" }} onChange={(next) => onChange({ ...value, [side]: next ?? 0 })} />
        ))}
        {screen !== null && (
          <Button size="small" onClick={() => onChange({ ...value, widthPx: screen.widthPx, heightPx: screen.heightPx })}>
            {t("viewportUse", { size: `${screen.widthPx}×${screen.heightPx}` })}
          </Button>
        )}
      </div>
      <ViewportPicture viewport={value} />
    </div>
  );
}

/** Percent by daypart; where none matches it is 100. */
export function LevelsField({ value, onChange, fresh }: FieldProps<Settings["volume"]> & { fresh: Settings["volume"][number] }): ReactElement {
  const t = useText(settingsText);
  const change = (index: number, part: Partial<Settings["volume"][number]>): void => onChange(value.map((level, at) => (at === index ? { ...level, ...part } : level)));
  return (
    <div className="y-dayparts">
      {value.map((level, index) => (
        // Rows have no identity of their own and are only added at the end.
        <DaypartRow key={index} daypart={level} onChange={(part) => change(index, part)} onRemove={() => onChange(value.filter((_, at) => at !== index))}>
          <InputNumber value={level.percent} min={0} max={100} step={5} precision={0} suffix="%" aria-label={t("percent")} style={{ width: 92 }} onChange={(percent) => change(index, { percent: percent ?? 100 })} />
        </DaypartRow>
      ))}
      <Button className="y-self-start" icon={<ActionIcon name="add" size={14} />} onClick={() => onChange([...value, fresh])}>
        {t("addLevel")}
      </Button>
    </div>
  );
}

/** Whole units (MB, KB) of a number of bytes. */
export function BytesField({ value, onChange, unitBytes, unit, label }: FieldProps<number> & { unitBytes: number; unit: string; label: string }): ReactElement {
  return <InputNumber value={Math.round(value / unitBytes)} min={1} max={Math.floor(1_125_899_906_842_624 / unitBytes)} precision={0} suffix={unit} aria-label={label} style={{ width: 180 }} onChange={(next) => onChange((next ?? 1) * unitBytes)} />;
}

export const evening: Settings["volume"][number] = { days: [...week], from: "19:00", to: "06:00", percent: 60 };
export const daytime: Settings["volume"][number] = { days: [...week], from: "07:00", to: "20:00", percent: 60 };
