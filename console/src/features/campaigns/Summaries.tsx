import { routes, type Campaign, type SummaryHead } from "@yilu/contract";
import { App, Button, Tooltip } from "antd";
import type { ReactElement } from "react";
import { ActionIcon } from "../../components/ActionIcon.tsx";
import { EmptyState } from "../../components/EmptyState.tsx";
import { StateTag } from "../../components/marks.tsx";
import { ShareButton } from "../../components/sharing/ShareButton.tsx";
import { useConfirmNamed } from "../../components/useConfirmNamed.tsx";
import { addressOf, useAction } from "../../lib/api.ts";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { useMay } from "../../lib/session.ts";
import { text } from "./text.ts";

const hashShown = 12;

/** The draft, the closing and its addenda, each to download; and what makes them. */
export function Summaries({ campaign }: { campaign: Campaign }): ReactElement {
  const t = useText(text);
  const f = useFormat();
  const { message } = App.useApp();
  const confirm = useConfirmNamed();
  const draft = useAction(routes.campaigns.draft);
  const close = useAction(routes.campaigns.close);
  const addendum = useAction(routes.campaigns.addendum);
  const mayClose = useMay()("canCloseCampaigns") && campaign.whole;
  const { id, name, state } = campaign;
  const closed = state === "closed";
  const heads = campaign.summaries.filter((head) => !closed || head.state !== "draft");
  const input = { params: { id } };
  const askDraft = (): void =>
    confirm({ title: t("draftTitle"), names: [name], consequence: t("draftWhy"), verb: heads.length === 0 ? t("draft") : t("redraft"), harmless: true, act: async () => {
      await draft.mutateAsync(input);
      void message.success(t("drafted"));
    } });
  const askClose = (): void =>
    confirm({ title: t("closeTitle"), names: [name], consequence: t("closeWhy"), verb: t("closeVerb"), act: async () => {
      await close.mutateAsync(input);
      void message.success(t("closed"));
    } });
  const askAddendum = (): void =>
    confirm({ title: t("addendumTitle"), names: [name], consequence: t("addendumWhy"), verb: t("addendum"), harmless: true, act: async () => {
      await addendum.mutateAsync(input);
      void message.success(t("addendumDone"));
    } });
  const titleOf = (head: SummaryHead): string => (head.state === "addendum" ? t("summary.addendum", { n: head.number }) : t(`summary.${head.state}`));
  return (
    <section className="y-card">
      <header className="y-card-head y-wrap">
        <h2>{t("summaries")}</h2>
        {!closed && <span className="y-caption">{t("closesOn", { at: f.dateTime(campaign.closesByItselfAt) })}</span>}
        <span className="y-grow" />
        {heads.length > 0 && <ShareButton shared={{ what: "campaign", campaignId: id }} title={t("shareTitle", { name })} words={[t("shareTitle", { name }), t("shareNewest")]} />}
        {mayClose && !closed && <Button onClick={askDraft}>{heads.length === 0 ? t("draft") : t("redraft")}</Button>}
        {mayClose && !closed && (
          <Button danger onClick={askClose}>
            {t("close")}
          </Button>
        )}
        {mayClose && closed && <Button onClick={askAddendum}>{t("addendum")}</Button>}
      </header>
      {heads.length === 0 ? (
        campaign.whole ? (
          <EmptyState title={t("noSummary")} why={mayClose ? t("noSummaryWhy", { at: f.dateTime(campaign.draftsAt) }) : t("noSummarySee", { at: f.dateTime(campaign.draftsAt) })} />
        ) : (
          <EmptyState title={t("onlyOwn")} />
        )
      ) : (
        <ul className="c-list">
          {heads.toReversed().map((head) => {
            const query = head.state === "draft" ? {} : { number: head.number };
            const what = titleOf(head);
            return (
              <li key={`${head.state} ${head.number}`} className="y-row y-wrap">
                <StateTag tone={head.state === "draft" ? "busy" : "ok"} icon={head.state === "draft" ? "sent" : "ready"}>
                  {what}
                </StateTag>
                <span className="y-caption">{f.dateTime(head.at)}</span>
                <Tooltip title={head.sha256}>
                  <span className="y-caption">{t("hash", { hash: head.sha256.slice(0, hashShown) })}</span>
                </Tooltip>
                <span className="y-grow" />
                <Button size="small" icon={<ActionIcon name="download" size={14} />} href={addressOf(routes.campaigns.summaryDocx, { ...input, query })} download aria-label={t("downloadOf", { what, format: t("docx") })}>
                  {t("docx")}
                </Button>
                <Button size="small" icon={<ActionIcon name="download" size={14} />} href={addressOf(routes.campaigns.summaryZip, { ...input, query })} download aria-label={t("downloadOf", { what, format: t("zip") })}>
                  {t("zip")}
                </Button>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
