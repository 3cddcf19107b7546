import { routes, type Overview } from "@yilu/contract";
import type { ReactElement } from "react";
import { Link } from "react-router";
import { Poster } from "../../components/Poster.tsx";
import { stages } from "../../components/stages.tsx";
import { stageText } from "../../components/stageText.ts";
import { useCall } from "../../lib/api.ts";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { useMay } from "../../lib/session.ts";
import { text } from "./text.ts";

const posters = 3;

/** Films that wait for a reviewer. */
export function PendingReviews({ pending }: { pending: number }): ReactElement {
  const t = useText(text);
  const f = useFormat();
  const may = useMay();
  const list = useCall(routes.media.list, { query: { status: "pending", pageSize: posters } }, { enabled: pending > 0 });
  const rows = pending === 0 ? [] : (list.data?.rows ?? []);
  return (
    <section className="y-card">
      <header className="y-card-head">
        <h2>{t("toReview")}</h2>
        <span className="y-caption">{f.count(pending)}</span>
        <span className="y-grow" />
        <Link to="/media?status=pending">{may("canReviewMedia") ? t("review") : t("seeMedia")}</Link>
      </header>
      <div className="y-card-body y-row y-posters">
        {pending === 0 && <span className="y-ink2">{t("noReviews")}</span>}
        {rows.map((media) => (
          <Link key={media.id} to="/media?status=pending" title={media.title}>
            <Poster url={media.posterUrl} alt={media.title} width={72} />
          </Link>
        ))}
        {pending > posters && <span className="y-caption">{t("moreReviews", { n: pending - posters })}</span>}
      </div>
    </section>
  );
}

/** Films that may soon no longer be shown; nothing when there are none. */
export function Expiring(): ReactElement | null {
  const t = useText(text);
  const f = useFormat();
  const policy = useCall(routes.media.policy, {});
  const days = policy.data?.remindDays ?? 7;
  const list = useCall(routes.media.list, { query: { expiresInDays: days, pageSize: posters } }, { enabled: policy.data !== undefined });
  const rows = list.data?.rows ?? [];
  if (list.data === undefined || rows.length === 0) return null;
  return (
    <section className="y-card">
      <header className="y-card-head">
        <h2>{t("expiring", { days })}</h2>
        <span className="y-caption">{f.count(list.data.total)}</span>
        <span className="y-grow" />
        <Link to={`/media?expiresInDays=${days}`}>{t("seeMedia")}</Link>
      </header>
      <ul className="y-card-body y-expiring">
        {rows.map((media) => (
          <li key={media.id} className="y-row">
            <Poster url={media.posterUrl} alt="" width={56} />
            <Link className="y-grow y-ellipsis" to={`/media?id=${media.id}`}>
              {media.title}
            </Link>
            <span className="y-caption">{media.validUntil === null ? "" : t("until", { day: f.dateTime(media.validUntil) })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** How far the newest programme has come, over all screens. */
export function Rollouts({ counts }: { counts: Overview["stages"] }): ReactElement {
  const t = useText(text);
  const words = useText(stageText);
  const f = useFormat();
  const parts = stages.filter((stage) => stage !== "none" && counts[stage] > 0);
  return (
    <section className="y-card">
      <header className="y-card-head">
        <h2>{t("rollouts")}</h2>
        <span className="y-grow" />
        <Link to="/rollout">{t("seeAll")}</Link>
      </header>
      <div className="y-card-body">
        {parts.length === 0 && <p className="y-ink2">{t("noRollouts")}</p>}
        {parts.length > 0 && (
          <div className="y-bar" aria-hidden="true">
            {parts.map((stage) => (
              <span key={stage} className={`y-fill-${stage}`} style={{ flexGrow: counts[stage] }} />
            ))}
          </div>
        )}
        <ul className="y-legend y-home-legend">
          {(parts.length > 0 ? stages : ["none" as const]).map((stage) => (
            <li key={stage}>
              <Link to={`/rollout?stage=${stage}`}>
                <i className={`y-swatch y-fill-${stage}`} aria-hidden="true" /> {words(`stage.${stage}`)} <b>{f.count(counts[stage])}</b>
              </Link>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
