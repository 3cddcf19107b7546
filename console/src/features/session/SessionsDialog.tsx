import { routes, type OpenSession } from "@yilu/contract";
import { Button, Modal, Table, type TableColumnsType } from "antd";
import type { ReactElement } from "react";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { useAction, useCall } from "../../lib/api.ts";
import { useNow } from "../../lib/clock.ts";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { browserOf } from "./browserOf.ts";
import { text } from "./text.ts";

/** Where one is signed in; what one does not know can be ended. */
export function SessionsDialog({ open, onClose }: { open: boolean; onClose: () => void }): ReactElement {
  const t = useText(text);
  const f = useFormat();
  const now = useNow();
  const sessions = useCall(routes.security.sessions, {}, { enabled: open });
  const end = useAction(routes.security.endSession);
  const rows = sessions.data?.rows ?? [];
  const endAll = async (which: readonly OpenSession[]): Promise<void> => {
    for (const { id } of which) await end.mutateAsync({ params: { id } });
  };
  const others = rows.filter(({ isCurrent }) => !isCurrent);
  const columns: TableColumnsType<OpenSession> = [
    {
      title: t("from"),
      render: (_, one) => (
        <>
          {browserOf(one.userAgent) ?? t("unknownPlace")} {one.isCurrent && <span className="y-badge">{t("here")}</span>}
          <br />
          <span className="y-caption">{one.address ?? t("unknownPlace")}</span>
        </>
      ),
    },
    { title: t("since"), width: 130, render: (_, one) => f.dateTime(one.createdAt) },
    { title: t("lastUsed"), width: 110, render: (_, one) => f.ago(one.lastUsedAt, now) },
    {
      key: "end",
      width: 76,
      render: (_, one) =>
        one.isCurrent ? null : (
          <Button size="small" loading={end.isPending && end.variables?.params.id === one.id} onClick={() => void endAll([one]).catch(() => undefined)}>
            {t("end")}
          </Button>
        ),
    },
  ];
  return (
    <Modal
      open={open}
      onCancel={onClose}
      title={t("sessions")}
      width={620}
      footer={
        others.length > 1 ? (
          <Button danger onClick={() => void endAll(others).catch(() => undefined)}>
            {t("endOthers")}
          </Button>
        ) : null
      }
    >
      <p className="y-caption">{t("sessionsWhy")}</p>
      <ProblemAlert error={sessions.error ?? end.error} />
      <Table<OpenSession> rowKey="id" size="small" scroll={{ x: 480 }} loading={sessions.isPending} columns={columns} dataSource={rows} pagination={false} />
    </Modal>
  );
}
