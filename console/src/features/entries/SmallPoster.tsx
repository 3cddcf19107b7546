import type { Media } from "@yilu/contract";
import type { ReactElement } from "react";
import { Poster } from "../../components/Poster.tsx";

/** A film's picture in a row; an empty field of the same size while the film is being asked for. */
export function SmallPoster({ film, width }: { film: Media | undefined; width: number }): ReactElement {
  return film === undefined ? <span className="y-poster y-poster-empty" style={{ width, aspectRatio: "16 / 9" }} /> : <Poster url={film.posterUrl} alt="" width={width} />;
}
