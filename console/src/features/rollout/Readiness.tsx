import { routes, type Campaign } from "@yilu/contract";
import { Progress } from "antd";
import type { ReactElement } from "react";
import { Link } from "react-router";
import { useCall } from "../../lib/api.ts";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { text } from "./text.ts";

function Row({ campaign }: { campaign: Campaign }): ReactElement {
  const t = useText(text);
  const f = useFormat();
  const readiness = useCall(routes.campaigns.readiness, { params: { id: campaign.id } }).data;
  return (
    <li className="r-campaign">
      <Link to={`/campaigns?campaign=${campaign.id}`} className="y-ellipsis">
        {campaign.name}
      </Link>
      <span className="y-caption">{campaign.state === "planned" ? t("starts", { day: f.localDate(campaign.startDate) }) : t("running")}</span>
      <Progress percent={Math.floor(readiness?.percent ?? 0)} size="small" aria-label={campaign.name} />
      <span className="y-caption">{readiness === undefined ? "" : t("readyOf", { ready: f.count(readiness.ready), all: f.count(readiness.screens) })}</span>
    </li>
  );
}

/** Campaigns that are about to begin or run: how many of their screens hold every file already. */
export function Readiness(): ReactElement | null {
  const t = useText(text);
  const campaigns = useCall(routes.campaigns.list, { query: { pageSize: 20 } });
  const rows = (campaigns.data?.rows ?? []).filter(({ state, whole }) => whole && (state === "planned" || state === "running"));
  if (rows.length === 0) return null;
  return (
    <section className="y-card">
      <header className="y-card-head">
        <h2>{t("readiness")}</h2>
      </header>
      <ul className="y-card-body r-campaigns">
        {rows.map((campaign) => (
          <Row key={campaign.id} campaign={campaign} />
        ))}
      </ul>
    </section>
  );
}
