import { routes, type Me } from "@yilu/contract";
import { Button, Form, Input } from "antd";
import { useState, type ReactElement } from "react";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { call, useCall } from "../../lib/api.ts";
import { useText } from "../../lib/i18n.ts";
import { text } from "./text.ts";

interface Fields {
  current: string;
  next: string;
  repeat: string;
}

/** The present password and, twice, the new one; the server judges its strength. */
export function PasswordForm({ onChanged }: { onChanged: (me: Me) => void }): ReactElement {
  const t = useText(text);
  const policy = useCall(routes.security.policy, {}).data;
  const rule = policy === undefined ? "" : [t("rule", { length: policy.minLength }), ...(policy.kinds > 2 ? [t("ruleKinds", { kinds: policy.kinds })] : [])].join(" · ");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const change = async ({ current, next }: Fields): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      onChanged(await call(routes.session.changePassword, { body: { current, next } }));
    } catch (refused) {
      setError(refused);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Form<Fields> layout="vertical" size="large" requiredMark={false} onFinish={(fields) => void change(fields)}>
      <ProblemAlert error={error} />
      <Form.Item name="current" label={t("current")} rules={[{ required: true, message: t("passwordMissing") }]}>
        <Input.Password autoComplete="current-password" autoFocus />
      </Form.Item>
      <Form.Item name="next" label={t("next")} extra={rule} rules={[{ required: true, message: t("passwordMissing") }]}>
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="repeat"
        label={t("repeat")}
        dependencies={["next"]}
        rules={[
          { required: true, message: t("passwordMissing") },
          ({ getFieldValue }) => ({ validator: (_, value) => (value === undefined || value === "" || value === getFieldValue("next") ? Promise.resolve() : Promise.reject(new Error(t("differs")))) }),
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={busy}>
        {t("change")}
      </Button>
    </Form>
  );
}
