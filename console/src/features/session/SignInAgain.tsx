import type { Me } from "@yilu/contract";
import { Alert, Button, Modal } from "antd";
import { useEffect, useState, type ReactElement } from "react";
import { onSessionLost } from "../../lib/api.ts";
import { useText } from "../../lib/i18n.ts";
import { SignInForm } from "./SignInForm.tsx";
import { text } from "./text.ts";

interface Asked {
  answer: (again: boolean) => void;
}

/**
 * The session has ended while somebody works: asks for the password above the page, which stays as it is, and the
 * calls that failed go on. Another person's account opens the page anew, because the work below belongs to the first.
 */
export function SignInAgain({ me, onSignedIn }: { me: Me; onSignedIn: (me: Me) => void }): ReactElement {
  const t = useText(text);
  const [asked, setAsked] = useState<Asked | null>(null);
  useEffect(() => {
    onSessionLost(() => new Promise<boolean>((resolve) => setAsked({ answer: resolve })));
    return () => onSessionLost(() => Promise.resolve(false));
  }, []);
  const answer = (again: boolean): void => {
    asked?.answer(again);
    setAsked(null);
  };
  const signedIn = (who: Me): void => {
    if (who.id !== me.id) {
      window.location.reload();
      return;
    }
    onSignedIn(who);
    answer(true);
  };
  return (
    <Modal open={asked !== null} title={t("again")} footer={null} mask={{ closable: false }} width={400} destroyOnHidden onCancel={() => answer(false)}>
      <Alert type="info" showIcon title={t("againWhy")} style={{ marginBottom: 16 }} />
      <SignInForm username={me.username} onSignedIn={signedIn} />
      <p className="y-caption" style={{ marginTop: 12 }}>{t("otherPerson")}</p>
      <Button type="link" block onClick={() => answer(false)}>
        {t("notNow")}
      </Button>
    </Modal>
  );
}
