import { App, Button } from "antd";
import type { ReactElement } from "react";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { useLeaveGuard } from "../../components/useLeaveGuard.ts";
import { useText } from "../../lib/i18n.ts";
import { securityText } from "./securityText.ts";

/**
 * Guards unsaved settings until a save is through, and says then that they hold.
 * @param saved what is said then
 * @returns takes the promise of a save: the form may be drawn anew by what was saved before that promise settles
 */
export function useSaving(isChanged: boolean, saved: string): (save: Promise<unknown>) => void {
  const { message } = App.useApp();
  const release = useLeaveGuard(isChanged);
  return (save) =>
    void save.then(
      () => {
        release();
        void message.success(saved);
      },
      () => undefined, // the form shows why
    );
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
