import type { Unit } from "@yilu/contract";
import { Button, Table, type TableColumnsType } from "antd";
import { useMemo, useState, type ReactElement } from "react";
import { ActionIcon } from "../../components/ActionIcon.tsx";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { RowMenu } from "../../components/RowMenu.tsx";
import { commonText } from "../../components/text.ts";
import { useConfirmNamed } from "../../components/useConfirmNamed.tsx";
import { Waiting } from "../../components/Waiting.tsx";
import { useText } from "../../lib/i18n.ts";
import { useMe } from "../../lib/session.ts";
import { useRemoveUnit, useUnits } from "./api.ts";
import { text } from "./text.ts";
import { UnitDialog, type UnitEdit } from "./UnitDialog.tsx";
import { unitRows, type UnitRow } from "./unitRows.ts";

export function UnitsTab(): ReactElement {
  const t = useText(text);
  const common = useText(commonText);
  const me = useMe();
  const confirm = useConfirmNamed();
  const units = useUnits();
  const remove = useRemoveUnit();
  const [editing, setEditing] = useState<UnitEdit | null>(null);
  const rows = useMemo(() => unitRows(units.data ?? []), [units.data]);
  const askRemove = (unit: Unit): void =>
    confirm({ title: t("removeUnitTitle"), names: [unit.name], consequence: t("removeUnitWhy"), verb: t("removeUnitVerb"), act: () => remove.mutateAsync({ params: { id: unit.id } }) });
  const columns: TableColumnsType<UnitRow> = [
    {
      title: t("unitName"),
      fixed: "start",
      render: (_, { unit }) => (
        <Button type="link" size="small" style={{ padding: 0 }} onClick={() => setEditing({ unit })}>
          {unit.name}
        </Button>
      ),
    },
    { title: t("unitKind"), width: 120, render: (_, { unit }) => t(`unitKind.${unit.kind}`) },
    { title: t("unitCode"), width: 160, render: (_, { unit }) => unit.code ?? "" },
    {
      key: "menu",
      width: 56,
      align: "right",
      render: (_, { unit }) => (
        <RowMenu
          name={unit.name}
          items={[
            { key: "add", label: t("addBelow"), onClick: () => setEditing({ parentId: unit.id }) },
            ...(unit.id === me.unitId ? [] : [{ key: "remove", danger: true, label: common("remove"), onClick: () => askRemove(unit) }]),
          ]}
        />
      ),
    },
  ];
  return (
    <>
      <div className="y-row y-wrap">
        <span className="y-caption">{units.data !== undefined && common("total", { n: units.data.length })}</span>
        <span className="y-grow" />
        <Button type="primary" icon={<ActionIcon name="add" />} onClick={() => setEditing({ parentId: me.unitId })}>
          {t("addUnit")}
        </Button>
      </div>
      <ProblemAlert error={units.error} />
      {units.isPending && <Waiting />}
      {units.data !== undefined && (
        <div className="y-card">
          <Table<UnitRow> key={rows.length > 0 ? "some" : "none"} rowKey="key" size="small" scroll={{ x: 560 }} columns={columns} dataSource={rows} pagination={false} expandable={{ defaultExpandAllRows: true, indentSize: 20 }} />
        </div>
      )}
      {editing !== null && <UnitDialog edit={editing} onClose={() => setEditing(null)} />}
    </>
  );
}
