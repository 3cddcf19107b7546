import type { ReactElement } from "react";
import { useNow } from "../../lib/clock.ts";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { text } from "./text.ts";

/** Head of a printed page: its title, what it was filtered by, and when it was printed. On the screen it is not shown. */
export function PrintHead({ title, words }: { title: string; words: readonly string[] }): ReactElement {
  const t = useText(text);
  const f = useFormat();
  return (
    <header className="y-print-head">
      <p className="y-print-title">{title}</p>
      <p>
        {words.join("　")}
        <span className="y-print-at">{t("printed", { at: f.dateTime(useNow()) })}</span>
      </p>
    </header>
  );
}
