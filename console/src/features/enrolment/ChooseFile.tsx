import { routes } from "@yilu/contract";
import { Button, Upload } from "antd";
import type { ReactElement } from "react";
import { ActionIcon } from "../../components/ActionIcon.tsx";
import { addressOf } from "../../lib/api.ts";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { RunProgress } from "./RunProgress.tsx";
import { text } from "./text.ts";
import type { Running } from "./useRun.ts";

interface ChooseFileProps {
  /** The file that is being read and checked now. */
  reading: File | null;
  /** How far that is. */
  running: Running;
  onChoose: (file: File) => void;
  /** Gives up what is being read; nothing was written. */
  onStop: () => void;
}

/** What to fill in, and the place where it is handed over. */
export function ChooseFile({ reading, running, onChoose, onStop }: ChooseFileProps): ReactElement {
  const t = useText(text);
  const f = useFormat();
  const download = (what: "template" | "export"): ReactElement => (
    <div className="y-card e-download">
      <Button href={addressOf(routes.imports[what], {})} icon={<ActionIcon name="download" />} download>
        {t(what === "template" ? "template" : "exportNow")}
      </Button>
      <p className="y-caption">{t(what === "template" ? "templateWhy" : "exportWhy")}</p>
    </div>
  );
  if (reading !== null) {
    return (
      <div className="y-card e-reading">
        <RunProgress label={t("reading", { name: reading.name, size: f.bytes(reading.size) })} running={running} onStop={onStop} />
      </div>
    );
  }
  return (
    <>
      <div className="e-downloads">
        {download("template")}
        {download("export")}
      </div>
      <Upload.Dragger
        className="e-drop"
        accept=".xlsx"
        maxCount={1}
        showUploadList={false}
        beforeUpload={(file) => {
          onChoose(file);
          return false; // it is sent by us, as JSON
        }}
      >
        <p className="e-drop-icon">
          <ActionIcon name="upload" size={28} />
        </p>
        <p className="e-drop-title">{t("drop")}</p>
        <p className="y-caption">{t("dropWhy")}</p>
      </Upload.Dragger>
    </>
  );
}
