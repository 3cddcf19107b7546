import type { Screen, ScreenHealth, ScreenLive } from "@yilu/contract";
import type { ReactElement, ReactNode } from "react";
import { StateTag } from "../../../components/marks.tsx";
import { StageTag } from "../../../components/stages.tsx";
import { useFormat, type Format } from "../../../lib/format.ts";
import { useText, type Translate } from "../../../lib/i18n.ts";
import "./health.css";
import { healthText } from "./healthText.ts";

type Words = Translate<(typeof healthText)["zh"]>;

const clockLook = { synced: { tone: "ok", icon: "ready" }, trusted: { tone: "busy", icon: "wait" }, estimated: { tone: "alarm", icon: "alarm" } } as const;
/** Below this, storage is short. */
const leastFree = 0.05;

function Bar({ part, tone, label }: { part: number; tone: "accent" | "alarm"; label: string }): ReactElement {
  const percent = Math.round(100 * Math.min(1, Math.max(0, part)));
  return (
    <span className="y-meter" role="meter" aria-label={label} aria-valuenow={percent} aria-valuemin={0} aria-valuemax={100}>
      <i className={tone === "alarm" ? "y-meter-alarm" : ""} style={{ width: `${percent}%` }} />
    </span>
  );
}

/** How far the newest programme has come: the word, a bar while it is fetched, and what that means. */
function Programme({ live }: { live: ScreenLive }): ReactElement {
  const t = useText(healthText);
  const f = useFormat();
  const { rollout, download } = live;
  const amounts = download === null ? null : { done: f.bytes(download.doneBytes), total: f.bytes(download.totalBytes) };
  const note = (): string => {
    if (download?.state === "failed" && amounts !== null) return t("downloadFailed", amounts);
    if (rollout === "downloading" && amounts !== null) return t("downloadOf", amounts);
    if (rollout === "ready" || rollout === "playing") return t("ready");
    if (rollout === "none") return t("noProgramme");
    return t(rollout === "waiting" ? "waitingOffline" : "sentNote");
  };
  return (
    <>
      <StageTag live={live} />
      {download !== null && download.totalBytes > 0 && (rollout === "downloading" || download.state === "failed") && <Bar part={download.doneBytes / download.totalBytes} tone={download.state === "failed" ? "alarm" : "accent"} label={t("programme")} />}
      <p className="y-caption">{note()}</p>
    </>
  );
}

function storageOf({ cacheUsedBytes: used, cacheQuotaBytes: quota }: ScreenLive, t: Words, f: Format): ReactNode {
  if (used === null || quota === null || quota === 0) return t("storageUnknown");
  const left = Math.max(0, 1 - used / quota);
  return (
    <>
      <Bar part={used / quota} tone={left < leastFree ? "alarm" : "accent"} label={t("storage")} />
      <p className="y-caption">{t("storageOf", { used: f.bytes(used), quota: f.bytes(quota), percent: f.percent(left) })}</p>
    </>
  );
}

/** What the player says of itself, as pairs of name and words; what an older one does not say is left out. */
function factsOf(live: ScreenLive, health: ScreenHealth, now: number, t: Words, f: Format): [string, ReactNode][] {
  const { showing, isMuted, ledgerHead, lostPlays, failedItems, droppedFrames, restarts, runStartedAt, decoders, evidenceWaiting, evidenceLost, persistent } = health;
  const run = runStartedAt === null ? null : { since: f.dateTime(runStartedAt), span: f.span(now - runStartedAt) };
  const facts: [string, ReactNode | null][] = [
    [t("showing"), showing === null ? null : `${t(`showing.${showing}`)}${isMuted === true ? `，${t("muted")}` : ""}`],
    [t("ledger"), live.unsentPlays === 0 ? t("ledgerOf", { head: f.count(ledgerHead) }) : t("ledgerUnsent", { head: f.count(ledgerHead), unsent: f.count(live.unsentPlays) })],
    [t("lostPlays"), lostPlays === 0 ? null : <StateTag key="lost" tone="alarm" icon="alarm">{t("lostPlaysOf", { n: f.count(lostPlays) })}</StateTag>],
    [t("persistent"), persistent ? t("persistent.yes") : <span key="persistent" className="y-off">{t("persistent.no")}</span>],
    [t("failedItems"), failedItems === 0 ? t("none") : t("failedItemsOf", { n: f.count(failedItems) })],
    [t("dropped"), droppedFrames === 0 ? t("none") : t("droppedOf", { n: f.count(droppedFrames) })],
    [t("restarts"), run === null ? null : restarts === null ? t("runOf", run) : t("restartsOf", { n: f.count(restarts), ...run })],
    [t("decoders"), decoders === null ? null : decoders < 2 ? t("oneDecoder") : t("decodersOf", { n: decoders })],
    [t("evidenceWaiting"), evidenceWaiting === null || evidenceWaiting === 0 ? null : t("evidenceWaitingOf", { n: f.count(evidenceWaiting) })],
    [t("evidenceLost"), evidenceLost === null || evidenceLost === 0 ? null : t("evidenceWaitingOf", { n: f.count(evidenceLost) })],
  ];
  return facts.filter(([, value]) => value !== null);
}

/** Whether the screen has its programme, and how its player is. */
export function Health({ screen, now }: { screen: Screen; now: number }): ReactElement {
  const t = useText(healthText);
  const f = useFormat();
  const { live } = screen;
  return (
    <dl className="y-facts">
      <dt>{t("programme")}</dt>
      <dd>
        <Programme live={live} />
      </dd>
      <dt>{t("storage")}</dt>
      <dd>{storageOf(live, t, f)}</dd>
      {live.clock !== null && (
        <>
          <dt>{t("clock")}</dt>
          <dd>
            <StateTag {...clockLook[live.clock]}>{t(`clock.${live.clock}`)}</StateTag>
            <p className="y-caption">{t(`clockWhy.${live.clock}`)}</p>
          </dd>
        </>
      )}
      {live.health === null ? (
        <>
          <dt>{t("health")}</dt>
          <dd>{t("noReport")}</dd>
        </>
      ) : (
        factsOf(live, live.health, now, t, f).map(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name} value`}>{value}</dd>])
      )}
    </dl>
  );
}
