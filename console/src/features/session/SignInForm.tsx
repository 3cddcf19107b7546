import { routes, type Me } from "@yilu/contract";
import { Button, Form, Input } from "antd";
import { useState, type KeyboardEvent, type ReactElement } from "react";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { call } from "../../lib/api.ts";
import { useText } from "../../lib/i18n.ts";
import { text } from "./text.ts";

interface Fields {
  username: string;
  password: string;
}

/** User name and password. What was typed stays after a refusal. */
export function SignInForm({ username, onSignedIn }: { username?: string; onSignedIn: (me: Me) => void }): ReactElement {
  const t = useText(text);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [capsLock, setCapsLock] = useState(false);
  const signIn = async ({ username: name, password }: Fields): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      onSignedIn(await call(routes.session.signIn, { body: { username: name.trim().toLowerCase(), password } }, { signInAgain: false }));
    } catch (refused) {
      setError(refused);
    } finally {
      setBusy(false);
    }
  };
  const watchCapsLock = (event: KeyboardEvent): void => setCapsLock(event.getModifierState("CapsLock"));
  return (
    <Form<Fields> layout="vertical" size="large" requiredMark={false} initialValues={{ username: username ?? "", password: "" }} onFinish={(fields) => void signIn(fields)}>
      <ProblemAlert error={error} />
      <Form.Item name="username" label={t("username")} rules={[{ required: true, message: t("usernameMissing") }]}>
        <Input autoComplete="username" autoCapitalize="none" spellCheck={false} autoFocus={username === undefined} />
      </Form.Item>
      <Form.Item name="password" label={t("password")} rules={[{ required: true, message: t("passwordMissing") }]} extra={capsLock ? t("capsLock") : undefined}>
        <Input.Password autoComplete="current-password" autoFocus={username !== undefined} onKeyUp={watchCapsLock} />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={busy}>
        {t("signIn")}
      </Button>
    </Form>
  );
}
