import type { Campaign, Standing, UnitStanding } from "@yilu/contract";
import { Table, type TableColumnsType } from "antd";
import type { ReactElement } from "react";
import { Link } from "react-router";
import { BarsChart } from "../../components/BarsChart.tsx";
import { EmptyState } from "../../components/EmptyState.tsx";
import { StateTag } from "../../components/marks.tsx";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { useToday } from "../../lib/office.ts";
import { useMay } from "../../lib/session.ts";
import { completionTarget, targetText } from "../../components/completion.ts";
import { text } from "./text.ts";

/** Against the campaign's own target, or against the plan where it has none. */
const ratioOf = ({ targetCompletion, completion }: Pick<UnitStanding, "targetCompletion" | "completion">): number | null => targetCompletion ?? completion;
const isBelow = (row: UnitStanding): boolean => row.screensInService > 0 && (ratioOf(row) ?? 1) < completionTarget;

function Ratio({ ratio }: { ratio: number | null }): ReactElement | null {
  const f = useFormat();
  if (ratio === null) return null;
  return (
    <>
      <span className="c-bar" aria-hidden="true">
        <i style={{ width: `${Math.min(1, ratio) * 100}%` }} />
      </span>
      <span className={ratio < completionTarget ? "c-ratio y-below" : "c-ratio"}>{f.percent(ratio)}</span>
    </>
  );
}

function Trend({ campaign, standing }: { campaign: Campaign; standing: Standing }): ReactElement {
  const t = useText(text);
  const f = useFormat();
  const today = useToday();
  const bars = standing.trend.map(({ key, delivered, planned }) => ({
    key,
    label: f.localDate(key),
    title: [f.localDate(key), f.weekday(key), ...(campaign.specialDates.includes(key) ? [t("specialDay")] : [])].join(" "),
    value: delivered,
    plan: planned,
    unfinished: key >= today,
  }));
  return (
    <section className="y-card">
      <header className="y-card-head">
        <h2>{t("trend")}</h2>
        <b className="y-report-figure">{f.count(standing.totals.delivered)}</b>
        <span className="y-ink2">{t("plays")}</span>
        <span className="y-grow" />
        <Link to={`/reports?campaignId=${campaign.id}&from=${campaign.startDate}&to=${campaign.endDate}&by=unit`}>{t("toReport")}</Link>
      </header>
      <div className="y-card-body">
        <BarsChart bars={bars} height={160} unit={t("plays")} planned={t("plan")} format={f.count} formatAxis={f.short} summary={t("trendSummary", { n: f.count(standing.totals.delivered) })} />
      </div>
    </section>
  );
}

/** Every unit that takes part; a unit without screens takes part with its material, and that is said. */
export function StandingCards({ campaign, standing }: { campaign: Campaign; standing: Standing }): ReactElement {
  const t = useText(text);
  const f = useFormat();
  const mayReport = useMay()("canSeeReports");
  const { rows, totals, daysSoFar, days } = standing;
  const below = rows.filter(isBelow).length;
  const columns: TableColumnsType<UnitStanding> = [
    {
      title: t("unit"),
      fixed: "start",
      sorter: (a, b) => a.unitName.localeCompare(b.unitName, "zh-CN"),
      render: (_, { unitId, unitName }) =>
        mayReport ? <Link to={`/reports?campaignId=${campaign.id}&unitId=${unitId}&from=${campaign.startDate}&to=${campaign.endDate}&by=screen`}>{unitName}</Link> : unitName,
    },
    {
      title: t("screens"),
      align: "right",
      sorter: (a, b) => a.screensInService - b.screensInService,
      render: (_, { screensInService: n }) => (n === 0 ? <span className="y-caption">{t("noScreens")}</span> : f.count(n)),
    },
    { title: t("delivered"), align: "right", sorter: (a, b) => a.delivered - b.delivered, render: (_, row) => (row.screensInService === 0 ? "" : f.count(row.delivered)) },
    { title: t("targetPlays"), align: "right", render: (_, { target }) => (target === 0 ? "" : f.count(target)) },
    { title: t("done"), align: "right", sorter: (a, b) => (ratioOf(a) ?? -1) - (ratioOf(b) ?? -1), render: (_, row) => <Ratio ratio={row.screensInService === 0 ? null : ratioOf(row)} /> },
    { title: t("airtime"), align: "right", render: (_, row) => (row.screensInService === 0 ? "" : f.airtime(row.airtimeMs)) },
    { title: t("waitingPlays"), align: "right", render: (_, { completeness }) => (completeness.waitingOnScreens === 0 ? "" : f.count(completeness.waitingOnScreens)) },
    {
      title: t("material"),
      render: (_, { contributed }) => (
        <StateTag tone={contributed ? "ok" : "off"} icon={contributed ? "ready" : "wait"}>
          {contributed ? t("handedIn") : t("notHandedIn")}
        </StateTag>
      ),
    },
  ];
  const sums = ["", f.count(totals.delivered), standing.target === 0 ? "" : f.count(standing.target), <Ratio key="done" ratio={standing.targetCompletion ?? totals.completion} />, f.airtime(totals.airtimeMs)];
  return (
    <>
      {standing.trend.length > 0 && <Trend campaign={campaign} standing={standing} />}
      <section className="y-card">
        <header className="y-card-head y-wrap">
          <h2>{t("standing")}</h2>
          <span className="y-caption">{daysSoFar === 0 ? t("notBegun", { all: days }) : t("daysSoFar", { n: daysSoFar, all: days })}</span>
          <span className="y-grow" />
          {below > 0 && <span className="y-below">{t("belowUnits", { n: f.count(below), target: targetText })}</span>}
        </header>
        {rows.length === 0 ? (
          <EmptyState title={t("noUnits")} why={t("noUnitsWhy")} />
        ) : (
          <Table<UnitStanding>
            rowKey="unitId"
            size="small"
            scroll={{ x: "max-content" }}
            columns={columns}
            dataSource={rows}
            pagination={rows.length <= 50 ? false : { pageSize: 50, showSizeChanger: false }}
            summary={() => (
              <Table.Summary.Row className="y-totals">
                <Table.Summary.Cell index={0}>{t("totals")}</Table.Summary.Cell>
                {sums.map((sum, place) => (
                  <Table.Summary.Cell key={place} index={place + 1} align="right">
                    {sum}
                  </Table.Summary.Cell>
                ))}
                <Table.Summary.Cell index={6} colSpan={2} />
              </Table.Summary.Row>
            )}
          />
        )}
      </section>
    </>
  );
}
