import type { Media } from "@yilu/contract";
import { Segmented } from "antd";
import type { ReactElement, ReactNode, RefObject } from "react";
import { useText } from "../../lib/i18n.ts";
import { History, UsedIn } from "./Facts.tsx";
import { cutOf } from "./reviewOrder.ts";
import { reviewText } from "./reviewText.ts";

export type Shape = "as" | "wide";
export const wideRatio = 3;
const roomRatio = 16 / 9;

interface ReviewStageProps {
  media: Media;
  shape: Shape;
  onShape: (shape: Shape) => void;
  video: RefObject<HTMLVideoElement | null>;
  /** What stands above the picture: the decision that can be undone, errors. */
  top: ReactNode;
}

/** The film as large as there is room, and what a 3:1 wall would cut off. */
export function ReviewStage({ media, shape, onShape, video, top }: ReviewStageProps): ReactElement {
  const t = useText(reviewText);
  const ratio = media.widthPx > 0 && media.heightPx > 0 ? media.widthPx / media.heightPx : roomRatio;
  const cut = cutOf(ratio, wideRatio);
  return (
    <section className="m-stage">
      {top}
      <div className="m-screen">
        <div className="m-frame" style={{ aspectRatio: String(ratio), ...(ratio >= roomRatio ? { width: "100%" } : { height: "100%" }) }}>
          {media.kind === "image" ? (
            <img src={media.fileUrl} alt={media.title} />
          ) : (
            <video ref={video} src={media.fileUrl} poster={media.posterUrl} preload="metadata" controls aria-label={media.title} />
          )}
          {shape === "wide" && cut > 0 && (
            <div className="m-crop" style={{ top: `${cut * 100}%`, bottom: `${cut * 100}%` }}>
              <span>{t("crop")}</span>
            </div>
          )}
        </div>
      </div>
      <div className="y-row">
        <span className="y-grow" />
        <Segmented
          value={shape}
          aria-label={t("ratio")}
          options={[
            { value: "as" as const, label: t("ratio.as") },
            { value: "wide" as const, label: t("ratio.wide") },
          ]}
          onChange={onShape}
        />
      </div>
      <div className="m-cards">
        <div className="y-card">
          <h3>{t("history")}</h3>
          <History media={media} />
        </div>
        <div className="y-card">
          <h3>{t("usedIn")}</h3>
          <UsedIn media={media} />
        </div>
      </div>
      <div className="m-keys" aria-hidden="true">
        <span>
          <kbd className="m-key">{t("key.space")}</kbd>
          {t("key.play")}
        </span>
        <span>
          <kbd className="m-key">J</kbd>
          <kbd className="m-key">K</kbd>
          {t("key.move")}
        </span>
        <span>
          <kbd className="m-key">A</kbd>
          {t("approve")}
        </span>
        <span>
          <kbd className="m-key">R</kbd>
          {t("return")}
        </span>
        <span>
          <kbd className="m-key">1</kbd>–<kbd className="m-key">5</kbd>
          {t("key.reasons")}
        </span>
        <span>
          <kbd className="m-key">L</kbd>
          {t("key.ratio")}
        </span>
      </div>
    </section>
  );
}
