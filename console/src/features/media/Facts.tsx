import type { Media } from "@yilu/contract";
import type { ReactElement } from "react";
import { filmText } from "../../components/filmText.ts";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { text } from "./text.ts";
import { validityWords } from "./validity.ts";

/** "3f9a 07c1 … e44d c21e": enough of a SHA-256 to compare by eye. */
export const shortHash = (sha256: string): string => [sha256.slice(0, 4), sha256.slice(4, 8), "…", sha256.slice(-8, -4), sha256.slice(-4)].join(" ");

/** What is known of a film, as a list of terms. */
export function Facts({ media }: { media: Media }): ReactElement {
  const t = useText(text);
  const films = useText(filmText);
  const f = useFormat();
  const rows: [string, string][] = [
    [t("uploader"), `${media.unitName} · ${media.uploaderName}`],
    ...(media.contact === null ? [] : [[t("contact"), media.contact] satisfies [string, string]]),
    [t("uploadedAt"), f.dateTime(media.createdAt)],
    [t("length"), media.durationMs === null ? films("mediaKind.image") : f.length(media.durationMs)],
    [t("picture"), media.widthPx > 0 ? `${media.widthPx}×${media.heightPx}` : films(`mediaKind.${media.kind}`)],
    [t("size"), `${f.bytes(media.bytes)} · ${media.mimeType}`],
    [t("validity"), validityWords(media, f, t)],
  ];
  return (
    <dl className="m-facts">
      {rows.map(([term, value]) => (
        <div key={term} style={{ display: "contents" }}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      <dt>{t("fingerprint")}</dt>
      <dd className="m-mono" title={media.sha256}>
        {shortHash(media.sha256)}
      </dd>
    </dl>
  );
}

/** Upload and reviews, oldest first. */
export function History({ media }: { media: Media }): ReactElement {
  const t = useText(text);
  const f = useFormat();
  return (
    <ol className="m-history">
      <li>
        <time>{f.dateTime(media.createdAt)}</time>
        <span>{t("submitted", { name: media.uploaderName })}</span>
      </li>
      {[...media.reviews]
        .sort((a, b) => a.at - b.at)
        .map((review) => (
          <li key={review.at}>
            <time>{f.dateTime(review.at)}</time>
            <span>
              {review.step > 1 && `${t("step", { n: review.step })} `}
              {review.decision === "approve" ? t("approvedBy", { name: review.reviewerName }) : t("returnedBy", { name: review.reviewerName, reason: review.reason })}
              {review.sha256 !== media.sha256 && t("otherFile")}
            </span>
          </li>
        ))}
    </ol>
  );
}

/** Which playlists hold it. */
export function UsedIn({ media }: { media: Media }): ReactElement {
  const t = useText(text);
  if (media.usedIn.length === 0) return <p className="y-caption">{t("usedNowhere")}</p>;
  return (
    <ul className="y-names">
      {media.usedIn.map(({ id, name }) => (
        <li key={id}>{name}</li>
      ))}
    </ul>
  );
}
