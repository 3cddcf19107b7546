import type { Campaign } from "@yilu/contract";
import type { ReactElement } from "react";
import { EvidenceGallery } from "../../components/evidence/EvidenceGallery.tsx";
import { UnitSelect } from "../../components/UnitSelect.tsx";
import { useParams } from "../../components/useParams.ts";
import { useText } from "../../lib/i18n.ts";
import { text } from "./text.ts";

/** What the campaign's screens showed, as their players photographed it. */
export function Gallery({ campaign }: { campaign: Campaign }): ReactElement {
  const t = useText(text);
  const [params, open] = useParams();
  const unitId = params.get("unit") ?? undefined;
  const { id, evidencePerDay } = campaign;
  return (
    <section className="y-card">
      <header className="y-card-head y-wrap">
        <h2>{t("gallery")}</h2>
        <span className="y-caption">{evidencePerDay === 0 ? t("galleryOff") : t("galleryNote", { n: evidencePerDay })}</span>
      </header>
      <div className="y-card-body">
        <EvidenceGallery
          key={unitId ?? ""}
          campaignId={id}
          unitId={unitId}
          emptyWhy={evidencePerDay === 0 ? t("galleryNoneOff") : t("galleryNoneYet")}
          actions={<UnitSelect clearable width={180} value={unitId} onChange={(next) => open({ unit: next })} />}
        />
      </div>
    </section>
  );
}
