import type { EnrolmentLink } from "@yilu/contract";
import { Alert, Button, Progress, Radio } from "antd";
import { useState, type ReactElement } from "react";
import { Link, useLocation } from "react-router";
import { ActionIcon } from "../../components/ActionIcon.tsx";
import { EmptyState } from "../../components/EmptyState.tsx";
import { PageHeader } from "../../components/PageHeader.tsx";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { chosenOf, makeLinks } from "./api.ts";
import "./enrolment.css";
import { Sheet } from "./Sheet.tsx";
import { text } from "./text.ts";

const lengths = [3, 7, 14, 30, 90] as const;
/** Addresses that mean this very machine, which is no screen. */
const isLocal = (host: string): boolean => /^(localhost|127\..*|\[::1\])$/.test(host);

export default function LinksPage(): ReactElement {
  const t = useText(text);
  const f = useFormat();
  const { screenIds, paired } = chosenOf(useLocation().state);
  const [days, setDays] = useState<number>(14);
  const [links, setLinks] = useState<readonly EnrolmentLink[]>([]);
  const [making, setMaking] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const missing = screenIds.filter((id) => !links.some((link) => link.screenId === id));
  const make = async (): Promise<void> => {
    setError(null);
    setMaking(true);
    try {
      await makeLinks(missing, days, (part) => setLinks((before) => [...before, ...part]));
    } catch (refused) {
      setError(refused); // those before it are shown; asking again makes the rest
    } finally {
      setMaking(false);
    }
  };
  const back = (
    <Link to="/screens" className="y-row e-back">
      <ActionIcon name="back" />
      {t("toScreens")}
    </Link>
  );
  if (screenIds.length === 0) {
    const [title, why] = paired > 0 ? [t("linksAllPaired", { n: f.count(paired) }), t("linksAllPairedWhy")] : [t("linksNone"), t("linksNoneWhy")];
    return (
      <div className="y-page">
        <PageHeader title={t("linksTitle")}>{back}</PageHeader>
        <div className="y-card">
          <EmptyState title={title} why={why} action={<Link to="/screens">{t("seeScreens")}</Link>} />
        </div>
      </div>
    );
  }
  return (
    <div className="y-page">
      <PageHeader title={t("linksTitle")}>{back}</PageHeader>
      <ProblemAlert error={error} />
      {missing.length > 0 && (
        <div className="y-card e-make y-no-print">
          <h2>{t("linksFor", { n: f.count(missing.length) })}</h2>
          <p className="y-ink2">{t("linksWhy")}</p>
          {paired > 0 && <p className="y-caption">{t("linksPaired", { n: f.count(paired) })}</p>}
          {isLocal(window.location.hostname) && <Alert type="warning" showIcon title={t("localAddress", { host: window.location.host })} />}
          <div className="y-row y-wrap">
            <span id="e-days">{t("days")}</span>
            <Radio.Group aria-labelledby="e-days" optionType="button" value={days} disabled={making} options={lengths.map((value) => ({ value, label: t("days.unit", { n: value }) }))} onChange={({ target }) => setDays(Number(target.value))} />
            <Button type="primary" size="large" loading={making} onClick={() => void make()}>
              {t("make")}
            </Button>
          </div>
          {making && screenIds.length > 500 && (
            <div role="status">
              <Progress percent={Math.round((100 * links.length) / screenIds.length)} size="small" />
              <p className="y-caption">{t("making", { done: f.count(links.length), total: f.count(screenIds.length) })}</p>
            </div>
          )}
        </div>
      )}
      {links.length > 0 && <Sheet links={links} />}
    </div>
  );
}
