import { routes, type QueryOf, type Stage } from "@yilu/contract";
import { Button, Segmented, Select } from "antd";
import { useState, type ReactElement } from "react";
import { StateTag } from "../../components/marks.tsx";
import { SearchField } from "../../components/SearchField.tsx";
import { stages } from "../../components/stages.tsx";
import { stageText } from "../../components/stageText.ts";
import { commonText } from "../../components/text.ts";
import { UnitSelect } from "../../components/UnitSelect.tsx";
import { useCall } from "../../lib/api.ts";
import type { FilterChange } from "../../lib/filters.ts";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { stateLook, states, type ScreenState } from "./states.tsx";
import { text } from "./text.ts";

export type ScreenFilters = QueryOf<typeof routes.screens.list>;

interface FiltersProps {
  filters: ScreenFilters;
  onChange: (change: FilterChange<typeof routes.screens.list>) => void;
  onReset: () => void;
}

const kinds = ["bus", "coach", "led"] as const;

/** Kind and state as in the mock: one press each; counts come from the overview and stand for everything one may see. */
export function KindAndState({ filters, onChange }: Omit<FiltersProps, "onReset">): ReactElement {
  const t = useText(text);
  const common = useText(commonText);
  const f = useFormat();
  const counts = useCall(routes.reports.overview, {}).data?.screens;
  const narrowed = [filters.q, filters.kind, filters.unitId, filters.groupId, filters.tag, filters.stage].some((value) => value !== undefined && value !== "");
  const count = (n: number | undefined): string => (n === undefined || narrowed ? "" : ` ${f.count(n)}`);
  return (
    <div className="y-chips">
      <Segmented<(typeof kinds)[number] | "">
        aria-label={t("kind")}
        value={filters.kind ?? ""}
        onChange={(kind) => onChange({ kind: kind === "" ? undefined : kind })}
        options={[{ value: "", label: `${t("allKinds")}${count(counts?.total)}` }, ...kinds.map((kind) => ({ value: kind, label: common(`kind.${kind}`) }))]}
      />
      <Segmented<ScreenState | "">
        aria-label={t("allStates")}
        value={filters.state ?? ""}
        onChange={(state) => onChange({ state: state === "" ? undefined : state })}
        options={[
          { value: "", label: t("allStates") },
          ...states.map((state) => ({
            value: state,
            label: (
              <StateTag {...stateLook[state]}>
                {t(`state.${state}`)}
                {count(counts?.[state])}
              </StateTag>
            ),
          })),
        ]}
      />
    </div>
  );
}

/** Search, unit, group, tag and roll-out. */
export function MoreFilters({ filters, onChange, onReset }: FiltersProps): ReactElement {
  const t = useText(text);
  const common = useText(commonText);
  const words = useText(stageText);
  const groups = useCall(routes.groups.list, {});
  const [shown, setShown] = useState(false);
  const any = [filters.q, filters.kind, filters.state, filters.unitId, filters.groupId, filters.tag, filters.stage].some((value) => value !== undefined && value !== "");
  return (
    <div className={shown ? "y-filters y-filters-shown" : "y-filters"}>
      <SearchField width={210} placeholder={t("search")} value={filters.q} onChange={(q) => onChange({ q })} />
      <Button className="y-filters-toggle" aria-expanded={shown} onClick={() => setShown(!shown)}>
        {common("filters")}
      </Button>
      <UnitSelect clearable width={150} value={filters.unitId} onChange={(unitId) => onChange({ unitId })} />
      <Select<string>
        allowClear
        style={{ width: 120 }}
        placeholder={t("group")}
        aria-label={t("group")}
        value={filters.groupId ?? null}
        loading={groups.isLoading}
        options={(groups.data ?? []).map((group) => ({ value: group.id, label: group.name }))}
        onChange={(groupId: string | undefined) => onChange({ groupId })}
      />
      <Select<Stage | "">
        style={{ width: 138 }}
        aria-label={words("stage")}
        value={filters.stage ?? ""}
        options={[{ value: "", label: words("anyStage") }, ...stages.map((stage) => ({ value: stage, label: words(`stage.${stage}`) }))]}
        onChange={(stage) => onChange({ stage: stage === "" ? undefined : stage })}
      />
      {filters.tag !== undefined && (
        <Button size="small" onClick={() => onChange({ tag: undefined })}>
          {t("tag")}：{filters.tag} ×
        </Button>
      )}
      {any && (
        <Button type="link" onClick={onReset}>
          {common("reset")}
        </Button>
      )}
    </div>
  );
}
