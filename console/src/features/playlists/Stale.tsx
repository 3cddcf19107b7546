import type { Playlist } from "@yilu/contract";
import { Alert, Button } from "antd";
import type { ReactElement } from "react";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { text } from "./text.ts";

/** Somebody else saved meanwhile: says so, and lets the reader choose whose to go on with. */
export function Stale({ theirs, onLoad, onKeep }: { theirs: Playlist | null; onLoad: () => void; onKeep: () => void }): ReactElement {
  const t = useText(text);
  const f = useFormat();
  return (
    <Alert
      type="warning"
      showIcon
      role="alert"
      title={t("staleTitle")}
      description={
        <>
          <p>{t("staleWhy")}</p>
          {theirs !== null && <p>{t("theirs", { name: theirs.name, n: theirs.items.length, length: f.length(theirs.totalMs), at: f.dateTime(theirs.updatedAt) })}</p>}
          <span className="y-row" style={{ marginTop: 8 }}>
            <Button onClick={onLoad}>{t("loadTheirs")}</Button>
            {theirs !== null && (
              <Button danger onClick={onKeep}>
                {t("keepMine")}
              </Button>
            )}
          </span>
        </>
      }
    />
  );
}
