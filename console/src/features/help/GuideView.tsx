import type { ReactElement } from "react";
import { useLanguage, useText } from "../../lib/i18n.ts";
import { en, zh, type Topic } from "./content.ts";
import { text } from "./text.ts";

/** The help of one page: what it is for, how its work is done, what its words mean. */
export function GuideView({ topic }: { topic: Topic }): ReactElement {
  const t = useText(text);
  const [language] = useLanguage();
  const { about, tasks, words } = (language === "en" ? en : zh)[topic];
  return (
    <div className="h-guide">
      <p className="h-about">{about}</p>
      {tasks.map(({ title, steps }) => (
        <section key={title}>
          <h3>{title}</h3>
          <ol>
            {steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </section>
      ))}
      {words.length > 0 && (
        <section>
          <h3>{t("words")}</h3>
          <dl className="h-words">
            {words.map(([word, meaning]) => (
              <div key={word}>
                <dt>{word}</dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </div>
  );
}
