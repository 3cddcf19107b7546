import { booksColumn, booksTrouble, routes, type BooksQuery, type BooksSort, type BooksTrouble, type SortOrder } from "@yilu/contract";
import { Button, Segmented } from "antd";
import type { ReactElement } from "react";
import { ActionIcon } from "../../components/ActionIcon.tsx";
import { ColumnChoice } from "../../components/ColumnChoice.tsx";
import { EmptyState } from "../../components/EmptyState.tsx";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { Waiting } from "../../components/Waiting.tsx";
import { useCall } from "../../lib/api.ts";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { columnWords } from "./books.ts";
import { BooksTable } from "./BooksTable.tsx";
import { text } from "./text.ts";

interface BooksProps {
  query: BooksQuery;
  onQuery: (change: { only?: BooksTrouble | undefined; sort?: BooksSort | undefined; order?: SortOrder | undefined }) => void;
  onBack: () => void;
  /** Columns that are out; and where one is taken out or back in. */
  out: readonly string[];
  onToggle: (column: string) => void;
}

const choices = ["all", ...booksTrouble.options] as const;
const linkOf = (screenId: string): string => `/screens?screen=${screenId}`;

/** Completeness screen by screen: what has come, what still waits on it, what is missing, and until when it is known. */
export function Books({ query, onQuery, onBack, out, onToggle }: BooksProps): ReactElement {
  const t = useText(text);
  const f = useFormat();
  const books = useCall(routes.reports.books, { query });
  const { rows = [], tally } = books.data ?? {};
  const columns = booksColumn.options.filter((key) => key !== "state").map((key) => ({ key, title: t(columnWords[key]) }));
  return (
    <section className="y-card">
      <header className="y-card-head y-wrap">
        <Button className="y-no-print" type="link" icon={<ActionIcon name="back" />} onClick={onBack}>
          {t("backToReport")}
        </Button>
        <h2>{t("books")}</h2>
        <span className="y-caption">{t("booksNote")}</span>
        <span className="y-grow" />
        <Segmented<BooksTrouble | "all">
          className="y-no-print r-by"
          size="small"
          aria-label={t("state")}
          value={query.only ?? "all"}
          options={choices.map((choice) => ({ value: choice, label: t(`only.${choice}`, { n: tally === undefined ? "" : f.count(tally[choice]) }) }))}
          onChange={(choice) => onQuery({ only: choice === "all" ? undefined : choice })}
        />
        <span className="y-no-print">
          <ColumnChoice columns={columns} out={out} onToggle={onToggle} />
        </span>
      </header>
      <ProblemAlert error={books.error} onRetry={() => void books.refetch()} />
      {books.isPending && <Waiting />}
      {books.data !== undefined && rows.length === 0 && <EmptyState title={tally?.all === 0 ? t("noScreens") : t("noneSuch")} />}
      {rows.length > 0 && <BooksTable rows={rows} loading={books.isPlaceholderData} linkOf={linkOf} out={out} sort={query} onSort={onQuery} />}
    </section>
  );
}
