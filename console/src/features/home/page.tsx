import { routes, type AlarmSummary, type Overview, type Screen } from "@yilu/contract";
import { Skeleton } from "antd";
import type { ReactElement } from "react";
import { Link } from "react-router";
import { alarmText } from "../../components/alarms.ts";
import { EmptyState } from "../../components/EmptyState.tsx";
import type { IconName } from "../../components/Icon.tsx";
import { StateTag, type Tone } from "../../components/marks.tsx";
import { PageHeader } from "../../components/PageHeader.tsx";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { useCall } from "../../lib/api.ts";
import { useNow } from "../../lib/clock.ts";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { useRefreshOn } from "../../lib/live.ts";
import { useToday } from "../../lib/office.ts";
import { useMay } from "../../lib/session.ts";
import { AllScreens } from "./AllScreens.tsx";
import { useAllScreens } from "./api.ts";
import { Attention, toLookAt } from "./Attention.tsx";
import "./home.css";
import { FirstSteps } from "./FirstSteps.tsx";
import { PlaysToday } from "./PlaysToday.tsx";
import { Expiring, PendingReviews, Rollouts } from "./Waiting.tsx";
import { text } from "./text.ts";
import { useAlarms, type HomeAlarms } from "./useAlarms.ts";

type State = Exclude<keyof Overview["screens"], "total">;
const states: readonly { state: State; tone: Tone; icon: IconName }[] = [
  { state: "online", tone: "ok", icon: "play" },
  { state: "offline", tone: "off", icon: "offline" },
  { state: "neverSeen", tone: "park", icon: "parked" },
  { state: "unpaired", tone: "park", icon: "unpaired" },
];
const refreshMs = 4000;

/** The answer in one sentence; each figure leads to its list. */
function Sentence({ screens, look, hasAlarms }: { screens: Overview["screens"]; look: number; hasAlarms: boolean }): ReactElement {
  const t = useText(text);
  const f = useFormat();
  const today = useToday();
  const due = screens.online + screens.offline + screens.neverSeen;
  return (
    <div className="y-sentence">
      <h2 hidden={screens.total === 0}>
        {t("due", { n: f.count(due) })}
        <Link className="y-ok" to="/screens?state=online">
          {t("well", { n: f.count(due - look) })}
        </Link>
        {look === 0 ? (
          t("allWell")
        ) : (
          <>
            {t("andAttention")}
            <Link className="y-alarm y-look" to={hasAlarms ? "/alarms" : screens.offline > 0 ? "/screens?state=offline" : "/screens?state=neverSeen"}>
              {t("attention", { n: f.count(look) })}
            </Link>
          </>
        )}
      </h2>
      <span className="y-ink2">{t("today", { date: f.localDate(today), weekday: f.weekday(today) })}</span>
    </div>
  );
}

const kindsShown = 3;

/** Screens with an alarm, and what is the matter with them. */
function AlarmCountCell({ summary }: { summary: AlarmSummary }): ReactElement {
  const t = useText(text);
  const words = useText(alarmText);
  const f = useFormat();
  const kinds = summary.kinds.flatMap(({ kind, open, acknowledged }) => (open + acknowledged > 0 ? [`${words(`kind.${kind}`)} ${f.count(open + acknowledged)}`] : []));
  return (
    <Link to="/alarms" className="y-count y-count-alarms">
      <span className="y-count-number">{f.count(summary.screens)}</span>
      <span>
        <StateTag tone="alarm" icon="alarm">
          <b>{t("state.alarms")}</b>
        </StateTag>
        <span className="y-caption y-count-note">{kinds.length === 0 ? t("note.alarms") : kinds.slice(0, kindsShown).join(" · ")}</span>
      </span>
    </Link>
  );
}

function StateCounts({ screens, alarms }: { screens: Overview["screens"]; alarms: AlarmSummary | null }): ReactElement {
  const t = useText(text);
  const f = useFormat();
  return (
    <div className="y-counts">
      {states.map(({ state, tone, icon }) => [
        state === "neverSeen" && alarms !== null && <AlarmCountCell key="alarms" summary={alarms} />,
        <Link key={state} to={`/screens?state=${state}`} className="y-count">
          <span className="y-count-number">{f.count(screens[state])}</span>
          <span>
            <StateTag tone={tone} icon={icon}>
              <b>{t(`state.${state}`)}</b>
            </StateTag>
            <span className="y-caption y-count-note">{t(`note.${state}`)}</span>
          </span>
        </Link>,
      ])}
    </div>
  );
}

/** How many screens somebody should look at: with an alarm, silent, or never heard of. */
function lookCount(screens: Overview["screens"], all: readonly Screen[] | null, alarms: HomeAlarms | null): number {
  if (all === null) return Math.max(screens.offline + screens.neverSeen, alarms?.summary.screens ?? 0);
  return new Set([...toLookAt(all).map(({ screen }) => screen.id), ...(alarms?.rows ?? []).map(({ screenId }) => screenId)]).size;
}

const noScreens: ReadonlySet<string> = new Set();

export default function HomePage(): ReactElement {
  const t = useText(text);
  const may = useMay();
  const now = useNow();
  const overview = useCall(routes.reports.overview, {});
  const all = useAllScreens(overview.data?.screens.total);
  const alarms = useAlarms();
  useRefreshOn("plays:counted", "overview", refreshMs);
  useRefreshOn("screen:live", "overview", refreshMs);
  const { data, error } = overview;
  if (data === undefined) {
    return (
      <>
        <PageHeader title={t("title")} />
        {error === null ? <Skeleton active paragraph={{ rows: 10 }} /> : <ProblemAlert error={error} onRetry={() => void overview.refetch()} />}
      </>
    );
  }
  return (
    <div className="y-page y-home">
      <PageHeader title={t("title")}>
        <Sentence screens={data.screens} look={lookCount(data.screens, all, alarms)} hasAlarms={(alarms?.summary.screens ?? 0) > 0} />
      </PageHeader>
      {error !== null && <ProblemAlert error={error} onRetry={() => void overview.refetch()} />}
      <FirstSteps overview={data} />
      <section className="y-card">
        <StateCounts screens={data.screens} alarms={alarms?.summary ?? null} />
        {data.screens.total === 0 ? (
          <EmptyState title={t("noScreens")} why={t("noScreensWhy")} action={may("canManageScreens") && <Link to="/screens">{t("toScreens")}</Link>} />
        ) : (
          <AllScreens total={data.screens.total} screens={all} troubled={alarms?.troubled ?? noScreens} />
        )}
      </section>
      <div className="y-home-columns">
        <PlaysToday overview={data} now={now} />
        <Attention screens={all} alarms={alarms} now={now} offline={data.screens.offline} />
        <div className="y-home-stack">
          {may("canSeeMedia") && <PendingReviews pending={data.pendingReviews} />}
          {may("canSeeMedia") && <Expiring />}
          <Rollouts counts={data.stages} />
        </div>
      </div>
    </div>
  );
}
