import type { Media } from "@yilu/contract";
import type { ReactElement } from "react";
import { filmText } from "../../components/filmText.ts";
import { LevelMark, StateTag } from "../../components/marks.tsx";
import { MediaStatusTag } from "../../components/MediaStatusTag.tsx";
import { Poster } from "../../components/Poster.tsx";
import { useNow } from "../../lib/clock.ts";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { text } from "./text.ts";
import { validAt } from "./validity.ts";

export interface MediaListProps {
  rows: readonly Media[];
  progress: (media: Media) => number | undefined;
  onOpen: (media: Media) => void;
}

/** Only approved films are judged by their dates: the others do not play anyway. */
export function ValidityTag({ media }: { media: Media }): ReactElement | null {
  const t = useText(text);
  const valid = validAt(media, useNow());
  if (media.status !== "approved" || valid === "valid") return null;
  return (
    <StateTag tone="park" icon="wait">
      {t(valid)}
    </StateTag>
  );
}

export function MediaGrid({ rows, progress, onOpen }: MediaListProps): ReactElement {
  const films = useText(filmText);
  const f = useFormat();
  return (
    <div className="m-grid">
      {rows.map((media) => (
        <button key={media.id} type="button" className="y-card m-card" onClick={() => onOpen(media)}>
          <div className="m-picture">
            <Poster url={media.status === "transcoding" || media.status === "failed" ? null : media.posterUrl} alt="" />
            <span className="m-length">{media.durationMs === null ? films("mediaKind.image") : f.length(media.durationMs)}</span>
          </div>
          <span className="m-card-title y-ellipsis" title={media.title}>
            {media.title}
          </span>
          <span className="y-row">
            <LevelMark level={media.level} />
            <MediaStatusTag status={media.status} percent={progress(media)} />
            <ValidityTag media={media} />
          </span>
          <span className="y-caption y-ellipsis">{media.reason === null || media.reason === "" ? media.unitName : media.reason}</span>
        </button>
      ))}
    </div>
  );
}
