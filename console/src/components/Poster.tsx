import { useState, type CSSProperties, type ReactElement } from "react";
import { useText } from "../lib/i18n.ts";
import { commonText } from "./text.ts";

interface PosterProps {
  /** Path on this server; null: nothing to show. */
  url: string | null;
  /** What the picture is of. */
  alt: string;
  /** Shape, width / height; 16/9 when not told. */
  ratio?: number;
  width?: number | string;
  /** Grey: worked out, not seen. */
  grey?: boolean;
}

/** The picture of a film in the shape of its screen; a plain field with a word when there is none. */
export function Poster({ url, alt, ratio = 16 / 9, width = "100%", grey = false }: PosterProps): ReactElement {
  const t = useText(commonText);
  const [failed, setFailed] = useState<string | null>(null);
  const style: CSSProperties = { width, aspectRatio: String(ratio) };
  if (url === null || failed === url) {
    return (
      <div className="y-poster y-poster-empty" style={style}>
        {t("noPoster")}
      </div>
    );
  }
  return (
    <div className={grey ? "y-poster y-poster-grey" : "y-poster"} style={style}>
      <img src={url} alt={alt} loading="lazy" onError={() => setFailed(url)} />
    </div>
  );
}
