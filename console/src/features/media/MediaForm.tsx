import type { Level, Media } from "@yilu/contract";
import { Alert, Button, DatePicker, Form, Input } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState, type ReactElement } from "react";
import { showFieldIssues } from "../../components/fieldIssues.ts";
import { LevelSelect } from "../../components/LevelSelect.tsx";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { commonText } from "../../components/text.ts";
import { filmText } from "../../components/filmText.ts";
import { useLocal, useText } from "../../lib/i18n.ts";
import { asProblem } from "../../lib/problem.ts";
import { useChangeMedia } from "./api.ts";
import { text } from "./text.ts";

interface Fields {
  title: string;
  level: Level;
  contact: string;
  from: Dayjs | null;
  until: Dayjs | null;
}

const fieldNames = ["title", "level", "contact", "validFrom", "validUntil"] as const;

const fieldsOf = ({ title, level, contact, validFrom, validUntil }: Media): Fields => ({
  title,
  level,
  contact: contact ?? "",
  from: validFrom === null ? null : dayjs(validFrom),
  until: validUntil === null ? null : dayjs(validUntil - 1),
});

/** Title, level and the days between which it may be shown. The version stays the one that was opened. */
export function MediaForm({ media, onDone }: { media: Media; onDone: () => void }): ReactElement {
  const t = useText(text);
  const films = useText(filmText);
  const common = useText(commonText);
  const local = useLocal();
  const [form] = Form.useForm<Fields>();
  const [opened, setOpened] = useState(media);
  const change = useChangeMedia();
  const [unchanged, setUnchanged] = useState(false);
  const save = ({ title, level, contact, from, until }: Fields): void => {
    const given = { title, level, contact: contact.trim() === "" ? null : contact.trim(), validFrom: from?.startOf("day").valueOf() ?? null, validUntil: until?.add(1, "day").startOf("day").valueOf() ?? null };
    const isSame = fieldNames.every((name) => given[name] === opened[name]);
    setUnchanged(isSame);
    if (opened.status === "returned" && isSame) return;
    change.mutate({ params: { id: opened.id }, body: { ...given, version: opened.version } }, { onSuccess: onDone, onError: (error) => showFieldIssues(form, error, local) });
  };
  const stale = change.error !== null && asProblem(change.error).code === "versionMismatch";
  const loadTheirs = (): void => {
    setOpened(media);
    form.setFieldsValue(fieldsOf(media));
    change.reset();
  };
  const required = { required: true, message: common("required") };
  return (
    <Form<Fields> form={form} layout="vertical" requiredMark={false} initialValues={fieldsOf(opened)} onFinish={save}>
      <ProblemAlert error={change.error} />
      {stale && (
        <p style={{ margin: "8px 0" }}>
          <Button onClick={loadTheirs}>{t("loadTheirs")}</Button>
        </p>
      )}
      <Form.Item name="title" label={t("name")} rules={[{ ...required, whitespace: true }]}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="level" label={films("level")} rules={[required]}>
        <LevelSelect width={160} />
      </Form.Item>
      <Form.Item name="contact" label={t("contact")}>
        <Input maxLength={100} placeholder={t("contactHint")} />
      </Form.Item>
      <Form.Item label={t("validity")} extra={t("validityHint")}>
        <span className="y-row">
          <Form.Item name="from" noStyle>
            <DatePicker aria-label={t("firstDay")} placeholder={t("firstDay")} />
          </Form.Item>
          –
          <Form.Item
            name="until"
            noStyle
            dependencies={["from"]}
            rules={[({ getFieldValue }) => ({ validator: (_, until: Dayjs | null) => (until === null || getFieldValue("from") === null || !until.isBefore(getFieldValue("from"), "day") ? Promise.resolve() : Promise.reject(new Error(t("lastBeforeFirst")))) })]}
          >
            <DatePicker aria-label={t("lastDay")} placeholder={t("lastDay")} />
          </Form.Item>
        </span>
      </Form.Item>
      {opened.status === "approved" && <Alert className="m-form-note" type="warning" showIcon title={t("reviewedAnew")} />}
      {opened.status === "pending" && opened.approvals > 0 && <Alert className="m-form-note" type="warning" showIcon title={t("approvalsVoid", { n: opened.approvals })} />}
      {opened.status === "returned" && unchanged && <Alert className="m-form-note" type="error" showIcon role="alert" title={t("nothingMended")} />}
      <span className="y-row">
        <Button type="primary" htmlType="submit" loading={change.isPending}>
          {opened.status === "returned" ? t("saveAndResend") : common("save")}
        </Button>
        <Button onClick={onDone}>{common("cancel")}</Button>
      </span>
    </Form>
  );
}
