import { routes, type Campaign } from "@yilu/contract";
import { Button, Segmented } from "antd";
import { useState, type ReactElement } from "react";
import { Link } from "react-router";
import { ActionIcon } from "../../components/ActionIcon.tsx";
import { EmptyState } from "../../components/EmptyState.tsx";
import { PageHeader } from "../../components/PageHeader.tsx";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { useParams } from "../../components/useParams.ts";
import { Waiting } from "../../components/Waiting.tsx";
import { useCall } from "../../lib/api.ts";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { useRefreshOn } from "../../lib/live.ts";
import { useMay } from "../../lib/session.ts";
import { CampaignForm } from "./CampaignForm.tsx";
import { Contributions } from "./Contributions.tsx";
import { Gallery } from "./Gallery.tsx";
import { ReadinessCard } from "./ReadinessCard.tsx";
import { StandingCards } from "./StandingCards.tsx";
import { CampaignState } from "./state.tsx";
import { Summaries } from "./Summaries.tsx";
import { text } from "./text.ts";

const refreshMs = 10_000;
const tabs = ["standing", "material", "gallery"] as const;
type Tab = (typeof tabs)[number];

function Facts({ campaign }: { campaign: Campaign }): ReactElement {
  const t = useText(text);
  const f = useFormat();
  const { theme, unitName, startDate, endDate, specialDates, targetPlaysPerScreenPerDay: target, entryIds, reportDue, audienceEstimate, evidencePerDay, notes } = campaign;
  const facts: [string, string][] = [
    [t("theme"), theme],
    [t("owner"), unitName],
    [t("dates"), t("datesOf", { from: f.localDate(startDate), to: f.localDate(endDate) })],
    ...(specialDates.length === 0 ? [] : ([[t("special"), specialDates.map((date) => f.localDate(date)).join("、")]] satisfies [string, string][])),
    [t("targetShort"), target === 0 ? t("targetNone") : f.count(target)],
    [t("entries"), f.count(entryIds.length)],
    [t("due"), f.dateTime(reportDue)],
    ...(evidencePerDay === 0 ? [] : ([[t("evidenceShort"), t("evidenceOf", { n: evidencePerDay })]] satisfies [string, string][])),
    ...(audienceEstimate === null ? [] : ([[t("audience"), f.count(audienceEstimate)]] satisfies [string, string][])),
    ...(notes === "" ? [] : ([[t("notes"), notes]] satisfies [string, string][])),
  ];
  return (
    <dl className="y-card c-facts">
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** One campaign: what it aims at, whether it is ready, how the units stand, and the summary that is signed. */
export function Detail({ id }: { id: string }): ReactElement {
  const t = useText(text);
  const may = useMay();
  const [editing, setEditing] = useState(false);
  const [params, open] = useParams();
  const tab = tabs.find((name) => name === params.get("tab")) ?? "standing";
  const campaign = useCall(routes.campaigns.get, { params: { id } }, { keepPrevious: false });
  const standing = useCall(routes.campaigns.standing, { params: { id } }, { keepPrevious: false });
  const readiness = useCall(routes.campaigns.readiness, { params: { id } }, { keepPrevious: false });
  useRefreshOn("plays:counted", "campaigns", refreshMs);
  const back = (
    <Link to="/campaigns" className="y-row">
      <ActionIcon name="back" /> {t("back")}
    </Link>
  );
  const { data } = campaign;
  if (data === undefined) {
    if (campaign.error === null) return <Waiting />;
    return (
      <>
        <ProblemAlert error={campaign.error} onRetry={() => void campaign.refetch()} />
        <div className="y-card">
          <EmptyState title={t("gone")} action={back} />
        </div>
      </>
    );
  }
  const mayEdit = may("canEditCampaigns") && data.whole && data.state !== "closed";
  return (
    <>
      <PageHeader title={data.name} actions={mayEdit ? <Button onClick={() => setEditing(true)}>{t("edit")}</Button> : undefined}>
        {back}
        <b className="y-top-title">{data.name}</b>
        <CampaignState state={data.state} />
        {!data.whole && <span className="y-caption">{t("onlyOwn")}</span>}
      </PageHeader>
      <Facts campaign={data} />
      <div className="c-pair">
        <Summaries campaign={data} />
        {readiness.data === undefined ? <ProblemAlert error={readiness.error} onRetry={() => void readiness.refetch()} /> : <ReadinessCard readiness={readiness.data} />}
      </div>
      <Segmented<Tab>
        className="c-tabs"
        aria-label={data.name}
        value={tab}
        options={tabs.map((name) => ({ value: name, label: t(`tab.${name}`) }))}
        onChange={(name) => open({ tab: name === "standing" ? undefined : name, unit: undefined })}
      />
      {tab === "standing" &&
        (standing.data === undefined ? (
          standing.error === null ? (
            <Waiting />
          ) : (
            <ProblemAlert error={standing.error} onRetry={() => void standing.refetch()} />
          )
        ) : (
          <StandingCards campaign={data} standing={standing.data} />
        ))}
      {tab === "material" && <Contributions campaign={data} />}
      {tab === "gallery" && <Gallery campaign={data} />}
      {editing && <CampaignForm campaign={data} onClose={() => setEditing(false)} onSaved={() => setEditing(false)} />}
    </>
  );
}
