import { Button } from "antd";
import { useEffect, type ReactElement } from "react";
import { useLocation } from "react-router";
import { ActionIcon } from "../../components/ActionIcon.tsx";
import { PageHeader } from "../../components/PageHeader.tsx";
import { useParams } from "../../components/useParams.ts";
import { useText } from "../../lib/i18n.ts";
import { topics } from "./content.ts";
import { GuideView } from "./GuideView.tsx";
import "./help.css";
import { Manual } from "./Manual.tsx";
import { text } from "./text.ts";

/** All help on one page, and the manual to print. */
export default function HelpPage(): ReactElement {
  const t = useText(text);
  const [params, open] = useParams();
  const { hash } = useLocation();
  useEffect(() => {
    if (hash !== "") document.getElementById(hash.slice(1))?.scrollIntoView();
  }, [hash]);
  if (params.get("view") === "manual") {
    return (
      <>
        <div className="y-row h-noprint">
          <Button type="text" icon={<ActionIcon name="back" />} onClick={() => open({ view: undefined })}>
            {t("back")}
          </Button>
          <span className="y-grow" />
          <Button type="primary" icon={<ActionIcon name="print" />} onClick={() => window.print()}>
            {t("print")}
          </Button>
        </div>
        <Manual />
      </>
    );
  }
  return (
    <>
      <PageHeader
        title={t("help")}
        actions={
          <Button icon={<ActionIcon name="print" />} title={t("manualWhy")} onClick={() => open({ view: "manual" })}>
            {t("manual")}
          </Button>
        }
      />
      <nav className="y-row y-wrap" aria-label={t("help")}>
        {topics.map((topic) => (
          <a key={topic} href={`#${topic}`}>
            {t(`topic.${topic}`)}
          </a>
        ))}
      </nav>
      {topics.map((topic) => (
        <section key={topic} id={topic} className="y-card h-topic">
          <h2>{t(`topic.${topic}`)}</h2>
          <GuideView topic={topic} />
        </section>
      ))}
    </>
  );
}
