import type { Evidence } from "@yilu/contract";
import { Button, Modal } from "antd";
import type { KeyboardEvent, ReactElement } from "react";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { ActionIcon } from "../ActionIcon.tsx";
import { commonText } from "../text.ts";
import { evidenceText } from "./text.ts";

interface EnlargedProps {
  picture: Evidence;
  /** Null at either end. */
  onPrevious: (() => void) | null;
  onNext: (() => void) | null;
  onClose: () => void;
}

/** One picture large, with what is known of it; arrow keys turn to its neighbours. */
export function Enlarged({ picture, onPrevious, onNext, onClose }: EnlargedProps): ReactElement {
  const t = useText(evidenceText);
  const common = useText(commonText);
  const f = useFormat();
  const { screenName, unitName, mediaTitle, entryName, takenAt, receivedAt, clock, isRequested, widthPx, heightPx, pictureUrl } = picture;
  const facts: [string, string][] = [
    [t("takenAt"), `${f.dateTime(takenAt)}${clock === "estimated" ? `（${t("estimated")}）` : ""}`],
    [t("clip"), mediaTitle === null ? t("noClip") : `《${mediaTitle}》`],
    ...(entryName === null ? [] : ([[t("entry"), entryName]] satisfies [string, string][])),
    [common("unit"), unitName === "" ? "—" : unitName],
    [t("why"), t(isRequested ? "requested" : "sampled")],
    [t("receivedAt"), f.dateTime(receivedAt)],
    [t("size"), `${widthPx}×${heightPx}`],
  ];
  const turn = ({ key }: KeyboardEvent): void => {
    if (key === "ArrowLeft") onPrevious?.();
    if (key === "ArrowRight") onNext?.();
  };
  return (
    <Modal open title={screenName} width={960} footer={null} onCancel={onClose} destroyOnHidden>
      <div onKeyDown={turn}>
        <img className="y-enlarged" src={pictureUrl} alt={`${screenName} ${f.dateTime(takenAt)} ${mediaTitle ?? ""}`} style={{ aspectRatio: `${widthPx} / ${heightPx}` }} />
        <div className="y-row y-wrap y-enlarged-foot">
          <dl className="y-enlarged-facts">
            {facts.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          <span className="y-row">
            <Button icon={<ActionIcon name="back" />} aria-label={t("previous")} title={t("previous")} disabled={onPrevious === null} onClick={() => onPrevious?.()} />
            <Button icon={<ActionIcon name="forward" />} aria-label={t("next")} title={t("next")} disabled={onNext === null} onClick={() => onNext?.()} />
            <Button icon={<ActionIcon name="download" />} href={pictureUrl} download={`${screenName} ${f.dateTime(takenAt).replaceAll(/[/:]/g, "-")}.jpg`}>
              {t("download")}
            </Button>
          </span>
        </div>
      </div>
    </Modal>
  );
}
