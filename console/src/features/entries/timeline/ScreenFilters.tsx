import { screenKind as kinds, type QueryOf, type routes } from "@yilu/contract";
import { Button, Select } from "antd";
import { useState, type ReactElement } from "react";
import { SearchField } from "../../../components/SearchField.tsx";
import { commonText } from "../../../components/text.ts";
import { UnitSelect } from "../../../components/UnitSelect.tsx";
import { useText } from "../../../lib/i18n.ts";
import { useGroups } from "../api.ts";
import { timelineText } from "./timelineText.ts";

type Wanted = Pick<QueryOf<typeof routes.planning.minute>, "kind" | "unitId" | "groupId" | "q">;
interface ScreenFiltersProps {
  filters: Wanted;
  onChange: (change: { [K in keyof Wanted]?: Wanted[K] | undefined }) => void;
  onReset: () => void;
}

/** Which screens are shown: kind, unit, group, or a search; folded away on phones. */
export function ScreenFilters({ filters, onChange, onReset }: ScreenFiltersProps): ReactElement {
  const t = useText(timelineText);
  const common = useText(commonText);
  const groups = useGroups();
  const [shown, setShown] = useState(false);
  const { kind, unitId, groupId, q } = filters;
  return (
    <div className={shown ? "y-filters y-filters-shown" : "y-filters"}>
      <SearchField width={132} placeholder={t("search")} value={q} onChange={(next) => onChange({ q: next === "" ? undefined : next })} />
      <Button className="y-filters-toggle" aria-expanded={shown} onClick={() => setShown(!shown)}>
        {common("filters")}
      </Button>
      <Select
        value={kind ?? null}
        allowClear
        style={{ width: 100 }}
        placeholder={t("anyKind")}
        aria-label={t("anyKind")}
        options={kinds.options.map((value) => ({ value, label: common(`kind.${value}`) }))}
        onChange={(next) => onChange({ kind: next ?? undefined })}
      />
      <UnitSelect clearable width={110} value={unitId} onChange={(next) => onChange({ unitId: next })} />
      <Select
        value={groupId ?? null}
        allowClear
        style={{ width: 110 }}
        loading={groups.isPending}
        placeholder={t("group")}
        aria-label={t("group")}
        options={(groups.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(next) => onChange({ groupId: next ?? undefined })}
      />
      {[kind, unitId, groupId, q].some((value) => value !== undefined && value !== "") && <Button onClick={onReset}>{common("reset")}</Button>}
    </div>
  );
}
