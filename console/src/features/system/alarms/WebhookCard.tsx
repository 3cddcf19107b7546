import { routes, type AlarmSettings, type BodyOf } from "@yilu/contract";
import { Alert, Button, Form, Input, Modal } from "antd";
import { useState, type ReactElement } from "react";
import { ProblemAlert } from "../../../components/ProblemAlert.tsx";
import { commonText } from "../../../components/text.ts";
import { useConfirmNamed } from "../../../components/useConfirmNamed.tsx";
import { useAction } from "../../../lib/api.ts";
import { useText } from "../../../lib/i18n.ts";
import { alarmsText } from "./alarmsText.ts";
import { Delivery, useShowTrial } from "./trial.tsx";

type Change = BodyOf<typeof routes.alarmSettings.change>;

interface Fields {
  url: string;
  secret: string;
}

/** The settings as they are, with another webhook. */
const changed = ({ rules, quietHours, digestMinutes, version }: AlarmSettings, webhook: Change["webhook"]): Change => ({ rules, quietHours, digestMinutes, version, ...(webhook === undefined ? {} : { webhook }) });

/** Where alarms are posted to, and how that goes. Address and key are written and never read. */
export function WebhookCard({ settings, isLocked }: { settings: AlarmSettings; isLocked: boolean }): ReactElement {
  const t = useText(alarmsText);
  const change = useAction(routes.alarmSettings.change);
  const tryOut = useAction(routes.alarmSettings.tryWebhook);
  const showTrial = useShowTrial();
  const confirm = useConfirmNamed();
  const [editing, setEditing] = useState(false);
  const { webhook, webhookNetworks } = settings;
  return (
    <section className="y-card s-webhook">
      <header className="y-card-head">
        <h2>{t("webhook")}</h2>
        <span className="y-grow" />
        {!isLocked && (
          <>
            {webhook !== null && (
              <Button loading={tryOut.isPending} onClick={() => tryOut.mutate({}, { onSuccess: showTrial })}>
                {t("tryWebhook")}
              </Button>
            )}
            <Button onClick={() => setEditing(true)}>{t(webhook === null ? "webhookSet" : "webhookChange")}</Button>
            {webhook !== null && (
              <Button
                danger
                onClick={() => confirm({ title: t("webhookRemoveTitle"), names: [webhook.shown], consequence: t("webhookRemoveWhy"), verb: t("webhookRemoveVerb"), act: () => change.mutateAsync({ body: changed(settings, null) }) })}
              >
                {t("webhookRemove")}
              </Button>
            )}
          </>
        )}
      </header>
      <div className="y-card-body">
        <p className="y-ink2">{t("webhookWhy")}</p>
        <p>{webhook === null ? t("webhookNone") : <code>{webhook.shown}</code>}</p>
        {webhook !== null && <Delivery state={webhook.delivery} />}
        <ProblemAlert error={tryOut.error} />
        <p className="y-caption">{webhookNetworks.length > 0 ? t("networks", { list: webhookNetworks.join("、") }) : t("noNetworks")}</p>
        <details>
          <summary>{t("signature")}</summary>
          <p className="y-caption">{t("signatureHow")}</p>
        </details>
      </div>
      {editing && <WebhookDialog settings={settings} onClose={() => setEditing(false)} />}
    </section>
  );
}

function WebhookDialog({ settings, onClose }: { settings: AlarmSettings; onClose: () => void }): ReactElement {
  const t = useText(alarmsText);
  const common = useText(commonText);
  const [form] = Form.useForm<Fields>();
  const change = useAction(routes.alarmSettings.change);
  const isNew = settings.webhook === null;
  const save = ({ url, secret }: Fields): void => {
    const webhook = { ...(url.trim() === "" ? {} : { url: url.trim() }), ...(secret === "" ? {} : { secret }) };
    change.mutate({ body: changed(settings, webhook) }, { onSuccess: onClose });
  };
  return (
    <Modal open title={t(isNew ? "webhookSet" : "webhookChange")} okText={common("save")} cancelText={common("cancel")} confirmLoading={change.isPending} onOk={form.submit} onCancel={onClose}>
      <Form<Fields> form={form} layout="vertical" requiredMark={false} initialValues={{ url: "", secret: "" }} onFinish={save}>
        <ProblemAlert error={change.error} />
        {!isNew && <Alert type="info" showIcon title={settings.webhook?.shown ?? ""} />}
        <Form.Item name="url" label={t("url")} extra={isNew ? t("urlRule") : `${t("urlRule")}。${t("urlKept")}`} rules={[{ required: isNew, message: common("required") }, { pattern: /^https?:\/\/[^\s/@]+(\/\S*)?$/, message: t("urlRule") }]}>
          <Input autoFocus autoComplete="off" maxLength={500} />
        </Form.Item>
        <Form.Item name="secret" label={t("secret")} extra={isNew ? t("secretRule") : `${t("secretRule")}。${t("urlKept")}`} rules={[{ required: isNew, message: common("required") }, { pattern: /^[!-~]{16,200}$/, message: t("secretRule") }]}>
          <Input.Password autoComplete="new-password" maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
