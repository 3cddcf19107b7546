import type { ReactElement } from "react";
import { useText } from "../../../lib/i18n.ts";
import type { Settings } from "./draft.ts";
import { settingsText } from "./settingsText.ts";

/** A little screen as it hangs, with the picture turned in it: the bar is the picture's upper edge. */
export function RotationPicture({ rotation }: { rotation: Settings["rotation"] }): ReactElement {
  const t = useText(settingsText);
  return (
    <svg className="y-rotation" viewBox="0 0 64 44" width="64" height="44" role="img" aria-label={t(`rotation.${rotation}`)}>
      <rect x="1" y="1" width="62" height="42" rx="4" className="y-drawn-screen" />
      <g transform={`rotate(${rotation} 32 22)`}>
        <rect x="18" y="11" width="28" height="22" rx="2" className="y-drawn-picture" />
        <path d="M18 13.5h28" className="y-drawn-edge" />
        <path d="m32 17-5 6h3.2v6h3.6v-6H37Z" className="y-drawn-arrow" />
      </g>
    </svg>
  );
}

const usualWindow = { widthPx: 1920, heightPx: 1080 };

/** The window of the browser, and which part of it the LED processor takes. */
export function ViewportPicture({ viewport }: { viewport: Settings["viewport"] }): ReactElement {
  const t = useText(settingsText);
  const { x, y, widthPx, heightPx } = viewport;
  const [width, height] = [Math.max(usualWindow.widthPx, x + widthPx), Math.max(usualWindow.heightPx, y + heightPx)];
  const unit = width / 240; // a line of one unit is one pixel of the drawing
  return (
    <svg className="y-viewport" viewBox={`0 0 ${width} ${height}`} width="240" height={Math.round((240 * height) / width)} role="img" aria-label={t("viewportPreview", { x, y, width: widthPx, height: heightPx })}>
      <rect x={unit / 2} y={unit / 2} width={width - unit} height={height - unit} className="y-drawn-screen" strokeWidth={unit} />
      <rect x={x} y={y} width={widthPx} height={heightPx} className="y-drawn-area" strokeWidth={unit * 2} />
      <text x={width - 8 * unit} y={height - 8 * unit} fontSize={12 * unit} textAnchor="end" className="y-drawn-text">
        {width}×{height}
      </text>
      <text x={x + widthPx / 2} y={y + heightPx / 2 + 4 * unit} fontSize={12 * unit} textAnchor="middle" className="y-drawn-label">
        {widthPx}×{heightPx}
      </text>
    </svg>
  );
}
