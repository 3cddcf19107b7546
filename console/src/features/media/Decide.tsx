import type { Media } from "@yilu/contract";
import { Button, Input, type GetRef } from "antd";
import type { ReactElement, RefObject } from "react";
import { ActionIcon } from "../../components/ActionIcon.tsx";
import { LevelMark, StateTag } from "../../components/marks.tsx";
import { commonText } from "../../components/text.ts";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { Facts } from "./Facts.tsx";
import { cutOf } from "./reviewOrder.ts";
import { wideRatio } from "./ReviewStage.tsx";
import { reviewText } from "./reviewText.ts";

export const reasonKeys = ["1", "2", "3", "4", "5"] as const;
export type ReasonKey = (typeof reasonKeys)[number];

export type ReasonField = GetRef<typeof Input.TextArea>;

interface DecideProps {
  media: Media;
  own: boolean;
  /** The step before was approved by this very reviewer. */
  taken: boolean;
  reason: string;
  /** A return was tried without a reason. */
  asked: boolean;
  field: RefObject<ReasonField | null>;
  onReason: (reason: string) => void;
  onSay: (key: ReasonKey) => void;
  onDecide: (decision: "approve" | "return") => void;
}

/** Facts, reasons, and the two answers: the same size, always in the same place. */
export function Decide({ media, own, taken, reason, asked, field, onReason, onSay, onDecide }: DecideProps): ReactElement {
  const t = useText(reviewText);
  const common = useText(commonText);
  const f = useFormat();
  const cut = media.widthPx > 0 && media.heightPx > 0 ? cutOf(media.widthPx / media.heightPx, wideRatio) : 0;
  return (
    <aside className="m-decide">
      <div className="m-decide-facts">
        <div>
          <span className="y-row y-ink2">
            <LevelMark level={media.level} />
            {common(`levelName.${media.level}`)}
          </span>
          <h2>{media.title}</h2>
          {media.approvalsNeeded > 1 && <span className="y-badge">{t("stepOf", { n: media.approvals + 1, all: media.approvalsNeeded })}</span>}
        </div>
        <Facts media={media} />
        <div className="m-checks">
          {cut > 0 ? (
            <StateTag tone="off" icon="alarm">
              {t("cropped", { percent: f.percent(cut) })}
            </StateTag>
          ) : (
            <StateTag tone="ok" icon="ready">
              {t("uncropped")}
            </StateTag>
          )}
          <span className="y-state y-ink2">
            <ActionIcon name="lock" size={14} />
            <span>{t("bound")}</span>
          </span>
        </div>
        {!own && (
          <div>
            <label htmlFor="review-reason">
              <b>{t("reason")}</b> <span className="y-caption">{t("reasonFor")}</span>
            </label>
            <div className="m-reasons">
              {reasonKeys.map((key) => (
                <Button key={key} size="small" type={reason === t(`say.${key}`) ? "primary" : "default"} ghost={reason === t(`say.${key}`)} aria-keyshortcuts={key} onClick={() => onSay(key)}>
                  {t(`reason.${key}`)}
                </Button>
              ))}
            </div>
            <Input.TextArea id="review-reason" ref={field} rows={3} maxLength={1000} value={reason} status={asked ? "error" : ""} placeholder={t("reasonPlaceholder")} onChange={(event) => onReason(event.target.value.replace(/\n/g, " "))} />
            {asked && (
              <p className="y-alarm" role="alert">
                {t("reasonMissing")}
              </p>
            )}
          </div>
        )}
      </div>
      {own ? (
        <p className="y-state y-off">
          <ActionIcon name="lock" size={14} />
          {t("own")}
        </p>
      ) : (
        <div className="m-actions">
          {taken && <p className="y-caption m-taken">{t("stepTaken")}</p>}
          <Button size="large" danger aria-keyshortcuts="r" onClick={() => onDecide("return")}>
            {t("return")}
            <kbd className="m-key">R</kbd>
          </Button>
          <Button size="large" type="primary" disabled={taken} aria-keyshortcuts="a" onClick={() => onDecide("approve")}>
            {t("approve")}
            <kbd className="m-key">A</kbd>
          </Button>
        </div>
      )}
    </aside>
  );
}
