import { routes } from "@yilu/contract";
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
import type { ReportFilters } from "./reportFilters.ts";
import { text } from "./text.ts";
import { useNames } from "./useWords.ts";

interface FiltersProps {
  filters: ReportFilters;
  today: string;
  onChange: (change: FilterChange<typeof routes.reports.plays>) => void;
}

const presets: readonly Preset[] = ["today", "yesterday", "week", "month", "lastMonth"];
const mostCampaigns = 200;
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

/** A campaign: its entries, the units that take part, and its own dates. */
export function CampaignSelect({ filters, onChange }: Omit<FiltersProps, "today">): ReactElement {
  const t = useText(text);
  const { campaignId } = filters;
  const list = useCall(routes.campaigns.list, { query: { pageSize: mostCampaigns } });
  const { campaign } = useNames({ campaignId });
  const rows = list.data?.rows ?? [];
  const far = campaignId !== undefined && !rows.some(({ id }) => id === campaignId) ? [{ value: campaignId, label: campaign }] : [];
  return (
    <Select<string>
      aria-label={t("campaign")}
      style={{ width: 168 }}
      popupMatchSelectWidth={false}
      loading={list.isPending}
      showSearch={{ optionFilterProp: "label" }}
      value={campaignId ?? ""}
      options={[{ value: "", label: t("allCampaigns") }, ...far, ...rows.map(({ id, name }) => ({ value: id, label: name }))]}
      onChange={(id) => {
        const chosen = rows.find((row) => row.id === id);
        onChange(chosen === undefined ? { campaignId: undefined } : { campaignId: id, from: chosen.startDate, to: chosen.endDate });
      }}
    />
  );
}

/** Unit, kind, line, level, and the one screen, film or entry that another page has linked to. */
export function Scope({ filters, onChange }: Omit<FiltersProps, "today">): ReactElement {
  const t = useText(text);
  const common = useText(commonText);
  const { screenId, mediaId, entryId } = filters;
  const names = useNames({ screenId, mediaId, entryId });
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
          {t("oneScreen", { name: names.screen })}
        </Tag>
      )}
      {mediaId !== undefined && (
        <Tag closable onClose={() => onChange({ mediaId: undefined })}>
          {t("oneMedia", { name: names.media })}
        </Tag>
      )}
      {entryId !== undefined && (
        <Tag closable onClose={() => onChange({ entryId: undefined })}>
          {t("oneEntry", { name: names.entry })}
        </Tag>
      )}
    </div>
  );
}
