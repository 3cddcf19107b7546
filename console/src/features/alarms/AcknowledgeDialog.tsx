import { routes, type Alarm } from "@yilu/contract";
import { App, Form, Input, Modal } from "antd";
import { useState, type ReactElement } from "react";
import { alarmText } from "../../components/alarms.ts";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { commonText } from "../../components/text.ts";
import { useAction } from "../../lib/api.ts";
import { useText } from "../../lib/i18n.ts";
import { text } from "./text.ts";

const shown = 5;

/** Somebody takes up one alarm or many, with a word on what is being done. */
export function AcknowledgeDialog({ alarms, onClose, onDone }: { alarms: readonly Alarm[]; onClose: () => void; onDone: () => void }): ReactElement {
  const t = useText(text);
  const words = useText(alarmText);
  const common = useText(commonText);
  const { message } = App.useApp();
  const acknowledge = useAction(routes.alarms.acknowledge);
  const [note, setNote] = useState("");
  const n = alarms.length;
  const save = (): void =>
    acknowledge.mutate(
      { body: { ids: alarms.map(({ id }) => id), note } },
      {
        onSuccess: ({ acknowledged }) => {
          void message.success(t("done", { n: acknowledged }));
          onDone();
        },
      },
    );
  return (
    <Modal open title={t("acknowledgeTitle", { n })} okText={t("acknowledgeMany", { n })} cancelText={common("cancel")} confirmLoading={acknowledge.isPending} onOk={save} onCancel={onClose}>
      <ProblemAlert error={acknowledge.error} />
      <ul className="y-names">
        {alarms.slice(0, shown).map(({ id, screenName, kind }) => (
          <li key={id}>
            {screenName} <span className="y-ink2">{words(`kind.${kind}`)}</span>
          </li>
        ))}
        {n > shown && <li className="y-caption">{common("othersPlain", { n: n - shown })}</li>}
      </ul>
      <p className="y-ink2 a-why">{t("acknowledgeWhy")}</p>
      <Form layout="vertical" onFinish={save}>
        <Form.Item label={t("note")} htmlFor="alarm-note">
          <Input.TextArea id="alarm-note" autoFocus rows={2} maxLength={1000} value={note} placeholder={t("notePlaceholder")} onChange={(event) => setNote(event.target.value.replaceAll(/[\r\n]+/g, " "))} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
