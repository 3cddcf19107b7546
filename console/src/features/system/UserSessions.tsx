import type { OpenSession, User } from "@yilu/contract";
import { Button, Modal, Table, type TableColumnsType } from "antd";
import type { ReactElement } from "react";
import { EmptyState } from "../../components/EmptyState.tsx";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { useNow } from "../../lib/clock.ts";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { useEndSessionsOf, useSessionsOf } from "./api.ts";
import { securityText } from "./securityText.ts";

/** Where a user is signed in, and the way to sign them out everywhere. */
export function UserSessions({ user, onClose }: { user: User; onClose: () => void }): ReactElement {
  const t = useText(securityText);
  const f = useFormat();
  const now = useNow();
  const sessions = useSessionsOf(user.id);
  const end = useEndSessionsOf();
  const rows = sessions.data?.rows ?? [];
  const columns: TableColumnsType<OpenSession> = [
    { title: t("signedInFrom"), render: (_, one) => <span title={one.userAgent ?? ""}>{one.address ?? "–"}</span> },
    { title: t("since"), width: 130, render: (_, one) => f.dateTime(one.createdAt) },
    { title: t("lastUsed"), width: 120, render: (_, one) => f.ago(one.lastUsedAt, now) },
  ];
  return (
    <Modal
      open
      onCancel={onClose}
      title={t("sessionsTitle", { name: user.displayName })}
      footer={
        rows.length > 0 ? (
          <Button danger loading={end.isPending} onClick={() => end.mutate({ params: { id: user.id } })}>
            {t("endAll")}
          </Button>
        ) : null
      }
    >
      <ProblemAlert error={sessions.error ?? end.error} />
      <Table<OpenSession> rowKey="id" size="small" loading={sessions.isPending} columns={columns} dataSource={rows} pagination={false} locale={{ emptyText: <EmptyState title={t("noSessions")} /> }} />
    </Modal>
  );
}
