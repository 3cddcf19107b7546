import { routes } from "@yilu/contract";
import { Button, Table, type TableColumnsType } from "antd";
import type { ReactElement } from "react";
import { EmptyState } from "../../components/EmptyState.tsx";
import { pagerOf } from "../../components/pagination.ts";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { commonText } from "../../components/text.ts";
import { Waiting } from "../../components/Waiting.tsx";
import { useFilters } from "../../lib/filters.ts";
import { useFormat } from "../../lib/format.ts";
import { useLanguage, useText } from "../../lib/i18n.ts";
import { useAudit, type AuditEntry } from "./api.ts";
import { auditText } from "./auditText.ts";
import { actionWords, differences, fieldWords, isInstant, thingWords, valueWords, wordKeyOf, type Words } from "./auditWords.ts";
import { AuditFilters } from "./AuditFilters.tsx";
import { text } from "./text.ts";

/** One value of a field, in words where it has any. */
function Value({ field, value, t }: { field: string; value: unknown; t: Words }): string {
  const [language] = useLanguage();
  const f = useFormat();
  const word = wordKeyOf(field, value);
  if (word !== null) return word[0][language === "en" ? "en" : "zh"][word[1]] ?? String(value);
  return isInstant(field, value) ? f.dateTime(value) : valueWords(value, t);
}

function Difference({ entry, t }: { entry: AuditEntry; t: Words }): ReactElement {
  const rows = differences(entry.before, entry.after);
  if (rows.length === 0) return <p className="y-caption">{t("nothingToShow")}</p>;
  return (
    <table className="s-diff">
      <thead>
        <tr>
          <th>{t("field")}</th>
          <th>{t("before")}</th>
          <th>{t("after")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ field, before, after }) => (
          <tr key={field}>
            <th scope="row">{fieldWords(field, t)}</th>
            <td>
              <Value field={field} value={before} t={t} />
            </td>
            <td>
              <ins>
                <Value field={field} value={after} t={t} />
              </ins>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Who did what to what, newest first; each row opens to what was and what is. */
export function AuditTab(): ReactElement {
  const t = useText(text);
  const words = useText(auditText);
  const common = useText(commonText);
  const f = useFormat();
  const [filters, setFilters, reset] = useFilters(routes.audit.list);
  const audit = useAudit(filters);
  const isFiltered = [filters.part, filters.q, filters.from, filters.to].some((filter) => filter !== undefined);
  const columns: TableColumnsType<AuditEntry> = [
    { title: t("at"), width: 140, render: (_, entry) => f.dateTime(entry.at) },
    { title: t("actor"), width: 190, dataIndex: "actorName" },
    { title: t("action"), width: 150, render: (_, entry) => actionWords(entry.action, words) },
    {
      title: t("object"),
      width: 260,
      render: (_, entry) => (
        <>
          <span className="y-caption">{thingWords(entry.objectType, words)}</span> {entry.objectName}
        </>
      ),
    },
    { title: t("address"), width: 160, render: (_, entry) => <span className="y-caption">{entry.address ?? ""}</span> },
  ];
  return (
    <>
      <AuditFilters filters={filters} onChange={setFilters} onReset={reset} />
      <ProblemAlert error={audit.error} />
      {audit.isPending && <Waiting />}
      {audit.data !== undefined && (
        <div className="y-card">
          <Table<AuditEntry>
            rowKey="id"
            size="small"
            scroll={{ x: 948 }}
            columns={columns}
            dataSource={audit.data.rows}
            expandable={{
              expandedRowRender: (entry) => <Difference entry={entry} t={words} />,
              rowExpandable: (entry) => differences(entry.before, entry.after).length > 0,
            }}
            pagination={pagerOf(audit.data, setFilters, (n) => common("total", { n: f.count(n) }))}
            locale={{ emptyText: isFiltered ? <EmptyState title={t("noSuchAudit")} why={t("noSuchAuditWhy")} action={<Button onClick={reset}>{common("reset")}</Button>} /> : <EmptyState title={t("noAudit")} why={t("noAuditWhy")} /> }}
          />
        </div>
      )}
    </>
  );
}
