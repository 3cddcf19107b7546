import type { Media } from "@yilu/contract";
import type { ReactElement, ReactNode } from "react";
import { ActionIcon } from "../../components/ActionIcon.tsx";
import { filmText } from "../../components/filmText.ts";
import { LevelMark } from "../../components/marks.tsx";
import { Poster } from "../../components/Poster.tsx";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { reviewText } from "./reviewText.ts";

interface ReviewQueueProps {
  queue: readonly Media[];
  currentId: string;
  ownId: string;
  now: number;
  back: ReactNode;
  approved: number;
  returned: number;
  onChoose: (id: string) => void;
}

export function ReviewQueue({ queue, currentId, ownId, now, back, approved, returned, onChoose }: ReviewQueueProps): ReactElement {
  const t = useText(reviewText);
  const films = useText(filmText);
  const f = useFormat();
  return (
    <aside className="m-queue">
      <header>
        <b>{t("waiting")}</b>
        <span className="y-caption y-grow" title={t("order")}>
          {queue.length}
        </span>
        {back}
      </header>
      <ol>
        {queue.map((media) => (
          <li key={media.id}>
            <button type="button" className="m-queue-item" aria-current={media.id === currentId} onClick={() => onChoose(media.id)}>
              <Poster url={media.posterUrl} alt="" width={80} />
              <span className="y-grow" style={{ display: "block" }}>
                <span className="m-queue-title y-ellipsis" style={{ display: "block" }} title={media.title}>
                  {media.title}
                </span>
                <span className="y-row y-caption" style={{ gap: 6 }}>
                  <LevelMark level={media.level} />
                  <span className="y-ellipsis">{media.unitName}</span>
                  {media.uploaderId === ownId && <ActionIcon name="lock" size={12} />}
                </span>
                <span className="y-caption">
                  {media.durationMs === null ? films("mediaKind.image") : f.length(media.durationMs)} · {t("waited", { span: f.span(now - media.createdAt) })}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ol>
      <footer className="y-caption">{approved + returned > 0 ? t("sent", { n: approved + returned, approved, returned }) : t("order")}</footer>
    </aside>
  );
}
