import type { Screen } from "@yilu/contract";
import { Skeleton } from "antd";
import { useMemo, type ReactElement } from "react";
import { Link } from "react-router";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { mostMarks } from "./api.ts";
import { text } from "./text.ts";

type Kind = Screen["kind"];
const kinds: readonly Kind[] = ["bus", "coach", "led"];
const states = ["online", "offline", "alarms", "neverSeen", "unpaired"] as const;

interface Cluster {
  line: string;
  screens: Screen[];
}

/** The screens of one kind by line, the longest line names last only by order of the alphabet. */
export function clustersOf(screens: readonly Screen[], kind: Kind): Cluster[] {
  const clusters = new Map<string, Screen[]>();
  for (const screen of screens) {
    if (screen.kind !== kind) continue;
    const line = kind === "led" ? "" : (screen.line ?? "");
    clusters.set(line, [...(clusters.get(line) ?? []), screen]);
  }
  return [...clusters].map(([line, rows]) => ({ line, screens: rows })).sort((a, b) => Number(a.line === "") - Number(b.line === "") || a.line.localeCompare(b.line, "zh-CN", { numeric: true }));
}

/** A line's marks: one link for the keyboard and for touch, told by shape as well as by colour; each mark names itself on hover. */
function Marks({ cluster, kind, troubled }: { cluster: Cluster; kind: Kind; troubled: ReadonlySet<string> }): ReactElement {
  const t = useText(text);
  const title = cluster.line === "" ? (kind === "led" ? t("kind.led") : t("noLine")) : cluster.line;
  const to = kind === "led" ? "/screens?kind=led" : cluster.line === "" ? `/screens?kind=${kind}` : `/screens?kind=${kind}&q=${encodeURIComponent(cluster.line)}`;
  const rows = kind === "led" ? 1 : kind === "coach" ? 3 : 2;
  return (
    <Link to={to} className="y-cluster" aria-label={t("lineCount", { line: title, n: cluster.screens.length })}>
      {kind !== "led" && <span className="y-caption">{t("lineCount", { line: title, n: cluster.screens.length })}</span>}
      <span className={kind === "led" ? "y-marks y-marks-led" : "y-marks"} style={kind === "led" ? {} : { gridTemplateRows: `repeat(${rows}, 8px)` }}>
        {cluster.screens.map((screen) => {
          const state = troubled.has(screen.id) ? "alarms" : screen.live.state;
          return <i key={screen.id} className={`y-mark y-mark-${state}`} title={t("markLabel", { name: screen.name, state: t(`state.${state}`) })} />;
        })}
      </span>
    </Link>
  );
}

/** Every screen as one mark, by kind and line. */
export function AllScreens({ total, screens, troubled }: { total: number; screens: Screen[] | null; troubled: ReadonlySet<string> }): ReactElement {
  const t = useText(text);
  const f = useFormat();
  const groups = useMemo(() => kinds.map((kind) => ({ kind, clusters: clustersOf(screens ?? [], kind) })).filter(({ clusters }) => clusters.length > 0), [screens]);
  if (total > mostMarks) {
    return (
      <p className="y-all-screens">
        <Link to="/screens">{t("tooMany", { n: mostMarks })}</Link>
      </p>
    );
  }
  if (screens === null) {
    return (
      <div className="y-all-screens">
        <Skeleton active title={false} paragraph={{ rows: 4 }} />
      </div>
    );
  }
  return (
    <div className="y-all-screens">
      {groups.map(({ kind, clusters }) => (
        <div key={kind} className="y-band">
          <div className="y-band-name">
            <b>{t(`kind.${kind}`)}</b>
            <span className="y-caption">{t("unitScreens", { n: f.count(clusters.reduce((sum, cluster) => sum + cluster.screens.length, 0)) })}</span>
          </div>
          <div className="y-clusters">
            {clusters.map((cluster) => (
              <Marks key={cluster.line} cluster={cluster} kind={kind} troubled={troubled} />
            ))}
          </div>
        </div>
      ))}
      <div className="y-key">
        {states.map((state) => (
          <span key={state}>
            <i className={`y-mark y-mark-${state}`} aria-hidden="true" /> {t(`state.${state}`)}
          </span>
        ))}
        <span className="y-caption">{t("eachMark")}</span>
      </div>
    </div>
  );
}
