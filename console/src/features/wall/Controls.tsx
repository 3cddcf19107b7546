import { useEffect, useState, type ReactElement } from "react";
import { Link } from "react-router";
import { ShareDialog } from "../../components/sharing/ShareDialog.tsx";
import { useText } from "../../lib/i18n.ts";
import { useMay } from "../../lib/session.ts";
import { text } from "./text.ts";

const shownForMs = 4_000;

/** Whether a hand moves the mouse or a key was pressed just now. */
function useHand(): boolean {
  const [near, setNear] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const moved = (): void => {
      clearTimeout(timer);
      setNear(true);
      timer = setTimeout(() => setNear(false), shownForMs);
    };
    for (const kind of ["pointermove", "pointerdown", "keydown"]) window.addEventListener(kind, moved, { passive: true });
    return () => {
      clearTimeout(timer);
      for (const kind of ["pointermove", "pointerdown", "keydown"]) window.removeEventListener(kind, moved);
    };
  }, []);
  return near;
}

/** What whoever sets the wall up needs: it hides as soon as the mouse rests. */
export function Controls({ unitName }: { unitName: string }): ReactElement {
  const t = useText(text);
  const may = useMay();
  const near = useHand();
  const [sharing, setSharing] = useState(false);
  return (
    <>
      <nav className={near || sharing ? "w-controls w-near" : "w-controls"} aria-label={t("controls")}>
        <Link to="/">{t("back")}</Link>
        <Link to="/help#wall">{t("help")}</Link>
        {may("canShareReports") && (
          <button type="button" onClick={() => setSharing(true)}>
            {t("makeLink")}
          </button>
        )}
        <button type="button" onClick={() => void (document.fullscreenElement === null ? document.documentElement.requestFullscreen() : document.exitFullscreen())}>
          {t("fullScreen")}
        </button>
      </nav>
      {sharing && <ShareDialog shared={{ what: "wall" }} title={t("linkTitle", { name: unitName })} words={[t("linkWords")]} onClose={() => setSharing(false)} />}
    </>
  );
}
