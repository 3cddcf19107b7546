import type { Permission } from "@yilu/contract";
import { Segmented } from "antd";
import type { ReactElement } from "react";
import { PageHeader } from "../../components/PageHeader.tsx";
import { useParams } from "../../components/useParams.ts";
import { useText } from "../../lib/i18n.ts";
import { useMay } from "../../lib/session.ts";
import { AlarmsTab } from "./alarms/AlarmsTab.tsx";
import { AuditTab } from "./AuditTab.tsx";
import { ReviewTab } from "./ReviewTab.tsx";
import { SecurityTab } from "./SecurityTab.tsx";
import "./system.css";
import { text } from "./text.ts";
import { UnitsTab } from "./UnitsTab.tsx";
import { UsersTab } from "./UsersTab.tsx";

const tabs = [
  { name: "users", needs: "canManageUsers", Tab: UsersTab },
  { name: "units", needs: "canManageUnits", Tab: UnitsTab },
  { name: "audit", needs: "canSeeAudit", Tab: AuditTab },
  { name: "review", needs: "canManageSettings", Tab: ReviewTab },
  { name: "alarms", needs: "canManageSettings", Tab: AlarmsTab },
  { name: "security", needs: "canManageSettings", Tab: SecurityTab },
] as const satisfies readonly { name: string; needs: Permission; Tab: () => ReactElement }[];

/** Users, units and the audit log; tabs by rights. */
export default function Page(): ReactElement | null {
  const t = useText(text);
  const may = useMay();
  const [params, open] = useParams();
  const mine = tabs.filter((tab) => may(tab.needs));
  const here = mine.find((tab) => tab.name === params.get("tab")) ?? mine[0];
  if (here === undefined) return null;
  return (
    <>
      <PageHeader title={t("title")}>
        <Segmented aria-label={t("title")} value={here.name} options={mine.map(({ name }) => ({ value: name, label: t(`tab.${name}`) }))} onChange={(name) => open({ tab: name }, "only")} />
      </PageHeader>
      <here.Tab />
    </>
  );
}
