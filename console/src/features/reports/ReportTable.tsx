import type { Report, ReportQuery, ReportRow } from "@yilu/contract";
import { Table, type TableProps } from "antd";
import type { ReactElement } from "react";
import { Link } from "react-router";
import { LevelMark } from "../../components/marks.tsx";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { text } from "./text.ts";

interface ReportTableProps {
  report: Report;
  by: ReportQuery["by"];
  loading: boolean;
  /** Where a row leads: the same period seen from the other side. */
  linkOf: (key: string) => string;
}

const pageSize = 50;

export function ReportTable({ report, by, loading, linkOf }: ReportTableProps): ReactElement {
  const t = useText(text);
  const f = useFormat();
  const { rows, totals } = report;
  const number = (key: "completed" | "interrupted" | "failed"): NonNullable<TableProps<ReportRow>["columns"]>[number] => ({
    key,
    title: t(key),
    align: "right",
    sorter: (a, b) => a[key] - b[key],
    render: (_, row) => f.count(row[key]),
  });
  const columns: NonNullable<TableProps<ReportRow>["columns"]> = [
    {
      key: "label",
      title: t(by),
      fixed: "start",
      sorter: (a, b) => a.label.localeCompare(b.label, "zh-CN", { numeric: true }),
      render: (_, row) => (
        <span className="y-row">
          {row.level !== null && <LevelMark level={row.level} />}
          <Link to={linkOf(row.key)} title={t(by === "screen" ? "allOf" : by === "media" ? "whereOf" : "dayOf")}>
            {by === "day" ? f.localDate(row.key) : by === "media" ? `《${row.label}》` : row.label}
          </Link>
        </span>
      ),
    },
    { key: "note", title: t("note"), render: (_, row) => <span className="y-ink2">{by === "day" ? f.weekday(row.key) : by === "media" ? "" : row.note}</span> },
    number("completed"),
    number("interrupted"),
    number("failed"),
    { key: "airtime", title: t("airtime"), align: "right", sorter: (a, b) => a.airtimeMs - b.airtimeMs, render: (_, row) => f.airtime(row.airtimeMs) },
    {
      key: "share",
      title: t("share"),
      align: "right",
      render: (_, row) => (totals.completed === 0 ? "" : f.percent(row.completed / totals.completed)),
    },
  ];
  return (
    <section className="y-card">
      <Table<ReportRow>
        rowKey="key"
        size="small"
        columns={by === "media" ? columns.filter((column) => column.key !== "note") : columns}
        dataSource={rows}
        loading={loading}
        scroll={{ x: "max-content" }}
        pagination={rows.length <= pageSize ? false : { pageSize, showSizeChanger: false, showTotal: (n) => t("rows", { n }) }}
        summary={() => (
          <Table.Summary.Row className="y-totals">
            <Table.Summary.Cell index={0} colSpan={by === "media" ? 1 : 2}>
              {t("totals")}
            </Table.Summary.Cell>
            {[f.count(totals.completed), f.count(totals.interrupted), f.count(totals.failed), f.airtime(totals.airtimeMs), ""].map((value, place) => (
              <Table.Summary.Cell key={columns[place + 2]?.key ?? place} index={place + 2} align="right">
                {value}
              </Table.Summary.Cell>
            ))}
          </Table.Summary.Row>
        )}
      />
    </section>
  );
}
