import { routes, type Contribution } from "@yilu/contract";
import { Button, Input } from "antd";
import { useRef, useState, type ReactElement } from "react";
import { ActionIcon } from "../../components/ActionIcon.tsx";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { addressOf, call } from "../../lib/api.ts";
import { useText } from "../../lib/i18n.ts";
import { shrunk } from "./shrink.ts";
import { text } from "./text.ts";

type Pictures = Contribution["pictures"];

interface PicturesFieldProps {
  value?: Pictures;
  onChange?: (pictures: Pictures) => void;
  campaignId: string;
  unitId: string;
}

const mostPictures = 20;

/** Evidence pictures, each with what it shows; scaled down before they are sent. */
export function PicturesField({ value = [], onChange, campaignId, unitId }: PicturesFieldProps): ReactElement {
  const t = useText(text);
  const picker = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [unread, setUnread] = useState<string[]>([]);
  const [error, setError] = useState<unknown>(null);
  const add = async (files: readonly File[]): Promise<void> => {
    setBusy(true);
    setError(null);
    const refused: string[] = [];
    let pictures = value;
    try {
      for (const file of files.slice(0, mostPictures - value.length)) {
        const base64 = await shrunk(file);
        if (base64 === null) {
          refused.push(file.name);
          continue;
        }
        const { sha256 } = await call(routes.campaigns.addPicture, { params: { id: campaignId, unitId }, body: { base64 } });
        if (!pictures.some((picture) => picture.sha256 === sha256)) pictures = [...pictures, { sha256, caption: "" }];
      }
    } catch (failed) {
      setError(failed);
    } finally {
      setUnread(refused);
      setBusy(false);
      onChange?.(pictures);
    }
  };
  return (
    <>
      <ProblemAlert error={error} />
      {unread.length > 0 && <p className="y-alarm">{t("unread", { names: unread.join("、") })}</p>}
      {value.map((picture) => (
        <div key={picture.sha256} className="y-row c-picture">
          <img src={addressOf(routes.campaigns.picture, { params: { id: campaignId, sha256: picture.sha256 } })} alt={picture.caption} />
          <Input
            value={picture.caption}
            maxLength={100}
            placeholder={t("caption")}
            aria-label={t("caption")}
            onChange={(typed) => onChange?.(value.map((one) => (one.sha256 === picture.sha256 ? { ...one, caption: typed.target.value } : one)))}
          />
          <Button type="text" icon={<ActionIcon name="close" />} aria-label={t("removePicture")} onClick={() => onChange?.(value.filter((one) => one.sha256 !== picture.sha256))} />
        </div>
      ))}
      <input
        ref={picker}
        type="file"
        accept="image/jpeg,image/png,image/webp"
        multiple
        style={{ display: "none" }} // antd's form shows file fields, whatever "hidden" says
        onChange={(picked) => {
          const files = [...(picked.target.files ?? [])];
          picked.target.value = "";
          void add(files);
        }}
      />
      {value.length < mostPictures && (
        <Button size="small" loading={busy} icon={<ActionIcon name="upload" size={14} />} onClick={() => picker.current?.click()}>
          {t("addPictures")}
        </Button>
      )}
    </>
  );
}
