import type { ImportDone } from "@yilu/contract";
import { Button, Result } from "antd";
import type { ReactElement } from "react";
import { useNavigate } from "react-router";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { text } from "./text.ts";

/** What was written, and what comes next: players for the new screens. */
export function Done({ done, onMore }: { done: ImportDone; onMore: () => void }): ReactElement {
  const t = useText(text);
  const f = useFormat();
  const navigate = useNavigate();
  const { added, changed, moved, unchanged, addedIds } = done;
  return (
    <div className="y-card">
      <Result
        status="success"
        title={t("doneTitle", { added: f.count(added), changed: f.count(changed) })}
        subTitle={
          <>
            {moved > 0 && <p>{t("doneMoved", { n: f.count(moved) })}</p>}
            {unchanged > 0 && <p>{t("doneUnchanged", { n: f.count(unchanged) })}</p>}
            {added > 0 && <p>{t("doneWhy")}</p>}
          </>
        }
        extra={[
          ...(added > 0
            ? [
                <Button key="links" type="primary" onClick={() => void navigate("/screens/links", { state: { screenIds: addedIds } })}>
                  {t("makeLinksFor", { n: f.count(added) })}
                </Button>,
              ]
            : []),
          <Button key="screens" onClick={() => void navigate("/screens")}>
            {t("seeScreens")}
          </Button>,
          <Button key="more" onClick={onMore}>
            {t("importMore")}
          </Button>,
        ]}
      />
    </div>
  );
}
