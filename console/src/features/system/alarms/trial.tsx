import type { DeliveryState, Trial } from "@yilu/contract";
import { Alert, App } from "antd";
import type { ReactElement } from "react";
import { StateTag } from "../../../components/marks.tsx";
import { useNow } from "../../../lib/clock.ts";
import { useFormat } from "../../../lib/format.ts";
import { useText } from "../../../lib/i18n.ts";
import { alarmsText } from "./alarmsText.ts";

/** Shows what the other side truly answered to a trial. */
export function useShowTrial(): (trial: Trial) => void {
  const t = useText(alarmsText);
  const { modal } = App.useApp();
  return ({ ok, answer, tookMs }) =>
    void modal[ok ? "success" : "error"]({
      title: t(ok ? "tryOk" : "tryFailed"),
      content: (
        <>
          <p className="y-caption">{t("tryAnswer", { n: tookMs })}</p>
          <pre className="s-trial">{answer}</pre>
        </>
      ),
    });
}

/** When it last went well, or what is wrong and when it is tried again. */
export function Delivery({ state }: { state: DeliveryState }): ReactElement {
  const t = useText(alarmsText);
  const f = useFormat();
  const now = useNow();
  if (state.failures > 0) {
    return (
      <Alert
        type="error"
        showIcon
        className="s-delivery-error"
        title={t("failed", { n: state.failures, error: state.lastError ?? "" })}
        description={state.nextTryAt === null ? null : t("nextTry", { at: f.time(state.nextTryAt) })}
      />
    );
  }
  if (state.lastSentAt === null) return <span className="y-ink2">{t("neverSent")}</span>;
  return (
    <StateTag tone="ok" icon="ready">
      {t("sent", { ago: f.ago(state.lastSentAt, now) })}
    </StateTag>
  );
}
