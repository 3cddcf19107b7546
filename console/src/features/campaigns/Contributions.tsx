import { routes, type Campaign, type Contribution } from "@yilu/contract";
import { Button, Image } from "antd";
import { useState, type ReactElement } from "react";
import { EmptyState } from "../../components/EmptyState.tsx";
import { StateTag } from "../../components/marks.tsx";
import { Poster } from "../../components/Poster.tsx";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { Waiting } from "../../components/Waiting.tsx";
import { addressOf, useCall } from "../../lib/api.ts";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { useMay } from "../../lib/session.ts";
import { ContributionForm } from "./ContributionForm.tsx";
import { text } from "./text.ts";
import { useFilms } from "./useFilms.ts";

function One({ campaignId, contribution, onEdit }: { campaignId: string; contribution: Contribution; onEdit: (() => void) | null }): ReactElement {
  const t = useText(text);
  const f = useFormat();
  const { unitName, text: written, links, mediaIds, pictures, updatedAt, updatedBy } = contribution;
  const films = useFilms(mediaIds);
  return (
    <li>
      <div className="y-row y-wrap">
        <b>{unitName}</b>
        <StateTag tone={updatedAt === null ? "off" : "ok"} icon={updatedAt === null ? "wait" : "ready"}>
          {updatedAt === null ? t("nothingYet") : t("handedIn")}
        </StateTag>
        {updatedAt !== null && <span className="y-caption">{t("updated", { who: updatedBy ?? "", at: f.dateTime(updatedAt) })}</span>}
        {pictures.length > 0 && <span className="y-caption">{t("pictures", { n: pictures.length })}</span>}
        {mediaIds.length > 0 && <span className="y-caption">{t("posters", { n: mediaIds.length })}</span>}
        <span className="y-grow" />
        {onEdit !== null && (
          <Button size="small" onClick={onEdit}>
            {t("contribute")}
          </Button>
        )}
      </div>
      {written !== "" && <p className="c-text">{written}</p>}
      {links.map(({ title, url }) => (
        <p key={url}>
          <a href={url} target="_blank" rel="noreferrer noopener">
            {title}
          </a>
        </p>
      ))}
      {pictures.length + mediaIds.length > 0 && (
        <div className="c-pictures">
          {mediaIds.map((id) => (
            <figure key={id}>
              <Poster url={films.get(id)?.posterUrl ?? null} alt={films.get(id)?.title ?? ""} width="100%" />
              <figcaption className="y-caption y-ellipsis">《{films.get(id)?.title ?? "…"}》</figcaption>
            </figure>
          ))}
          {pictures.map(({ sha256, caption }) => (
            <figure key={sha256}>
              <Image src={addressOf(routes.campaigns.picture, { params: { id: campaignId, sha256 } })} alt={caption} loading="lazy" />
              <figcaption className="y-caption y-ellipsis" title={caption}>
                {caption}
              </figcaption>
            </figure>
          ))}
        </div>
      )}
    </li>
  );
}

/** What the units hand in for the summary: text, links, pictures. */
export function Contributions({ campaign }: { campaign: Campaign }): ReactElement {
  const t = useText(text);
  const f = useFormat();
  const may = useMay();
  const [editing, setEditing] = useState<Contribution | null>(null);
  const list = useCall(routes.campaigns.contributions, { params: { id: campaign.id } }, { keepPrevious: false });
  const rows = list.data?.rows ?? [];
  return (
    <section className="y-card">
      <header className="y-card-head">
        <h2>{t("contributions")}</h2>
        {rows.length > 0 && <span className="y-caption">{t("contributionsCount", { n: f.count(rows.filter(({ updatedAt }) => updatedAt !== null).length), all: f.count(rows.length) })}</span>}
      </header>
      <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />
      {list.isPending && <Waiting />}
      {list.data !== undefined && rows.length === 0 && <EmptyState title={t("noContributions")} />}
      {rows.length > 0 && (
        <ul className="c-list">
          {rows.map((row) => (
            <One key={row.unitId} campaignId={campaign.id} contribution={row} onEdit={row.mayEdit && may("canContributeToCampaigns") ? () => setEditing(row) : null} />
          ))}
        </ul>
      )}
      {editing !== null && <ContributionForm campaignId={campaign.id} contribution={editing} onClose={() => setEditing(null)} />}
    </section>
  );
}
