import { routes, type ReportScope } from "@yilu/contract";
import { commonText } from "../../components/text.ts";
import { useCall } from "../../lib/api.ts";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import type { ReportFilters } from "./reportFilters.ts";
import { text } from "./text.ts";

/** Names of the one thing of each sort that a report is narrowed to, as far as they are known yet. */
export function useNames({ screenId, mediaId, entryId, campaignId, unitId }: Partial<ReportFilters>) {
  const screen = useCall(routes.screens.get, { params: { id: screenId ?? "" } }, { enabled: screenId !== undefined });
  const media = useCall(routes.media.get, { params: { id: mediaId ?? "" } }, { enabled: mediaId !== undefined });
  const entry = useCall(routes.entries.get, { params: { id: entryId ?? "" } }, { enabled: entryId !== undefined });
  const campaign = useCall(routes.campaigns.get, { params: { id: campaignId ?? "" } }, { enabled: campaignId !== undefined });
  const units = useCall(routes.units.list, {});
  return {
    screen: screen.data?.name ?? "…",
    media: media.data?.title ?? "…",
    entry: entry.data?.name ?? "…",
    campaign: campaign.data?.name ?? "…",
    unit: units.data?.find(({ id }) => id === unitId)?.name ?? "…",
  };
}

/** What a report is about, in words: the dates first, then everything it is narrowed to. */
export function useWords(filters: ReportScope): string[] {
  const t = useText(text);
  const common = useText(commonText);
  const f = useFormat();
  const names = useNames(filters);
  const { from, to, campaignId, unitId, screenId, mediaId, entryId, kind, line, level } = filters;
  const dated = (date: string): string => t("dated", { year: date.slice(0, 4), date: f.localDate(date) });
  return [
    from === to ? dated(from) : t("period", { from: dated(from), to: from.slice(0, 4) === to.slice(0, 4) ? f.localDate(to) : dated(to) }),
    ...(campaignId === undefined ? [] : [t("oneCampaign", { name: names.campaign })]),
    ...(unitId === undefined ? [] : [t("oneUnit", { name: names.unit })]),
    ...(kind === undefined ? [] : [common(`kind.${kind}`)]),
    ...(line === undefined || line === "" ? [] : [t("oneLine", { name: line })]),
    ...(level === undefined ? [] : [common(`levelName.${level}`)]),
    ...(screenId === undefined ? [] : [t("oneScreen", { name: names.screen })]),
    ...(mediaId === undefined ? [] : [t("oneMedia", { name: names.media })]),
    ...(entryId === undefined ? [] : [t("oneEntry", { name: names.entry })]),
  ];
}
