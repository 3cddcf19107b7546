import { Button, Table, type TableColumnType, type TableProps } from "antd";
import type { ReactElement } from "react";
import { useFormat } from "../lib/format.ts";
import { useText } from "../lib/i18n.ts";
import { ActionIcon } from "./ActionIcon.tsx";
import { ColumnChoice, useColumnChoice } from "./ColumnChoice.tsx";
import { ProblemAlert } from "./ProblemAlert.tsx";
import { commonText } from "./text.ts";
import { useListExport, type ExportColumn, type FetchPage } from "./useListExport.ts";

export interface ListColumn<T> extends TableColumnType<T> {
  key: string;
  title?: string;
  /** How it stands in an exported file; without it the column is not exported. */
  text?: ExportColumn<T>["text"];
  /** It cannot be taken out: the name of the row, its menu. */
  always?: boolean;
}

interface ListTableProps<T> extends Omit<TableProps<T>, "columns" | "dataSource"> {
  /** Of the list: which columns are out is remembered under it in this browser. */
  name: string;
  /** What the exported file is called, without its end. */
  fileName: string;
  columns: readonly ListColumn<T>[];
  rows: readonly T[];
  fetchPage: FetchPage<T>;
}

/** A list: one chooses its columns, and takes all of it along as a file under the filter that is set. */
export function ListTable<T extends { id: string }>({ name, fileName, columns, rows, fetchPage, ...table }: ListTableProps<T>): ReactElement {
  const t = useText(commonText);
  const f = useFormat();
  const { out, toggle } = useColumnChoice(name);
  const shown = columns.filter((column) => column.always === true || !out.includes(column.key));
  const asFile = useListExport(
    fileName,
    fetchPage,
    shown.flatMap(({ title, text }) => (title === undefined || text === undefined ? [] : [{ title, text }])),
  );
  const choices = columns.filter((column) => column.always !== true && column.title !== undefined);
  return (
    <div className="y-card">
      <div className="y-list-tools">
        <ProblemAlert error={asFile.error} />
        {asFile.progress !== null && (
          <span className="y-caption" role="status">
            {t("exporting", { done: f.count(asFile.progress.done), total: f.count(asFile.progress.total) })}
          </span>
        )}
        <ColumnChoice columns={choices} out={out} onToggle={toggle} />
        {asFile.progress === null ? (
          <Button size="small" type="text" icon={<ActionIcon name="download" size={14} />} onClick={asFile.start}>
            {t("exportList")}
          </Button>
        ) : (
          <Button size="small" type="text" icon={<ActionIcon name="close" size={14} />} onClick={asFile.stop}>
            {t("stop")}
          </Button>
        )}
      </div>
      <Table<T> rowKey="id" size="small" {...table} columns={shown.map(({ text: _text, always: _always, ...column }) => column)} dataSource={[...rows]} />
    </div>
  );
}
