import { auditPart, routes, type QueryOf } from "@yilu/contract";
import { Alert, Button, DatePicker, Segmented } from "antd";
import dayjs from "dayjs";
import type { ReactElement } from "react";
import { ActionIcon } from "../../components/ActionIcon.tsx";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { SearchField } from "../../components/SearchField.tsx";
import { commonText } from "../../components/text.ts";
import { addressOf } from "../../lib/api.ts";
import type { FilterChange } from "../../lib/filters.ts";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { useVerification } from "./api.ts";
import { securityText } from "./securityText.ts";

const parts = ["all", ...auditPart.options] as const;
type Filters = QueryOf<typeof routes.audit.list>;

interface FiltersProps {
  filters: Filters;
  onChange: (change: FilterChange<typeof routes.audit.list>) => void;
  onReset: () => void;
}

/** Which deeds are shown, and the same as a file; beside it, whether the log is whole. */
export function AuditFilters({ filters, onChange, onReset }: FiltersProps): ReactElement {
  const t = useText(securityText);
  const common = useText(commonText);
  const verification = useVerification();
  const { page: _page, pageSize: _pageSize, ...filter } = filters;
  const day = (which: "from" | "to"): ReactElement => {
    const value = filters[which];
    return (
      <DatePicker
        aria-label={t(which === "from" ? "fromDay" : "toDay")}
        placeholder={t(which === "from" ? "fromDay" : "toDay")}
        value={value === undefined ? null : dayjs(value)}
        inputReadOnly
        style={{ width: 132 }}
        onChange={(picked) => onChange({ [which]: picked?.format("YYYY-MM-DD") })}
      />
    );
  };
  return (
    <>
      <div className="y-row y-wrap">
        <Segmented<(typeof parts)[number]>
          aria-label={t("part")}
          value={filters.part ?? "all"}
          options={parts.map((part) => ({ value: part, label: t(`part.${part}`) }))}
          onChange={(part) => onChange({ part: part === "all" ? undefined : part })}
        />
        <SearchField value={filters.q} onChange={(q) => onChange({ q })} placeholder={t("auditSearch")} />
        <span className="y-row y-dates">
          {day("from")}–{day("to")}
        </span>
        {Object.keys(filter).length > 0 && <Button onClick={onReset}>{common("reset")}</Button>}
        <span className="y-grow" />
        <Button loading={verification.isFetching} onClick={() => void verification.refetch()}>
          {t("verify")}
        </Button>
        <Button icon={<ActionIcon name="download" />} href={addressOf(routes.audit.csv, { query: filter })} download>
          {t("exportCsv")}
        </Button>
      </div>
      <ProblemAlert error={verification.error} />
      <Verdict verification={verification} />
    </>
  );
}

function Verdict({ verification: { data } }: { verification: ReturnType<typeof useVerification> }): ReactElement | null {
  const t = useText(securityText);
  const f = useFormat();
  if (data === undefined) return null;
  const { broken, entries, head, unchained } = data;
  if (broken === null) {
    const more = unchained > 0 ? ` ${t("unchained", { n: f.count(unchained) })}` : "";
    return <Alert type="success" showIcon title={t("verified", { n: f.count(entries) })} description={<span className="s-hash">{t("verifiedWhy", { head })}{more}</span>} />;
  }
  const { id, at, why } = broken;
  return <Alert type="error" showIcon title={id === null || at === null ? t(`brokenEnd.${why}`) : t(`broken.${why}`, { id, at: f.dateTime(at) })} description={t("brokenWhy")} />;
}
