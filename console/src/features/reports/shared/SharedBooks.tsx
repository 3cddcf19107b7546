import { booksColumn, type SharedView } from "@yilu/contract";
import type { ReactElement } from "react";
import { EmptyState } from "../../../components/EmptyState.tsx";
import { PrintHead } from "../../../components/print/PrintHead.tsx";
import { commonText } from "../../../components/text.ts";
import { useFormat } from "../../../lib/format.ts";
import { useText } from "../../../lib/i18n.ts";
import { BooksTable } from "../BooksTable.tsx";
import { Completeness } from "../Completeness.tsx";
import { text as reportText } from "../text.ts";
import { text } from "./text.ts";

const nowhere = (): null => null;

/** The books of screens as their link shows them: completeness, until when it is known, the table; nothing leads anywhere. */
export function SharedBooks({ view }: { view: Extract<SharedView, { what: "books" }> }): ReactElement {
  const t = useText(text);
  const words = useText(reportText);
  const common = useText(commonText);
  const f = useFormat();
  const { query, books, completeness, title, unitName } = view;
  const { from, to, kind, line, only } = query;
  const shown = query.columns?.split(",");
  const out = shown === undefined ? [] : booksColumn.options.filter((column) => !shown.includes(column));
  const about = [
    words("books"),
    t("campaignDates", { from: f.localDate(from), to: f.localDate(to) }),
    unitName,
    ...(kind === undefined ? [] : [common(`kind.${kind}`)]),
    ...(line === undefined || line === "" ? [] : [words("oneLine", { name: line })]),
    ...(only === undefined ? [] : [words(`only.${only}`, { n: f.count(books.tally[only]) })]),
  ];
  const { receivedTo } = completeness;
  return (
    <>
      <p className="y-ink2 y-no-print">{about.join("　")}</p>
      <PrintHead title={title} words={about} />
      <Completeness report={view} more={<span className="y-caption">{t("receivedTo", { at: receivedTo === null ? words("neverYet") : f.dateTime(receivedTo) })}</span>} />
      <section className="y-card">
        <header className="y-card-head y-wrap">
          <h2>{words("books")}</h2>
          <span className="y-caption">{words("booksNote")}</span>
          <span className="y-grow" />
          <span className="y-caption">{t("asOf", { at: f.dateTime(books.generatedAt) })}</span>
        </header>
        {books.rows.length === 0 ? <EmptyState title={words(books.tally.all === 0 ? "noScreens" : "noneSuch")} /> : <BooksTable rows={books.rows} loading={false} linkOf={nowhere} out={out} />}
      </section>
    </>
  );
}
