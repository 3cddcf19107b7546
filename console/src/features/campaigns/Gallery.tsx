import { routes, type Campaign } from "@yilu/contract";
import { Image, Pagination } from "antd";
import type { ReactElement } from "react";
import { EmptyState } from "../../components/EmptyState.tsx";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { UnitSelect } from "../../components/UnitSelect.tsx";
import { useParams } from "../../components/useParams.ts";
import { Waiting } from "../../components/Waiting.tsx";
import { useCall } from "../../lib/api.ts";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { text } from "./text.ts";

const pageSize = 24;

/** What the campaign's screens showed, as their players photographed it, newest first. */
export function Gallery({ campaign }: { campaign: Campaign }): ReactElement {
  const t = useText(text);
  const f = useFormat();
  const [params, open] = useParams();
  const unitId = params.get("unit") ?? undefined;
  const page = Math.max(1, Math.trunc(Number(params.get("page") ?? 1)) || 1);
  const list = useCall(routes.evidence.list, { query: { campaignId: campaign.id, from: campaign.startDate, to: campaign.endDate, unitId, page, pageSize } });
  const rows = list.data?.rows ?? [];
  return (
    <section className="y-card">
      <header className="y-card-head y-wrap">
        <h2>{t("gallery")}</h2>
        <span className="y-caption">{campaign.evidencePerDay === 0 ? t("galleryOff") : t("galleryNote", { n: campaign.evidencePerDay })}</span>
        <span className="y-grow" />
        <UnitSelect
          clearable
          width={160}
          value={unitId}
          onChange={(next) => open({ unit: next, page: undefined })}
        />
      </header>
      <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />
      {list.isPending && <Waiting />}
      {list.data !== undefined && rows.length === 0 && <EmptyState title={t("galleryNone")} why={campaign.evidencePerDay === 0 ? t("galleryNoneOff") : t("galleryNoneYet")} />}
      {rows.length > 0 && (
        <Image.PreviewGroup>
          <div className="c-gallery">
            {rows.map(({ id, pictureUrl, screenName, unitName, takenAt, clock, mediaTitle }) => (
              <figure key={id}>
                <Image src={pictureUrl} alt={`${screenName} ${f.dateTime(takenAt)}`} loading="lazy" />
                <figcaption>
                  <b className="y-ellipsis">{screenName}</b>
                  <span className="y-caption">{unitName}</span>
                  <span className="y-caption">
                    {f.dateTime(takenAt)}
                    {clock === "estimated" && ` ${t("estimatedTime")}`}
                  </span>
                  {mediaTitle !== null && <span className="y-caption y-ellipsis">《{mediaTitle}》</span>}
                </figcaption>
              </figure>
            ))}
          </div>
        </Image.PreviewGroup>
      )}
      {list.data !== undefined && list.data.total > pageSize && <Pagination className="c-pager" align="end" size="small" current={page} pageSize={pageSize} total={list.data.total} showSizeChanger={false} onChange={(next) => open({ page: next === 1 ? undefined : String(next) })} />}
    </section>
  );
}
