import { routes, type Alarm, type AlarmSummary } from "@yilu/contract";
import { useMemo } from "react";
import { useCall } from "../../lib/api.ts";

/** As many alarms are looked at one by one; a home page that draws each screen has no more screens with one. */
const most = 200;

export interface HomeAlarms {
  summary: AlarmSummary;
  /** Those that are not over, what nobody has taken up first. */
  rows: readonly Alarm[];
  /** Screens with something the matter other than silence, which has a mark of its own. */
  troubled: ReadonlySet<string>;
}

/** The alarms as the home page shows them, live; null while they are not known. */
export function useAlarms(): HomeAlarms | null {
  const summary = useCall(routes.alarms.summary, {}).data;
  const rows = useCall(routes.alarms.list, { query: { pageSize: most } }).data?.rows;
  return useMemo(() => {
    if (summary === undefined || rows === undefined) return null;
    return { summary, rows, troubled: new Set(rows.filter(({ kind }) => kind !== "offline").map(({ screenId }) => screenId)) };
  }, [summary, rows]);
}
