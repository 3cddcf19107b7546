import { routes, type ReportRow, type SharedView } from "@yilu/contract";
import type { ReactElement } from "react";
import { PrintHead } from "../../../components/print/PrintHead.tsx";
import { addressOf } from "../../../lib/api.ts";
import { useFormat } from "../../../lib/format.ts";
import { useText } from "../../../lib/i18n.ts";
import { useToday } from "../../../lib/office.ts";
import { Completeness } from "../Completeness.tsx";
import { Days } from "../Days.tsx";
import { Heat } from "../Heat.tsx";
import { ReportTable } from "../ReportTable.tsx";
import { Units } from "../Units.tsx";
import { text } from "./text.ts";

type CampaignView = Extract<SharedView, { what: "campaign" }>;
const nowhere = (): null => null;

/** The words in which the field reports, each with its figure. */
function Figures({ view }: { view: CampaignView }): ReactElement {
  const t = useText(text);
  const f = useFormat();
  const { totals } = view.summary.standing;
  const { audienceEstimate } = view.summary.campaign;
  const figures: [string, string][] = [
    [t("vehicles"), f.count(totals.vehicles)],
    [t("screens"), f.count(totals.screens)],
    [t("delivered"), f.count(totals.delivered)],
    [t("airtime"), f.airtime(totals.airtimeMs)],
    ...(totals.poweredOnMs === null ? [] : ([[t("poweredOn"), f.airtime(totals.poweredOnMs)]] satisfies [string, string][])),
    ...(totals.completion === null ? [] : ([[t("completion"), f.percent(totals.completion)]] satisfies [string, string][])),
    ...(audienceEstimate === null ? [] : ([[t("audience"), f.count(audienceEstimate)]] satisfies [string, string][])),
  ];
  return (
    <dl className="y-card s-figures">
      {figures.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

interface Material {
  unitId: string;
  unitName: string;
  written: string;
  links: CampaignView["summary"]["contributions"][number]["links"];
  pictures: { sha256: string; caption: string }[];
}

/** What the units wrote, their links and pictures, and what their screens showed. */
function Contributions({ view, token }: { view: CampaignView; token: string }): ReactElement | null {
  const t = useText(text);
  const f = useFormat();
  const { contributions, pictures, standing } = view.summary;
  const captionOf = ({ screenName, takenAt, mediaTitle }: (typeof pictures)[number]): string => [screenName, f.dateTime(takenAt), ...(mediaTitle === null ? [] : [`《${mediaTitle}》`])].join(" ");
  const material = standing.rows.flatMap(({ unitId, unitName }): Material[] => {
    const own = contributions.find((one) => one.unitId === unitId);
    const shown = pictures.filter((picture) => picture.unitId === unitId).map((picture) => ({ sha256: picture.sha256, caption: captionOf(picture) }));
    if (own === undefined && shown.length === 0) return [];
    return [{ unitId, unitName, written: own?.text ?? "", links: own?.links ?? [], pictures: [...(own?.evidence ?? []), ...shown] }];
  });
  if (material.length === 0) return null;
  return (
    <section className="y-card">
      <header className="y-card-head">
        <h2>{t("contributions")}</h2>
      </header>
      {material.map(({ unitId, unitName, written, links, pictures: shown }) => (
        <div key={unitId} className="y-card-body s-contribution">
          <h3>{unitName}</h3>
          {written !== "" && <p className="s-text">{written}</p>}
          {links.map(({ title, url }) => (
            <p key={url}>
              <a href={url} target="_blank" rel="noreferrer noopener">
                {title}
              </a>
            </p>
          ))}
          <div className="s-pictures">
            {shown.map(({ sha256, caption }) => (
              <figure key={sha256}>
                <img src={addressOf(routes.shares.picture, { params: { token, sha256 } })} alt={caption} loading="lazy" />
                <figcaption className="y-caption">{caption}</figcaption>
              </figure>
            ))}
          </div>
        </div>
      ))}
    </section>
  );
}

/** The newest summary of a campaign as its link shows it. */
export function SharedCampaign({ view, token }: { view: CampaignView; token: string }): ReactElement {
  const t = useText(text);
  const f = useFormat();
  const today = useToday();
  const { head, summary, title } = view;
  const { campaign, standing, heat, levels, media } = summary;
  const period = { from: campaign.startDate, to: campaign.endDate };
  const units: ReportRow[] = standing.rows.map((row) => ({ ...row, key: row.unitId, label: row.unitName, note: null, level: null, withdrawn: false }));
  const words = [campaign.name, campaign.theme, campaign.unitName, t("campaignDates", { from: f.localDate(period.from), to: f.localDate(period.to) })];
  const state = head.state === "addendum" ? t("state.addendum", { n: head.number }) : t(`state.${head.state}`);
  const asOf = t("asOf", { at: f.dateTime(head.at) });
  const without = standing.rows.filter((row) => row.screensInService === 0);
  const parts = [
    { name: t("units"), by: "unit", rows: units.filter((row) => !without.some(({ unitId }) => unitId === row.key)) },
    { name: t("levels"), by: "level", rows: levels },
    { name: t("media"), by: "media", rows: media },
  ] as const;
  return (
    <>
      <p className="y-ink2 y-no-print">
        {words.join("　")}　{state}
      </p>
      <PrintHead title={title} words={[...words, state]} />
      <Figures view={view} />
      <Completeness report={standing} />
      <div className="r-pictures">
        <div className="y-page">
          <Days rows={standing.trend} totals={standing.totals} period={period} today={today} note={asOf} />
          <Heat heat={{ generatedAt: head.at, rows: heat }} filters={period} />
        </div>
        <Units rows={units} linkOf={nowhere} />
      </div>
      {parts.map(({ name, by, rows }) => (
        <ReportTable key={by} title={name} report={{ rows: [...rows], totals: standing.totals }} by={by} loading={false} linkOf={nowhere} />
      ))}
      {without.length > 0 && <p className="y-caption">{t("withoutScreens", { n: f.count(without.length), names: without.map(({ unitName }) => unitName).join("、") })}</p>}
      <Contributions view={view} token={token} />
      <p className="y-caption s-hash">{t("hash", { hash: head.sha256 })}</p>
    </>
  );
}
