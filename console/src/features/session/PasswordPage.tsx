import type { Me } from "@yilu/contract";
import { Button } from "antd";
import type { ReactElement } from "react";
import { useText } from "../../lib/i18n.ts";
import { Doorway } from "./Doorway.tsx";
import { PasswordForm } from "./PasswordForm.tsx";
import { text } from "./text.ts";

/** First sign-in with a password that somebody else made: nothing opens before it is changed. */
export function PasswordPage({ me, onChanged, onSignOut }: { me: Me; onChanged: (me: Me) => void; onSignOut: () => void }): ReactElement {
  const t = useText(text);
  return (
    <Doorway>
      <div className="y-door-notice" role="status">
        <span>
          <b>
            {me.displayName}，{t("mustChange")}
          </b>
          <br />
          {t("mustChangeWhy")}
        </span>
      </div>
      <PasswordForm onChanged={onChanged} />
      <Button type="link" block onClick={onSignOut}>
        {t("signOut")}
      </Button>
    </Doorway>
  );
}
