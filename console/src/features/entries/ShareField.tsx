import { InputNumber, Segmented } from "antd";
import type { ReactElement } from "react";
import { useText } from "../../lib/i18n.ts";
import { text } from "./text.ts";
import { shareMeaning, type Share } from "./words.ts";

const kinds = ["fill", "percent", "playsPerHour"] as const;
const usual: Record<Share["kind"], Share> = { fill: { kind: "fill", weight: 1 }, percent: { kind: "percent", percent: 50 }, playsPerHour: { kind: "playsPerHour", plays: 4 } };
const labels = { fill: "share.kindFill", percent: "share.kindPercent", playsPerHour: "share.kindPlays" } as const;

interface ShareFieldProps {
  value?: Share;
  onChange?: (share: Share) => void;
  /** Mean length of an item of the playlist; null while it is not known. */
  meanMs: number | null;
}

/** How much of the airtime, and what that comes to. */
export function ShareField({ value = usual.fill, onChange, meanMs }: ShareFieldProps): ReactElement {
  const t = useText(text);
  const number = { fill: value.kind === "fill" ? value.weight : 0, percent: value.kind === "percent" ? value.percent : 0, playsPerHour: value.kind === "playsPerHour" ? value.plays : 0 }[value.kind];
  const most = { fill: 1000, percent: 100, playsPerHour: 3600 }[value.kind];
  const change = (next: number | null): void => {
    if (next === null || next <= 0) return;
    if (value.kind === "fill") onChange?.({ kind: "fill", weight: next });
    else if (value.kind === "percent") onChange?.({ kind: "percent", percent: next });
    else onChange?.({ kind: "playsPerHour", plays: next });
  };
  return (
    <div className="e-share">
      <div className="y-row y-wrap">
        <Segmented aria-label={t("share")} value={value.kind} options={kinds.map((kind) => ({ value: kind, label: t(labels[kind]) }))} onChange={(kind) => onChange?.(usual[kind])} />
        <InputNumber
          className="e-number"
          value={number}
          min={value.kind === "percent" ? 1 : 0.1}
          max={most}
          step={value.kind === "percent" ? 5 : 1}
          prefix={value.kind === "fill" ? t("share.weight") : undefined}
          suffix={value.kind === "percent" ? "%" : value.kind === "playsPerHour" ? t("share.perHour") : undefined}
          aria-label={t("share")}
          onChange={change}
        />
      </div>
      <p className="y-caption">{shareMeaning(value, meanMs, t)}</p>
    </div>
  );
}
