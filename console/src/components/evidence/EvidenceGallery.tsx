import { routes } from "@yilu/contract";
import { DatePicker, Pagination } from "antd";
import dayjs from "dayjs";
import { useState, type ReactElement, type ReactNode } from "react";
import { useCall } from "../../lib/api.ts";
import { useText } from "../../lib/i18n.ts";
import { EmptyState } from "../EmptyState.tsx";
import { ProblemAlert } from "../ProblemAlert.tsx";
import { Waiting } from "../Waiting.tsx";
import { Pictures } from "./Pictures.tsx";
import { evidenceText } from "./text.ts";

interface EvidenceGalleryProps {
  /** Of which screen, of which campaign, or both; without either all that one may see. */
  screenId?: string;
  campaignId?: string;
  unitId?: string | undefined;
  /** What to do so that pictures come, where there are none. */
  emptyWhy: string;
  /** Stands before the days: what can be done here. */
  actions?: ReactNode;
  /** Stands before the first picture. */
  first?: ReactNode;
}

const pageSize = 24;

/** What screens showed, as their players photographed it, newest first; one may narrow it to some days. Fresh ones appear by themselves. */
export function EvidenceGallery({ screenId, campaignId, unitId, emptyWhy, actions, first }: EvidenceGalleryProps): ReactElement {
  const t = useText(evidenceText);
  const [days, setDays] = useState<{ from?: string; to?: string }>({});
  const [page, setPage] = useState(1);
  const { data, error, isPending, refetch } = useCall(routes.evidence.list, { query: { screenId, campaignId, unitId, ...days, page, pageSize } });
  const narrow = (range: [string, string] | null): void => {
    setDays(range === null ? {} : { from: range[0], to: range[1] });
    setPage(1);
  };
  const isNarrowed = days.from !== undefined;
  const rows = data?.rows ?? [];
  const hasFirst = first !== undefined && first !== null && first !== false;
  return (
    <div>
      <div className="y-row y-wrap y-pictures-head">
        {actions}
        <span className="y-grow" />
        <DatePicker.RangePicker
          size="small"
          style={{ width: 230 }}
          value={days.from === undefined || days.to === undefined ? null : [dayjs(days.from), dayjs(days.to)]}
          placeholder={[t("from"), t("to")]}
          aria-label={t("takenAt")}
          onChange={(range) => narrow(range?.[0] && range[1] ? [range[0].format("YYYY-MM-DD"), range[1].format("YYYY-MM-DD")] : null)}
        />
      </div>
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {isPending && <Waiting />}
      {data !== undefined && rows.length === 0 && !hasFirst && <EmptyState title={isNarrowed ? t("noneOf") : t("none")} {...(isNarrowed ? {} : { why: emptyWhy })} />}
      {(rows.length > 0 || hasFirst) && <Pictures pictures={rows} naming={screenId === undefined ? "screen" : "film"} first={page === 1 && hasFirst ? first : undefined} />}
      {data !== undefined && data.total > pageSize && (
        <Pagination className="y-pictures-pager" align="end" size="small" current={page} pageSize={pageSize} total={data.total} showSizeChanger={false} showTotal={(n) => t("count", { n })} onChange={setPage} />
      )}
    </div>
  );
}
