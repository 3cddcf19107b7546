import { routes, type ReportShare } from "@yilu/contract";
import { Button, Table, type TableColumnsType } from "antd";
import type { ReactElement } from "react";
import { useAction, useCall } from "../../lib/api.ts";
import { useNow } from "../../lib/clock.ts";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { EmptyState } from "../EmptyState.tsx";
import { StateTag } from "../marks.tsx";
import { ProblemAlert } from "../ProblemAlert.tsx";
import { useConfirmNamed } from "../useConfirmNamed.tsx";
import { Waiting } from "../Waiting.tsx";
import { linksOf, stateOf } from "./state.ts";
import { text } from "./text.ts";

const pageSize = 5;
const looks = { open: { tone: "ok", icon: "ready" }, expired: { tone: "park", icon: "wait" }, revoked: { tone: "park", icon: "none" } } as const;

/** Links made in one's unit and below, to things of this sort. */
export function ShareList({ of, onRevoked }: { of: ReportShare["shared"]; onRevoked: (id: string) => void }): ReactElement {
  const t = useText(text);
  const f = useFormat();
  const now = useNow();
  const confirm = useConfirmNamed();
  const list = useCall(routes.shares.list, {});
  const revoke = useAction(routes.shares.revoke);
  if (list.data === undefined) return list.error === null ? <Waiting /> : <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />;
  const rows = linksOf(list.data.rows, of, now);
  if (rows.length === 0) return <EmptyState title={t("none")} why={t("noneWhy")} />;
  const ask = ({ id, title }: ReportShare): void =>
    confirm({ title: t("revokeTitle"), names: [title], consequence: t("revokeWhy"), verb: t("revokeVerb"), act: () => revoke.mutateAsync({ params: { id } }).then(() => onRevoked(id)) });
  const columns: TableColumnsType<ReportShare> = [
    { title: t("name"), render: (_, { title }) => title },
    {
      title: t("state"),
      width: 90,
      render: (_, share) => {
        const state = stateOf(share, now);
        return (
          <StateTag tone={looks[state].tone} icon={looks[state].icon}>
            {t(`state.${state}`)}
          </StateTag>
        );
      },
    },
    { title: t("expires"), width: 120, render: (_, { expiresAt }) => f.dateTime(expiresAt) },
    { title: t("opens"), width: 130, render: (_, { opens, lastOpenedAt }) => (lastOpenedAt === null ? <span className="y-caption">{t("never")}</span> : t("opened", { n: f.count(opens), at: f.dateTime(lastOpenedAt) })) },
    { title: t("by"), width: 110, render: (_, { createdBy }) => createdBy },
    {
      key: "revoke",
      width: 76,
      align: "right",
      render: (_, share) =>
        stateOf(share, now) === "open" && (
          <Button size="small" danger aria-label={t("revokeOf", { name: share.title })} onClick={() => ask(share)}>
            {t("revoke")}
          </Button>
        ),
    },
  ];
  return <Table<ReportShare> rowKey="id" size="small" scroll={{ x: 640 }} columns={columns} dataSource={rows} pagination={rows.length <= pageSize ? false : { pageSize, showSizeChanger: false }} />;
}
