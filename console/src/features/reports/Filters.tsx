import { routes, type QueryOf } from "@yilu/contract";
import { Button, DatePicker, Segmented, Select, Tag } from "antd";
import dayjs from "dayjs";
import { useState, type ReactElement } from "react";
import { LevelSelect } from "../../components/LevelSelect.tsx";
import { SearchField } from "../../components/SearchField.tsx";
import { commonText } from "../../components/text.ts";
import { UnitSelect } from "../../components/UnitSelect.tsx";
import { useCall } from "../../lib/api.ts";
import type { FilterChange } from "../../lib/filters.ts";
import { useText } from "../../lib/i18n.ts";
import { periodsOf, type Preset } from "./periods.ts";
import { text } from "./text.ts";

export type ReportFilters = QueryOf<typeof routes.reports.plays>;

interface FiltersProps {
  filters: ReportFilters;
  today: string;
  onChange: (change: FilterChange<typeof routes.reports.plays>) => void;
}

const presets: readonly Preset[] = ["today", "yesterday", "week", "month", "lastMonth"];
const kinds = ["bus", "coach", "led"] as const;

/** From and to, both inclusive; a start after the end moves the end, and the other way round. */
export function Dates({ filters, today, onChange }: FiltersProps): ReactElement {
  const t = useText(text);
  const periods = periodsOf(today);
  const chosen = presets.find((preset) => periods[preset].from === filters.from && periods[preset].to === filters.to);
  const day = (which: "from" | "to"): ReactElement => (
    <DatePicker
      aria-label={t(which)}
      value={dayjs(filters[which])}
      allowClear={false}
      inputReadOnly
      style={{ width: 132 }}
      onChange={(picked) => {
        if (picked === null) return;
        const date = picked.format("YYYY-MM-DD");
        onChange(which === "from" ? { from: date, to: date > filters.to ? date : filters.to } : { to: date, from: date < filters.from ? date : filters.from });
      }}
    />
  );
  return (
    <>
      <Segmented<Preset | "">
        aria-label={t("presets")}
        value={chosen ?? ""}
        options={presets.map((preset) => ({ value: preset, label: t(`preset.${preset}`) }))}
        onChange={(preset) => (preset === "" ? undefined : onChange(periods[preset]))}
      />
      <span className="y-row y-dates">
        {day("from")}–{day("to")}
      </span>
    </>
  );
}

/** Unit, kind, line, level, and the one screen, film, entry or campaign that another page has linked to. */
export function Scope({ filters, onChange }: Omit<FiltersProps, "today">): ReactElement {
  const t = useText(text);
  const common = useText(commonText);
  const { screenId, mediaId, entryId, campaignId } = filters;
  const screen = useCall(routes.screens.get, { params: { id: screenId ?? "" } }, { enabled: screenId !== undefined });
  const media = useCall(routes.media.get, { params: { id: mediaId ?? "" } }, { enabled: mediaId !== undefined });
  const entry = useCall(routes.entries.get, { params: { id: entryId ?? "" } }, { enabled: entryId !== undefined });
  const campaign = useCall(routes.campaigns.get, { params: { id: campaignId ?? "" } }, { enabled: campaignId !== undefined });
  const [shown, setShown] = useState(false);
  return (
    <div className={shown ? "y-filters y-filters-shown" : "y-filters"}>
      <SearchField width={176} placeholder={t("linePlaceholder")} value={filters.line} onChange={(line) => onChange({ line })} />
      <Button className="y-filters-toggle" aria-expanded={shown} onClick={() => setShown(!shown)}>
        {common("filters")}
      </Button>
      <UnitSelect clearable width={150} value={filters.unitId} onChange={(unitId) => onChange({ unitId })} />
      <Select<(typeof kinds)[number] | "">
        aria-label={t("kind")}
        style={{ width: 112 }}
        value={filters.kind ?? ""}
        options={[{ value: "", label: t("allKinds") }, ...kinds.map((kind) => ({ value: kind, label: common(`kind.${kind}`) }))]}
        onChange={(kind) => onChange({ kind: kind === "" ? undefined : kind })}
      />
      <LevelSelect clearable width={112} value={filters.level} onChange={(level) => onChange({ level })} />
      {screenId !== undefined && (
        <Tag closable onClose={() => onChange({ screenId: undefined })}>
          {t("oneScreen", { name: screen.data?.name ?? "…" })}
        </Tag>
      )}
      {mediaId !== undefined && (
        <Tag closable onClose={() => onChange({ mediaId: undefined })}>
          {t("oneMedia", { name: media.data?.title ?? "…" })}
        </Tag>
      )}
      {entryId !== undefined && (
        <Tag closable onClose={() => onChange({ entryId: undefined })}>
          {t("oneEntry", { name: entry.data?.name ?? "…" })}
        </Tag>
      )}
      {campaignId !== undefined && (
        <Tag closable onClose={() => onChange({ campaignId: undefined })}>
          {t("oneCampaign", { name: campaign.data?.name ?? "…" })}
        </Tag>
      )}
    </div>
  );
}
