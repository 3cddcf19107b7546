import type { Me } from "@yilu/contract";
import { useEffect, type ReactElement } from "react";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { useText } from "../../lib/i18n.ts";
import { Doorway } from "./Doorway.tsx";
import { SignInForm } from "./SignInForm.tsx";
import { text } from "./text.ts";

/** `failed`: why nobody is known to be signed in, when it is not simply that nobody is. */
export function SignInPage({ failed, onSignedIn }: { failed: unknown; onSignedIn: (me: Me) => void }): ReactElement {
  const t = useText(text);
  useEffect(() => {
    document.title = `${t("signIn")} · 一路`;
  }, [t]);
  return (
    <Doorway>
      <ProblemAlert error={failed} onRetry={() => window.location.reload()} />
      <SignInForm onSignedIn={onSignedIn} />
      <p className="y-door-note">{t("forgotten")}</p>
    </Doorway>
  );
}
