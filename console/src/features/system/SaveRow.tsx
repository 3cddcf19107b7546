import { App, Button } from "antd";
import type { ReactElement } from "react";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { useLeaveGuard } from "../../components/useLeaveGuard.ts";
import { useText } from "../../lib/i18n.ts";
import { securityText } from "./securityText.ts";

/** What to do when settings are saved: one may leave, and is told that they hold. Guards unsaved ones until then. */
export function useSaved(isChanged: boolean): () => void {
  const t = useText(securityText);
  const { message } = App.useApp();
  const release = useLeaveGuard(isChanged);
  return () => {
    release();
    void message.success(t("savedPolicy"));
  };
}

/** The end of a settings form: why a save was refused, the button, and that there is something to save. */
export function SaveRow({ error, isPending, isLocked, isChanged }: { error: unknown; isPending: boolean; isLocked: boolean; isChanged: boolean }): ReactElement {
  const t = useText(securityText);
  return (
    <>
      <ProblemAlert error={error} />
      <div className="y-row">
        <Button type="primary" htmlType="submit" disabled={isLocked || !isChanged} loading={isPending}>
          {t("save")}
        </Button>
        {isChanged && <span className="y-caption">{t("unsaved")}</span>}
      </div>
    </>
  );
}
