import type { EnrolmentLink } from "@yilu/contract";
import { Alert, Segmented } from "antd";
import { useState, type ReactElement } from "react";
import { CopyButton } from "../../components/CopyButton.tsx";
import { PrintButton } from "../../components/print/PrintButton.tsx";
import { useLeaveGuard } from "../../components/useLeaveGuard.ts";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { text } from "./text.ts";

/** Modules that stay white around a QR code (ISO/IEC 18004, 6.3.8). */
const quietZone = 4;

function Card({ link }: { link: EnrolmentLink }): ReactElement {
  const t = useText(text);
  const f = useFormat();
  const { screenName, unitName, plate, line, place, qr, url, expiresAt } = link;
  const title = plate ?? screenName;
  const about = [...(title === screenName ? [] : [screenName]), line, place].filter((part) => part !== null);
  return (
    <section className="e-card" aria-label={t("cardFor", { name: screenName })}>
      <h2 className={title.length > 12 ? "e-title e-title-long" : "e-title"}>{title}</h2>
      <div className="e-card-text">
        <p className="e-about">{about.join(" · ")}</p>
        <p className="e-about">{unitName}</p>
        <ol>
          <li>{t("cardStep1")}</li>
          <li>{t("cardStep2")}</li>
          <li>{t("cardStep3")}</li>
        </ol>
        <p className="e-caution">{t("cardCaution")}</p>
      </div>
      <div className="e-card-code">
        <svg className="e-qr" role="img" aria-label={t("cardFor", { name: screenName })} viewBox={`${-quietZone} ${-quietZone} ${qr.size + 2 * quietZone} ${qr.size + 2 * quietZone}`} shapeRendering="crispEdges">
          <path d={qr.path} />
        </svg>
        <p className="e-expires">{t("cardExpires", { at: f.dateTime(expiresAt) })}</p>
        <span className="y-no-print">
          <CopyButton text={url} label={t("copyLink")} />
        </span>
      </div>
    </section>
  );
}

/** The links as cards to print, one a screen. They are shown this once: leaving asks. */
export function Sheet({ links }: { links: readonly EnrolmentLink[] }): ReactElement {
  const t = useText(text);
  const [layout, setLayout] = useState<"cards" | "single">("cards");
  useLeaveGuard(true, { title: t("leaveTitle"), why: t("leaveWhy"), leave: t("leave"), stay: t("stay") });
  return (
    <>
      <Alert className="y-no-print" type="warning" showIcon title={t("keyTitle")} description={t("keyWhy")} />
      <div className="y-row y-wrap y-no-print">
        <span className="y-ink2">{t("layout")}</span>
        <Segmented aria-label={t("layout")} value={layout} options={(["cards", "single"] as const).map((value) => ({ value, label: t(`layout.${value}`) }))} onChange={setLayout} />
        <span className="y-grow" />
        <PrintButton />
      </div>
      <div className={`e-sheet e-sheet-${layout}`}>
        {links.map((link) => (
          <Card key={link.screenId} link={link} />
        ))}
      </div>
    </>
  );
}
