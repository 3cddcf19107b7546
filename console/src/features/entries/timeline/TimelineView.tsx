import { routes } from "@yilu/contract";
import { Button } from "antd";
import { useState, type ReactElement, type ReactNode } from "react";
import { ActionIcon } from "../../../components/ActionIcon.tsx";
import { EmptyState } from "../../../components/EmptyState.tsx";
import { PageHeader } from "../../../components/PageHeader.tsx";
import { ProblemAlert } from "../../../components/ProblemAlert.tsx";
import { commonText } from "../../../components/text.ts";
import { useParams } from "../../../components/useParams.ts";
import { Waiting } from "../../../components/Waiting.tsx";
import { useNow } from "../../../lib/clock.ts";
import { useFilters } from "../../../lib/filters.ts";
import { localDateOf } from "../../../lib/format.ts";
import { useText } from "../../../lib/i18n.ts";
import { useMay, useMe } from "../../../lib/session.ts";
import { text } from "../text.ts";
import { useAllEntries } from "../../../components/useAllEntries.ts";
import { useTimeline } from "../api.ts";
import { Controls } from "./Controls.tsx";
import { CopyDialog } from "./CopyDialog.tsx";
import { copyableIn } from "./copies.ts";
import { ScreenFilters } from "./ScreenFilters.tsx";
import { Panel } from "./Panel.tsx";
import { scales, stretchOf, within, type Scale } from "./stretch.ts";
import { Timeline } from "./Timeline.tsx";
import "./timeline.css";
import { timelineText } from "./timelineText.ts";
import { useCursor } from "./useCursor.ts";

/** Stands for the stretch while the filters are read from the address; the view has its own. */
const anyStretch = { from: Date.UTC(2026, 0, 1), to: Date.UTC(2026, 0, 2) };
const isDate = (date: string | null): date is string => date !== null && /^\d{4}-\d{2}-\d{2}$/.test(date) && !Number.isNaN(Date.parse(date));

/** The resource timeline, and beside it what one screen plays at the cursor. */
export function TimelineView({ switcher }: { switcher: ReactNode }): ReactElement {
  const t = useText(timelineText);
  const words = useText(text);
  const common = useText(commonText);
  const mayEdit = useMay()("canEditEntries");
  const now = useNow();
  const [params, open] = useParams();
  const [filters, setFilters, reset] = useFilters(routes.planning.timeline, anyStretch);
  const [timeZone, setTimeZone] = useState(useMe().timeZone);
  const [asked, setAt] = useCursor();
  const [copying, setCopying] = useState(false);
  const scale: Scale = scales.find((one) => one === params.get("by")) ?? "week";
  const given = params.get("date");
  const date = isDate(given) ? given : localDateOf(now, timeZone);
  const stretch = stretchOf(scale, date, timeZone);
  const { kind, unitId, groupId, q } = filters;
  const timeline = useTimeline({ from: stretch.from, to: stretch.to, kind, unitId, groupId, q });
  const entries = useAllEntries().data;
  const rows = timeline.data?.rows ?? [];
  const zone = rows[0]?.timeZone;
  if (zone !== undefined && zone !== timeZone) setTimeZone(zone);
  const at = within(stretch, asked ?? Math.floor(now / 60_000) * 60_000);
  const screenId = params.get("screen") ?? rows[0]?.screens[0]?.id ?? null;
  const shut = params.get("panel") === "shut";
  const filtered = [kind, unitId, groupId, q].some((value) => value !== undefined && value !== "");
  const copyable = copyableIn([...(entries?.values() ?? [])], stretch);
  return (
    <>
      <PageHeader
        title={words("title")}
        actions={
          <>
            {shut && <Button onClick={() => open({ panel: undefined })}>{t("openPanel")}</Button>}
            {mayEdit && (
              <>
                <Button onClick={() => setCopying(true)}>{t(scale === "month" ? "copyMonth" : "copyTo")}</Button>
                <Button type="primary" icon={<ActionIcon name="add" />} onClick={() => open({ edit: "new" })}>
                  {words("add")}
                </Button>
              </>
            )}
          </>
        }
      >
        {switcher}
        <ScreenFilters filters={filters} onChange={setFilters} onReset={reset} />
      </PageHeader>
      <ProblemAlert error={timeline.error} onRetry={() => void timeline.refetch()} />
      <div className={shut || screenId === null ? "t-page t-page-wide" : "t-page"}>
        <div className="t-main">
          <Controls
            stretch={stretch}
            date={date}
            now={now}
            onScale={(by) => open({ by })}
            onDate={(day) => open({ date: day })}
          />
          {timeline.isPending && timeline.error === null && <Waiting />}
          {timeline.data !== undefined && rows.length === 0 && (
            <div className="y-card">
              <EmptyState title={t("noRows")} why={t("noRowsWhy")} action={filtered ? <Button onClick={reset}>{common("reset")}</Button> : undefined} />
            </div>
          )}
          {timeline.data !== undefined && rows.length > 0 && (
            <Timeline
              answer={timeline.data}
              entries={entries}
              stretch={stretch}
              at={at}
              chosenId={screenId}
              mayEdit={mayEdit}
              onMove={setAt}
              onDay={(day) => open({ by: "day", date: day })}
              onChoose={(id, instant) => {
                if (instant !== null) setAt(instant);
                open({ screen: id });
              }}
              onOpen={(id) => open({ edit: id })}
            />
          )}
        </div>
        {!shut && screenId !== null && (
          <Panel
            screenId={screenId}
            at={at}
            timeZone={timeZone}
            onScreen={(id) => open({ screen: id })}
            onMove={setAt}
            onClose={() => open({ panel: "shut" })}
          />
        )}
      </div>
      {copying && (
        <CopyDialog
          entries={copyable}
          onClose={() => setCopying(false)}
          onCopied={(day) => {
            setCopying(false);
            open({ date: day });
          }}
        />
      )}
    </>
  );
}
