import { useQuery } from "@tanstack/react-query";
import { routes, type SharedView } from "@yilu/contract";
import { Button, Segmented } from "antd";
import { useEffect, type ReactElement } from "react";
import { EmptyState } from "../../../components/EmptyState.tsx";
import { StateTag } from "../../../components/marks.tsx";
import { PrintButton } from "../../../components/print/PrintButton.tsx";
import { ProblemAlert } from "../../../components/ProblemAlert.tsx";
import { Waiting } from "../../../components/Waiting.tsx";
import { commonText } from "../../../components/text.ts";
import { queryOf } from "../../../lib/api.ts";
import { useFormat } from "../../../lib/format.ts";
import { useLanguage, useText, type Language } from "../../../lib/i18n.ts";
import { OfficeZone } from "../../../lib/office.ts";
import { ProblemError } from "../../../lib/problem.ts";
import "../reports.css";
import { SharedBooks } from "./SharedBooks.tsx";
import { SharedCampaign } from "./SharedCampaign.tsx";
import { SharedReport } from "./SharedReport.tsx";
import "./shared.css";
import { text } from "./text.ts";

/** Why a link shows nothing, in plain words; anything else is said as the server says it. */
function Refused({ error, onRetry }: { error: unknown; onRetry: () => void }): ReactElement {
  const t = useText(text);
  const common = useText(commonText);
  const code = error instanceof ProblemError ? error.code : null;
  const again = <Button onClick={onRetry}>{common("retry")}</Button>;
  if (code === "shareEnded") return <EmptyState title={t("ended")} why={t("endedWhy")} />;
  if (code === "notFound" || code === "invalidInput" || code === "refersToMissing") return <EmptyState title={t("unknown")} why={t("unknownWhy")} action={again} />;
  return <ProblemAlert error={error} onRetry={onRetry} />;
}

function Shown({ view, token }: { view: SharedView; token: string }): ReactElement {
  const { what } = view;
  return <OfficeZone value={view.timeZone}>{what === "report" ? <SharedReport view={view} /> : what === "books" ? <SharedBooks view={view} /> : <SharedCampaign view={view} token={token} />}</OfficeZone>;
}

/** What somebody without a sign-in sees who opens a shared link: one report, the books of its screens or a summary, to read and print. */
export default function SharedPage({ token }: { token: string }): ReactElement {
  const t = useText(text);
  const f = useFormat();
  const [language, setLanguage] = useLanguage();
  // Asked for once: each answer counts as one opening of the link.
  const shared = useQuery<SharedView>({ ...queryOf(routes.shares.open, { params: { token } }), staleTime: Infinity, refetchOnWindowFocus: false, refetchOnReconnect: false });
  const view = shared.data;
  const title = view?.title ?? t("readOnly");
  useEffect(() => {
    document.title = `${title} · 一路`;
  }, [title]);
  return (
    <div className="s-shell">
      <header className="y-top s-top">
        <img className="y-logo" src={`${import.meta.env.BASE_URL}icon.svg`} alt="" />
        <h1 className="s-title y-ellipsis">{title}</h1>
        <span className="y-grow" />
        <Segmented<Language> size="small" aria-label={t("language")} value={language} onChange={setLanguage} options={[{ value: "zh-CN", label: "中文" }, { value: "en", label: "English" }]} />
      </header>
      <main className="y-main s-main">
        {view !== undefined && (
          <div className="y-page-header">
            <div className="y-page-filters">
              <StateTag tone="park" icon="none">
                {t("readOnly")}
              </StateTag>
              <span className="y-caption">{t("from", { unit: view.unitName, at: f.dateTime(view.expiresAt) })}</span>
            </div>
            <div className="y-page-actions">
              <PrintButton />
            </div>
          </div>
        )}
        {view !== undefined && <Shown view={view} token={token} />}
        {shared.isPending && <Waiting />}
        {shared.error !== null && (
          <section className="y-card">
            <Refused error={shared.error} onRetry={() => void shared.refetch()} />
          </section>
        )}
      </main>
    </div>
  );
}
