import type { ReactElement } from "react";
import { useLanguage, useText } from "../../lib/i18n.ts";
import { manualEn, manualZh } from "./manual.ts";
import { text } from "./text.ts";

/** Two sheets of A4: the daily work in the order it is done. */
export function Manual(): ReactElement {
  const t = useText(text);
  const [language] = useLanguage();
  const { title, sheets } = language === "en" ? manualEn : manualZh;
  return (
    <article className="h-manual" aria-label={t("manual")}>
      {sheets.map((parts, index) => (
        <section key={index} className="h-sheet">
          {index === 0 && <h1>{title}</h1>}
          <div className="h-columns">
            {parts.map(({ heading, lines }) => (
              <section key={heading}>
                <h2>{heading}</h2>
                <ol>
                  {lines.map((line) => (
                    <li key={line}>{line}</li>
                  ))}
                </ol>
              </section>
            ))}
          </div>
          <footer>
            {index + 1} / {sheets.length}
          </footer>
        </section>
      ))}
    </article>
  );
}
