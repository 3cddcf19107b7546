import { alarmKind, mailAddress, routes, type AlarmKind, type AlarmRecipient, type AlarmSettings } from "@yilu/contract";
import { Alert, Button, Form, Input, Modal, Select, Table } from "antd";
import { useState, type ReactElement } from "react";
import { alarmText } from "../../../components/alarms.ts";
import { EmptyState } from "../../../components/EmptyState.tsx";
import { ProblemAlert } from "../../../components/ProblemAlert.tsx";
import { RowMenu } from "../../../components/RowMenu.tsx";
import { commonText } from "../../../components/text.ts";
import { UnitSelect } from "../../../components/UnitSelect.tsx";
import { useConfirmNamed } from "../../../components/useConfirmNamed.tsx";
import { useAction, useCall } from "../../../lib/api.ts";
import { useText } from "../../../lib/i18n.ts";
import { useMe } from "../../../lib/session.ts";
import { alarmsText } from "./alarmsText.ts";
import { Delivery, useShowTrial } from "./trial.tsx";

interface Fields {
  email: string;
  unitId: string;
  kinds: AlarmKind[];
}

/** Who is told by mail, of which unit's screens, and how it went. */
export function Recipients({ mail }: { mail: AlarmSettings["mail"] }): ReactElement {
  const t = useText(alarmsText);
  const words = useText(alarmText);
  const common = useText(commonText);
  const list = useCall(routes.alarmSettings.recipients, {});
  const remove = useAction(routes.alarmSettings.removeRecipient);
  const tryMail = useAction(routes.alarmSettings.tryMail);
  const showTrial = useShowTrial();
  const confirm = useConfirmNamed();
  const [editing, setEditing] = useState<AlarmRecipient | "new" | null>(null);
  const [trying, setTrying] = useState<string | null>(null);
  const rows = list.data?.rows ?? [];
  const tryOut = ({ id, email }: AlarmRecipient): void => {
    setTrying(id);
    tryMail.mutate({ body: { email } }, { onSuccess: showTrial, onSettled: () => setTrying(null) });
  };
  return (
    <section className="y-card">
      <header className="y-card-head">
        <h2>{t("recipients")}</h2>
        <span className="y-grow" />
        <Button onClick={() => setEditing("new")}>{t("addRecipient")}</Button>
      </header>
      <div className="y-card-body">
        {mail === null ? <Alert type="warning" showIcon title={t("noMail")} description={t("noMailWhy")} /> : <p className="y-caption">{t("mailServer", mail)}</p>}
        <ProblemAlert error={list.error ?? tryMail.error} />
      </div>
      {list.data !== undefined && rows.length === 0 && <EmptyState title={t("noRecipients")} why={t("noRecipientsWhy")} />}
      {rows.length > 0 && (
        <Table<AlarmRecipient>
          rowKey="id"
          size="small"
          pagination={false}
          scroll={{ x: 560 }}
          dataSource={rows}
          columns={[
            { title: t("email"), dataIndex: "email" },
            { title: t("unit"), dataIndex: "unitName" },
            { title: t("kinds"), render: (_, { kinds }) => (kinds === null ? t("allKinds") : kinds.map((kind) => words(`kind.${kind}`)).join("、")) },
            { title: t("delivery"), render: (_, { delivery }) => <Delivery state={delivery} /> },
            {
              key: "act",
              width: 116,
              render: (_, row) => (
                <span className="y-row">
                  {mail !== null && (
                    <Button size="small" loading={trying === row.id} aria-label={t("tryTo", { email: row.email })} onClick={() => tryOut(row)}>
                      {t("try")}
                    </Button>
                  )}
                  <RowMenu
                    name={row.email}
                    items={[
                      { key: "edit", label: common("edit"), onClick: () => setEditing(row) },
                      {
                        key: "remove",
                        label: common("remove"),
                        danger: true,
                        onClick: () => confirm({ title: t("removeTitle"), names: [row.email], consequence: t("removeWhy"), verb: t("removeVerb"), act: () => remove.mutateAsync({ params: { id: row.id } }) }),
                      },
                    ]}
                  />
                </span>
              ),
            },
          ]}
        />
      )}
      {editing !== null && <RecipientDialog recipient={editing === "new" ? null : editing} onClose={() => setEditing(null)} />}
    </section>
  );
}

function RecipientDialog({ recipient, onClose }: { recipient: AlarmRecipient | null; onClose: () => void }): ReactElement {
  const t = useText(alarmsText);
  const words = useText(alarmText);
  const common = useText(commonText);
  const me = useMe();
  const [form] = Form.useForm<Fields>();
  const add = useAction(routes.alarmSettings.addRecipient);
  const change = useAction(routes.alarmSettings.changeRecipient);
  const save = ({ email, unitId, kinds }: Fields): void => {
    const body = { email: email.trim(), unitId, kinds: kinds.length === 0 ? null : kinds };
    if (recipient === null) add.mutate({ body }, { onSuccess: onClose });
    else change.mutate({ params: { id: recipient.id }, body }, { onSuccess: onClose });
  };
  const initial: Fields = recipient === null ? { email: "", unitId: me.unitId, kinds: [] } : { email: recipient.email, unitId: recipient.unitId, kinds: recipient.kinds ?? [] };
  return (
    <Modal open title={t(recipient === null ? "addRecipient" : "editRecipient")} okText={recipient === null ? t("addRecipient") : common("save")} cancelText={common("cancel")} confirmLoading={add.isPending || change.isPending} onOk={form.submit} onCancel={onClose}>
      <Form<Fields> form={form} layout="vertical" requiredMark={false} initialValues={initial} onFinish={save}>
        <ProblemAlert error={add.error ?? change.error} />
        <Form.Item name="email" label={t("email")} rules={[{ validator: (_, value: string) => (mailAddress.safeParse(value).success ? Promise.resolve() : Promise.reject(new Error(t("emailRule")))) }]}>
          <Input autoFocus autoComplete="off" inputMode="email" maxLength={200} />
        </Form.Item>
        <Form.Item name="unitId" label={t("unit")} rules={[{ required: true, message: common("required") }]}>
          <UnitSelect />
        </Form.Item>
        <Form.Item name="kinds" label={t("kinds")} extra={t("kindsWhy")}>
          <Select mode="multiple" options={alarmKind.options.map((kind) => ({ value: kind, label: words(`kind.${kind}`) }))} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
