import type { Wall } from "@yilu/contract";
import type { ReactElement } from "react";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { commonText } from "../../components/text.ts";
import { text } from "./text.ts";

type Film = Wall["playing"][number];

function Caption({ film, isBig }: { film: Film; isBig: boolean }): ReactElement {
  const t = useText(text);
  const common = useText(commonText);
  const f = useFormat();
  return (
    <figcaption>
      <span className={`w-level w-level-${film.level}`} role="img" aria-label={common(`levelName.${film.level}`)}>
        {common(`level.${film.level}`)}
      </span>
      <span className="w-ellipsis">{film.title}</span>
      <b>{f.count(film.screens)}</b>
      <small>{t(isBig ? "onScreens" : "blocks")}</small>
    </figcaption>
  );
}

/** What most screens show at this moment, the most of all large. */
export function Playing({ films }: { films: readonly Film[] }): ReactElement {
  const t = useText(text);
  const [first, ...rest] = films;
  if (first === undefined) return <p className="w-playing-none">{t("nothingPlaying")}</p>;
  return (
    <div className="w-playing">
      <figure className="w-big">
        <span className="w-poster">
          <img key={first.mediaId} src={first.posterUrl} alt="" />
        </span>
        <Caption film={first} isBig />
      </figure>
      {rest.slice(0, 4).map((film) => (
        <figure key={film.mediaId}>
          <span className="w-poster">
            <img src={film.posterUrl} alt="" />
          </span>
          <Caption film={film} isBig={false} />
        </figure>
      ))}
    </div>
  );
}
