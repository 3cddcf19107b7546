import type { Level } from "@yilu/contract";
import { Button, Input, Modal } from "antd";
import { useState, type ReactElement } from "react";
import { ActionIcon } from "../../components/ActionIcon.tsx";
import { LevelSelect } from "../../components/LevelSelect.tsx";
import { commonText } from "../../components/text.ts";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { useMe } from "../../lib/session.ts";
import { text } from "./text.ts";
import type { Chosen } from "./uploadQueue.ts";
import { titleOf } from "./uploadState.ts";

interface Draft {
  file: File;
  title: string;
  level: Level | undefined;
}

interface UploadDialogProps {
  files: readonly File[];
  onAddFiles: () => void;
  onStart: (chosen: Chosen[]) => void;
  onClose: () => void;
}

/** Before anything is sent: a title and a level for each file. */
export function UploadDialog({ files, onAddFiles, onStart, onClose }: UploadDialogProps): ReactElement {
  const t = useText(text);
  const common = useText(commonText);
  const f = useFormat();
  const [changes, setChanges] = useState<ReadonlyMap<File, Partial<Draft> & { out?: boolean }>>(new Map());
  const [forAll, setForAll] = useState<Level | undefined>(undefined);
  const [tried, setTried] = useState(false);
  const [contact, setContact] = useState(useMe().displayName);
  const drafts = files
    .filter((file) => changes.get(file)?.out !== true)
    .map((file): Draft => ({ file, title: titleOf(file.name), level: forAll, ...changes.get(file) }));
  const change = (file: File, part: Partial<Draft> & { out?: boolean }): void => setChanges((before) => new Map(before).set(file, { ...before.get(file), ...part }));
  const setAll = (level: Level | undefined): void => {
    setForAll(level);
    setChanges((before) => new Map([...before].map(([file, { level: _, ...rest }]) => [file, rest])));
  };
  const start = (): void => {
    setTried(true);
    const chosen = drafts.flatMap(({ file, title, level }) => (level === undefined || title.trim() === "" ? [] : [{ file, title: title.trim(), level, contact: contact.trim() === "" ? null : contact.trim() }]));
    if (chosen.length === drafts.length) onStart(chosen);
  };
  const missing = tried && drafts.some(({ level }) => level === undefined);
  return (
    <Modal open width={720} title={t("chooseTitle", { n: drafts.length })} okText={t("start", { n: drafts.length })} cancelText={common("cancel")} okButtonProps={{ disabled: drafts.length === 0 }} onOk={start} onCancel={onClose}>
      <div className="y-row y-wrap m-upload-all">
        <span>{t("levelForAll")}</span>
        <LevelSelect width={140} value={forAll} onChange={setAll} />
        <span className="y-caption y-grow">{t("levelWhy")}</span>
        <Button onClick={onAddFiles}>{t("moreFiles")}</Button>
      </div>
      <label className="y-row y-wrap m-upload-all">
        <span>{t("contact")}</span>
        <Input value={contact} maxLength={100} style={{ width: 260 }} placeholder={t("contactHint")} onChange={(event) => setContact(event.target.value)} />
        <span className="y-caption y-grow">{t("contactWhy")}</span>
      </label>
      {missing && (
        <p className="y-alarm" role="alert">
          {t("levelMissing")}
        </p>
      )}
      <ul className="m-upload-list">
        {drafts.map(({ file, title, level }) => (
          <li key={`${file.name} ${file.size} ${file.lastModified}`} className="m-upload-draft">
            <div className="y-grow">
              <Input value={title} maxLength={100} aria-label={t("name")} status={title.trim() === "" ? "error" : ""} onChange={(event) => change(file, { title: event.target.value })} />
              <p className="y-caption y-ellipsis">
                {file.name} · {f.bytes(file.size)}
              </p>
            </div>
            <LevelSelect width={140} value={level} status={tried && level === undefined ? "error" : undefined} onChange={(next) => change(file, { level: next })} />
            <Button type="text" icon={<ActionIcon name="close" />} aria-label={`${t("takeOut")} ${file.name}`} onClick={() => change(file, { out: true })} />
          </li>
        ))}
      </ul>
      <p className="y-caption">{t("resumeHint")}</p>
    </Modal>
  );
}
