import { routes, type Unit } from "@yilu/contract";
import { TreeSelect } from "antd";
import { useMemo, type ReactElement } from "react";
import { useCall } from "../lib/api.ts";
import { useText } from "../lib/i18n.ts";
import { commonText } from "./text.ts";

interface Node {
  value: string;
  title: string;
  children: Node[];
}

/** The units one may see, as a tree; a unit whose parent is out of sight is a root. */
export function unitTree(units: readonly Unit[]): Node[] {
  const nodes = new Map(units.map((unit) => [unit.id, { value: unit.id, title: unit.name, children: [] as Node[] }]));
  const roots: Node[] = [];
  for (const unit of units) {
    const node = nodes.get(unit.id);
    if (node === undefined) continue;
    const parent = unit.parentId === null ? undefined : nodes.get(unit.parentId);
    (parent?.children ?? roots).push(node);
  }
  return roots;
}

interface UnitSelectProps {
  value?: string | undefined;
  onChange?: (unitId: string | undefined) => void;
  /** A filter may be empty, which means all. */
  clearable?: boolean;
  id?: string;
  width?: number | string;
}

/** Chooses one unit; works as a field of antd's Form and as a filter. */
export function UnitSelect({ value, onChange, clearable = false, id, width = "100%" }: UnitSelectProps): ReactElement {
  const t = useText(commonText);
  const units = useCall(routes.units.list, {});
  const tree = useMemo(() => unitTree(units.data ?? []), [units.data]);
  return (
    <TreeSelect<string>
      {...(id === undefined ? {} : { id })}
      {...(value === undefined ? {} : { value })}
      style={{ width }}
      treeData={tree}
      loading={units.isLoading}
      showSearch={{ treeNodeFilterProp: "title" }}
      allowClear={clearable}
      treeDefaultExpandAll
      popupMatchSelectWidth={false}
      placeholder={t("unit")}
      aria-label={t("unit")}
      onChange={(next: string | undefined) => onChange?.(next)}
    />
  );
}
