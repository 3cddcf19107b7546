import { useQueryClient } from "@tanstack/react-query";
import { routes, type DraftCheck } from "@yilu/contract";
import { App, Button, Drawer, Form, Input, InputNumber } from "antd";
import { useState, type ReactElement } from "react";
import { ProblemAlert } from "../../../components/ProblemAlert.tsx";
import { commonText } from "../../../components/text.ts";
import { call, useAction } from "../../../lib/api.ts";
import { now } from "../../../lib/clock.ts";
import { useFormat } from "../../../lib/format.ts";
import { useText } from "../../../lib/i18n.ts";
import "../entries.css";
import { PlaylistSelect } from "../PlaylistSelect.tsx";
import { TargetsField } from "../TargetsField.tsx";
import { text } from "../text.ts";
import { useNames } from "../useNames.ts";
import { targetWords } from "../words.ts";
import { checkOf, endOf, usualMinutes, type EmergencyDraft } from "./draft.ts";
import { emergencyText } from "./emergencyText.ts";

const mostMinutes = 24 * 60;

/** 紧急插播: what, where and how long; then a confirmation that names how many screens and when it ends. */
export default function EmergencyDrawer({ onClose }: { onClose: () => void }): ReactElement {
  const t = useText(emergencyText);
  const common = useText(commonText);
  const words = useText(text);
  const f = useFormat();
  const names = useNames();
  const client = useQueryClient();
  const { modal, message } = App.useApp();
  const [form] = Form.useForm<EmergencyDraft>();
  const [open, setOpen] = useState(true);
  const [counting, setCounting] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const start = useAction(routes.emergencies.start);
  const required = { required: true, message: common("required") };

  const confirm = (draft: EmergencyDraft, check: DraftCheck): void => {
    const n = f.count(check.screenCount);
    const content = (error: unknown): ReactElement => (
      <>
        <p>{t("confirmWhere", { targets: draft.include.map((target) => targetWords(target, names, words)).join(t("and")) })}</p>
        <p>
          <b>{t("confirmEnds", { minutes: draft.minutes, time: f.time(endOf(now(), draft.minutes)) })}</b>
        </p>
        {check.displaced.length > 0 && <p className="y-caption">{t("confirmDisplaced", { n: check.displaced.length })}</p>}
        <ProblemAlert error={error} />
      </>
    );
    const dialog = modal.confirm({
      title: t("confirmTitle", { n }),
      content: content(null),
      okText: t("confirmVerb", { n }),
      cancelText: common("cancel"),
      okButtonProps: { danger: true },
      focusable: { autoFocusButton: "cancel" },
      onOk: (close: () => void) => {
        dialog.update({ okButtonProps: { danger: true, loading: true } });
        start.mutateAsync({ body: { ...draft, name: draft.name.trim(), exclude: [] } }).then(
          (entry) => {
            close();
            setOpen(false);
            void message.success(t("started", { n: f.count(entry.screenCount), time: f.time(entry.window?.endsAt ?? now()) }));
            for (const root of ["emergencies", "entries", "timeline", "preview", "screens"]) void client.invalidateQueries({ queryKey: [root] });
          },
          (error: unknown) => dialog.update({ content: content(error), okButtonProps: { danger: true } }),
        );
      },
    });
  };
  const count = (draft: EmergencyDraft): void => {
    setCounting(true);
    setFailed(null);
    call(routes.planning.check, { body: checkOf({ ...draft, name: draft.name.trim() }, now()) })
      .then((check) => {
        if (check.screenCount === 0) form.setFields([{ name: "include", errors: [t("noneReached")] }]);
        else confirm(draft, check);
      }, setFailed)
      .finally(() => setCounting(false));
  };
  return (
    <Drawer
      open={open}
      size={480}
      title={t("emergency")}
      onClose={() => setOpen(false)}
      afterOpenChange={(shown) => {
        if (!shown) onClose();
      }}
      footer={
        <div className="y-row">
          <Button danger type="primary" loading={counting} onClick={form.submit}>
            {t("go")}
          </Button>
          <Button onClick={() => setOpen(false)}>{common("cancel")}</Button>
        </div>
      }
    >
      <p className="y-ink2 e-lead">{t("why")}</p>
      <ProblemAlert error={failed} />
      <Form<EmergencyDraft> form={form} layout="vertical" requiredMark={false} initialValues={{ name: t("emergency"), minutes: usualMinutes, include: [{ kind: "all" }] }} scrollToFirstError onFinish={count}>
        <Form.Item name="playlistId" label={t("playlist")} rules={[required]}>
          <PlaylistSelect />
        </Form.Item>
        <Form.Item name="include" label={t("targets")} rules={[{ type: "array", min: 1, message: t("targetsMissing") }]}>
          <TargetsField withAll />
        </Form.Item>
        <Form.Item name="minutes" label={t("minutes")} extra={t("minutesHint")} rules={[required]}>
          <InputNumber className="e-number" min={1} max={mostMinutes} precision={0} step={10} suffix={t("minutesUnit")} />
        </Form.Item>
        <Form.Item name="name" label={t("name")} rules={[{ ...required, whitespace: true }]}>
          <Input maxLength={100} placeholder={t("namePlaceholder")} autoComplete="off" />
        </Form.Item>
      </Form>
    </Drawer>
  );
}
