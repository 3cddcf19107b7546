import type { Me } from "@yilu/contract";
import { Alert, Button, Modal } from "antd";
import { useEffect, useRef, useState, type ReactElement } from "react";
import { onSessionLost } from "../../lib/api.ts";
import { useText } from "../../lib/i18n.ts";
import { SignInForm } from "./SignInForm.tsx";
import { text } from "./text.ts";

/**
 * The session has ended while somebody works: asks for the password above the page, which stays as it is, and the
 * calls that failed go on. Another person's account opens the page anew, because the work below belongs to the first.
 */
export function SignInAgain({ me, onSignedIn }: { me: Me; onSignedIn: (me: Me) => void }): ReactElement {
  const t = useText(text);
  const [open, setOpen] = useState(false);
  const waiting = useRef<((again: boolean) => void) | null>(null);
  const answer = (again: boolean): void => {
    waiting.current?.(again);
    waiting.current = null;
    setOpen(false);
  };
  useEffect(() => {
    onSessionLost(
      () =>
        new Promise<boolean>((resolve) => {
          waiting.current = resolve;
          setOpen(true);
        }),
    );
    return () => {
      waiting.current?.(false); // whoever waits must not wait for a dialog that is gone
      waiting.current = null;
      onSessionLost(() => Promise.resolve(false));
    };
  }, []);
  const signedIn = (who: Me): void => {
    if (who.id !== me.id) {
      window.location.reload();
      return;
    }
    onSignedIn(who);
    answer(true);
  };
  return (
    <Modal open={open} title={t("again")} footer={null} mask={{ closable: false }} width={400} destroyOnHidden onCancel={() => answer(false)}>
      <Alert type="info" showIcon title={t("againWhy")} style={{ marginBottom: 16 }} />
      <SignInForm username={me.username} onSignedIn={signedIn} />
      <p className="y-caption" style={{ marginTop: 12 }}>{t("otherPerson")}</p>
      <Button type="link" block onClick={() => answer(false)}>
        {t("notNow")}
      </Button>
    </Modal>
  );
}
