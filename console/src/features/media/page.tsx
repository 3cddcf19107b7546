import { useRef, useState, type DragEvent, type ReactElement } from "react";
import { useParams } from "../../components/useParams.ts";
import { useText } from "../../lib/i18n.ts";
import { useMay } from "../../lib/session.ts";
import { Library } from "./Library.tsx";
import "./media.css";
import { Review } from "./Review.tsx";
import { text } from "./text.ts";
import { UploadDialog } from "./UploadDialog.tsx";
import { uploads } from "./uploads.ts";

const accepted = "video/*,image/*";

/** The library, which is a drop target as a whole; or the review. */
export default function Page(): ReactElement {
  const t = useText(text);
  const may = useMay();
  const [params] = useParams();
  const [files, setFiles] = useState<readonly File[]>([]);
  const [over, setOver] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  if (params.get("view") === "review" && may("canReviewMedia")) return <Review />;
  const mayUpload = may("canUploadMedia");
  const add = (more: FileList | null): void => {
    if (more !== null && more.length > 0) setFiles((before) => [...before, ...more]);
  };
  const carriesFiles = (event: DragEvent): boolean => mayUpload && event.dataTransfer.types.includes("Files");
  return (
    <div
      className="m-page"
      onDragOver={(event) => {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))) setOver(false);
      }}
      onDrop={(event) => {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        setOver(false);
        add(event.dataTransfer.files);
      }}
    >
      <Library onUpload={() => picker.current?.click()} />
      {mayUpload && (
        <input
          ref={picker}
          type="file"
          multiple
          accept={accepted}
          className="y-hidden"
          tabIndex={-1}
          aria-label={t("upload")}
          onChange={(event) => {
            add(event.target.files);
            event.target.value = "";
          }}
        />
      )}
      {over && <div className="m-drop">{t("dropHere")}</div>}
      {files.length > 0 && (
        <UploadDialog
          files={files}
          onAddFiles={() => picker.current?.click()}
          onClose={() => setFiles([])}
          onStart={(chosen) => {
            uploads.add(chosen);
            setFiles([]);
          }}
        />
      )}
    </div>
  );
}
