import type { Evidence } from "@yilu/contract";
import { useState, type ReactElement, type ReactNode } from "react";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { Enlarged } from "./Enlarged.tsx";
import "./evidence.css";
import { evidenceText } from "./text.ts";

interface PicturesProps {
  pictures: readonly Evidence[];
  /** What stands under each beside its time: the screen it is of, or the film it shows. */
  naming: "screen" | "film";
  /** Stands before the first picture. */
  first?: ReactNode;
}

/** Pictures as thumbnails; each opens large, with what is known of it. */
export function Pictures({ pictures, naming, first }: PicturesProps): ReactElement {
  const t = useText(evidenceText);
  const f = useFormat();
  const [open, setOpen] = useState<string | null>(null);
  const [failed, setFailed] = useState<ReadonlySet<string>>(new Set());
  const place = pictures.findIndex(({ id }) => id === open);
  const shown = pictures[place];
  return (
    <>
      <ul className="y-pictures">
        {first}
        {pictures.map((picture) => {
          const { id, screenName, mediaTitle, takenAt, clock, pictureUrl } = picture;
          const film = mediaTitle === null ? t("noClip") : `《${mediaTitle}》`;
          const time = f.dateTime(takenAt);
          return (
            <li key={id}>
              <button type="button" className="y-picture" aria-label={t("open", { name: screenName, time })} onClick={() => setOpen(id)}>
                {failed.has(id) ? <span className="y-picture-gone">{t("gone")}</span> : <img src={pictureUrl} alt="" loading="lazy" onError={() => setFailed((before) => new Set([...before, id]))} />}
              </button>
              <p className="y-ellipsis">{naming === "screen" ? screenName : film}</p>
              <p className="y-caption y-ellipsis">
                {time}
                {clock === "estimated" && ` · ${t("estimated")}`}
              </p>
            </li>
          );
        })}
      </ul>
      {shown !== undefined && (
        <Enlarged picture={shown} onPrevious={place === 0 ? null : () => setOpen(pictures[place - 1]?.id ?? null)} onNext={place === pictures.length - 1 ? null : () => setOpen(pictures[place + 1]?.id ?? null)} onClose={() => setOpen(null)} />
      )}
    </>
  );
}
