import type { Media } from "@yilu/contract";
import { Button, Drawer } from "antd";
import { useState, type ReactElement } from "react";
import { LevelMark } from "../../components/marks.tsx";
import { MediaStatusTag } from "../../components/MediaStatusTag.tsx";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { commonText } from "../../components/text.ts";
import { useConfirmNamed } from "../../components/useConfirmNamed.tsx";
import { Waiting } from "../../components/Waiting.tsx";
import { useText } from "../../lib/i18n.ts";
import { useMay } from "../../lib/session.ts";
import { useMedia, useRemoveMedia } from "./api.ts";
import { Facts, History, UsedIn } from "./Facts.tsx";
import { MediaForm } from "./MediaForm.tsx";
import { ValidityTag } from "./MediaGrid.tsx";
import { text } from "./text.ts";

function Picture({ media }: { media: Media }): ReactElement | null {
  if (media.status === "transcoding" || media.status === "failed") return null;
  if (media.kind === "image") return <img className="m-video" src={media.fileUrl} alt={media.title} />;
  return <video key={media.sha256} className="m-video" src={media.fileUrl} poster={media.posterUrl} preload="metadata" controls aria-label={media.title} />;
}

/** One film: preview, facts, history, where it is used; edit and delete by right. */
export function MediaDrawer({ id, progress, onClose }: { id: string; progress: (media: Media) => number | undefined; onClose: () => void }): ReactElement {
  const t = useText(text);
  const common = useText(commonText);
  const may = useMay();
  const confirm = useConfirmNamed();
  const media = useMedia(id);
  const remove = useRemoveMedia();
  const [editing, setEditing] = useState(false);
  const one = media.data;
  const askRemove = ({ title, usedIn }: Media): void =>
    confirm({
      title: t("removeTitle"),
      names: [title],
      consequence: usedIn.length === 0 ? t("removeWhy") : t("removeUsed", { names: usedIn.map(({ name }) => name).join("、") }),
      verb: t("removeVerb"),
      act: async () => {
        await remove.mutateAsync({ params: { id } });
        onClose();
      },
    });
  return (
    <Drawer
      open
      size={480}
      styles={{ body: { padding: 0, overflow: "hidden" } }}
      onClose={onClose}
      title={one?.title ?? common("loading")}
      extra={
        one?.mayChange === true &&
        !editing && (
          <span className="y-row">
            {may("canEditMedia") && (
              <Button danger type="text" onClick={() => askRemove(one)}>
                {common("remove")}
              </Button>
            )}
            <Button type={one.status === "returned" ? "primary" : "default"} onClick={() => setEditing(true)}>
              {one.status === "returned" ? t("editAndResend") : common("edit")}
            </Button>
          </span>
        )
      }
    >
      <div className="m-drawer" role="region" aria-label={one?.title ?? common("loading")} tabIndex={0}>
        <ProblemAlert error={media.error} />
        {media.isPending && <Waiting />}
        {one !== undefined && (
          <div className="m-detail">
            <Picture media={one} />
            {editing ? (
              <MediaForm media={one} onDone={() => setEditing(false)} />
            ) : (
              <>
                <span className="y-row">
                  <LevelMark level={one.level} />
                  <MediaStatusTag status={one.status} percent={progress(one)} framed />
                  <ValidityTag media={one} />
                </span>
                {one.reason !== null && one.reason !== "" && <p className="y-alarm">{t("failedWhy", { reason: one.reason })}</p>}
                {one.status === "returned" && <p className="y-caption">{one.mayChange ? t("mendIt") : t("theyMend")}</p>}
                <Facts media={one} />
              </>
            )}
            <section>
              <h3>{t("history")}</h3>
              <History media={one} />
            </section>
            <section>
              <h3>{t("usedIn")}</h3>
              <UsedIn media={one} />
            </section>
            {one.status === "approved" && <p className="y-caption">{t("bound")}</p>}
          </div>
        )}
      </div>
    </Drawer>
  );
}
