import { routes, type ReportShare } from "@yilu/contract";
import { Alert, Button, DatePicker, Form, Input, Modal } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState, type ReactElement } from "react";
import { useAction } from "../../lib/api.ts";
import { now } from "../../lib/clock.ts";
import { useLocal, useText } from "../../lib/i18n.ts";
import { CopyButton } from "../CopyButton.tsx";
import { showFieldIssues } from "../fieldIssues.ts";
import { ProblemAlert } from "../ProblemAlert.tsx";
import { commonText } from "../text.ts";
import { ShareList } from "./ShareList.tsx";
import "./sharing.css";
import { text } from "./text.ts";

interface Fields {
  title: string;
  expiresAt: Dayjs;
}
interface ShareDialogProps {
  shared: ReportShare["shared"];
  title: string;
  words: readonly string[];
  onClose: () => void;
}

const abouts = { report: "about", books: "about", campaign: "aboutCampaign", wall: "aboutWall" } as const satisfies Readonly<Record<ReportShare["shared"]["what"], string>>;
const usualDays = [1, 7, 30, 90] as const;
const defaultDays = 7;
const mostDays = 400;

/** Makes a read-only link to what is on the screen, and lists the links there are. */
export function ShareDialog({ shared, title, words, onClose }: ShareDialogProps): ReactElement {
  const t = useText(text);
  const common = useText(commonText);
  const local = useLocal();
  const [form] = Form.useForm<Fields>();
  const create = useAction(routes.shares.create);
  const [link, setLink] = useState<{ id: string; address: string } | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [today] = useState(() => dayjs(now()).startOf("minute"));
  const required = { required: true, message: common("required") };
  const make = async ({ title: named, expiresAt }: Fields): Promise<void> => {
    setError(null);
    try {
      const { path, share } = await create.mutateAsync({ body: { title: named, expiresAt: expiresAt.valueOf(), shared } });
      setLink({ id: share.id, address: window.location.origin + path });
    } catch (refused) {
      setError(refused);
      showFieldIssues(form, refused, local);
    }
  };
  return (
    <Modal open width={760} title={t("title")} footer={null} mask={{ closable: false }} onCancel={onClose}>
      <p className="y-ink2">{t(abouts[shared.what])}</p>
      <p className="sh-words">
        <span className="y-caption">{t("what")}</span> {words.join("　")}
      </p>
      <ProblemAlert error={error} />
      <Form<Fields> form={form} layout="vertical" requiredMark={false} className="sh-form" initialValues={{ title: title.slice(0, 100), expiresAt: today.add(defaultDays, "day") }} onFinish={(fields) => void make(fields)}>
        <Form.Item name="title" label={t("name")} rules={[{ ...required, whitespace: true }]}>
          <Input maxLength={100} autoComplete="off" />
        </Form.Item>
        <Form.Item name="expiresAt" label={t("expires")} rules={[required]}>
          <DatePicker
            showTime={{ format: "HH:mm" }}
            format="YYYY-MM-DD HH:mm"
            allowClear={false}
            presets={usualDays.map((n) => ({ label: t("inDays", { n }), value: today.add(n, "day") }))}
            disabledDate={(day) => day.isBefore(today, "day") || day.isAfter(today.add(mostDays, "day"), "day")}
          />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={create.isPending}>
          {t("create")}
        </Button>
      </Form>
      {link !== null && (
        <Alert
          type="success"
          showIcon
          role="status"
          title={t("created")}
          description={
            <div className="y-row">
              <Input readOnly value={link.address} aria-label={t("link")} onFocus={(field) => field.target.select()} />
              <CopyButton key={link.id} text={link.address} />
            </div>
          }
        />
      )}
      <h3 className="sh-head">{t("mine")}</h3>
      <ShareList of={shared} onRevoked={(id) => setLink((shown) => (shown?.id === id ? null : shown))} />
    </Modal>
  );
}
