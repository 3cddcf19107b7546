import { routes, type User } from "@yilu/contract";
import { Button } from "antd";
import { useState, type ReactElement } from "react";
import { ActionIcon } from "../../components/ActionIcon.tsx";
import { EmptyState } from "../../components/EmptyState.tsx";
import { ListTable, type ListColumn } from "../../components/ListTable.tsx";
import { StateTag } from "../../components/marks.tsx";
import { pagerOf } from "../../components/pagination.ts";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { RowMenu } from "../../components/RowMenu.tsx";
import { SearchField } from "../../components/SearchField.tsx";
import { commonText } from "../../components/text.ts";
import { UnitSelect } from "../../components/UnitSelect.tsx";
import { useConfirmNamed } from "../../components/useConfirmNamed.tsx";
import { Waiting } from "../../components/Waiting.tsx";
import { call } from "../../lib/api.ts";
import { useNow } from "../../lib/clock.ts";
import { useFilters } from "../../lib/filters.ts";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { useMe } from "../../lib/session.ts";
import { useChangeUser, useResetPassword, useUsers, type UserWithPassword } from "./api.ts";
import { OneTimePassword } from "./OneTimePassword.tsx";
import { securityText } from "./securityText.ts";
import { text } from "./text.ts";
import { UserDialog } from "./UserDialog.tsx";
import { UserSessions } from "./UserSessions.tsx";

export function UsersTab(): ReactElement {
  const t = useText(text);
  const security = useText(securityText);
  const common = useText(commonText);
  const f = useFormat();
  const me = useMe();
  const now = useNow();
  const confirm = useConfirmNamed();
  const [filters, setFilters, reset] = useFilters(routes.users.list);
  const users = useUsers(filters);
  const change = useChangeUser();
  const resetPassword = useResetPassword();
  const [editing, setEditing] = useState<User | "new" | null>(null);
  const [shown, setShown] = useState<UserWithPassword | null>(null);
  const [listed, setListed] = useState<User | null>(null);
  const nameOf = (user: User): string => `${user.displayName}（${user.username}）`;
  const setDisabled = ({ id, displayName, role, unitId, version }: User, disabled: boolean): Promise<unknown> =>
    change.mutateAsync({ params: { id }, body: { displayName, role, unitId, disabled, version } });
  const menuOf = (user: User) => [
    { key: "sessions", label: security("sessionsOf"), onClick: () => setListed(user) },
    {
      key: "reset",
      label: t("resetPassword"),
      onClick: () =>
        confirm({
          title: t("resetTitle"),
          names: [nameOf(user)],
          consequence: t("resetWhy"),
          verb: t("resetVerb"),
          act: async () => setShown(await resetPassword.mutateAsync({ params: { id: user.id } })),
        }),
    },
    user.disabled
      ? { key: "enable", label: t("enable"), onClick: () => void setDisabled(user, false) }
      : {
          key: "disable",
          danger: true,
          label: t("disable"),
          onClick: () => confirm({ title: t("disableTitle"), names: [nameOf(user)], consequence: t("disableWhy"), verb: t("disableVerb"), act: () => setDisabled(user, true) }),
        },
  ];
  const columns: ListColumn<User>[] = [
    {
      key: "displayName",
      title: t("displayName"),
      always: true,
      text: ({ displayName }) => displayName,
      fixed: "start",
      width: 210,
      render: (_, user) => (
        <span className="y-row">
          <Button type="link" size="small" style={{ padding: 0 }} onClick={() => setEditing(user)}>
            {user.displayName}
          </Button>
          {user.id === me.id && <span className="y-badge">{t("you")}</span>}
        </span>
      ),
    },
    { key: "username", title: t("username"), text: ({ username }) => username, dataIndex: "username" },
    { key: "role", title: t("role"), text: ({ role }) => common(`role.${role}`), render: (_, user) => common(`role.${user.role}`) },
    { key: "unit", title: t("unit"), text: ({ unitName }) => unitName, dataIndex: "unitName" },
    { key: "state", title: t("state"), text: ({ disabled }) => t(disabled ? "disabled" : "enabled"), render: (_, user) => (user.disabled ? <StateTag tone="park" icon="none">{t("disabled")}</StateTag> : <StateTag tone="ok" icon="ready">{t("enabled")}</StateTag>) },
    { key: "lastSignIn", title: t("lastSignIn"), text: ({ lastSignInAt }) => (lastSignInAt === null ? "" : f.dateTime(lastSignInAt)), render: (_, user) => (user.lastSignInAt === null ? <span className="y-caption">{t("never")}</span> : <span title={f.dateTime(user.lastSignInAt)}>{f.ago(user.lastSignInAt, now)}</span>) },
    { key: "menu", always: true, width: 56, align: "right", render: (_, user) => (user.id === me.id ? null : <RowMenu name={user.displayName} items={menuOf(user)} />) },
  ];
  return (
    <>
      <div className="y-row y-wrap">
        <SearchField value={filters.q} onChange={(q) => setFilters({ q })} placeholder={t("userSearch")} />
        <UnitSelect clearable width={200} value={filters.unitId} onChange={(unitId) => setFilters({ unitId })} />
        {(filters.q ?? filters.unitId) !== undefined && <Button onClick={reset}>{common("reset")}</Button>}
        <span className="y-grow" />
        <Button type="primary" icon={<ActionIcon name="add" />} onClick={() => setEditing("new")}>
          {t("addUser")}
        </Button>
      </div>
      <ProblemAlert error={users.error ?? change.error} />
      {users.isPending && <Waiting />}
      {users.data !== undefined && (
          <ListTable<User>
            name="users"
            fileName={t("tab.users")}
            scroll={{ x: 860 }}
            columns={columns}
            rows={users.data.rows}
            fetchPage={(page, pageSize) => call(routes.users.list, { query: { ...filters, page, pageSize } })}
            pagination={pagerOf(users.data, setFilters, (n) => common("total", { n: f.count(n) }))}
            locale={{ emptyText: <EmptyState title={t("noUsers")} why={t("noUsersWhy")} action={<Button onClick={reset}>{common("reset")}</Button>} /> }}
          />
      )}
      {editing !== null && <UserDialog user={editing === "new" ? null : editing} onClose={() => setEditing(null)} onAdded={setShown} />}
      {listed !== null && <UserSessions user={listed} onClose={() => setListed(null)} />}
      {shown !== null && <OneTimePassword given={shown} onClose={() => setShown(null)} />}
    </>
  );
}
