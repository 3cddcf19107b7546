import { Button, Progress } from "antd";
import { useEffect, type ReactElement } from "react";
import { ActionIcon } from "../../components/ActionIcon.tsx";
import type { IconName } from "../../components/Icon.tsx";
import { LevelMark, StateTag, type Tone } from "../../components/marks.tsx";
import { useFormat } from "../../lib/format.ts";
import { useLocal, useText } from "../../lib/i18n.ts";
import { useRefreshMedia } from "./api.ts";
import { text } from "./text.ts";
import { timeLeftWords } from "./timeLeft.ts";
import { uploads, useUploads } from "./uploads.ts";
import { allTimeLeftMs, isChecking, isUnderWay, speedOf, timeLeftMs, type Upload, type UploadState } from "./uploadState.ts";

const looks: Record<UploadState, { tone: Tone; icon: IconName }> = {
  waiting: { tone: "park", icon: "wait" },
  sending: { tone: "busy", icon: "sent" },
  paused: { tone: "park", icon: "none" },
  broken: { tone: "off", icon: "offline" },
  refused: { tone: "alarm", icon: "returned" },
  done: { tone: "ok", icon: "ready" },
};

function Row({ upload, onOpen }: { upload: Upload; onOpen: (mediaId: string) => void }): ReactElement {
  const t = useText(text);
  const f = useFormat();
  const local = useLocal();
  const { key, title, level, state, sentBytes, totalBytes, problem, mediaId } = upload;
  const [speed, left] = [speedOf(upload), timeLeftMs(upload)];
  const checking = isChecking(upload);
  const off = state === "done" || state === "refused" ? t("takeOff") : t("cancel");
  return (
    <li className="m-upload">
      <LevelMark level={level} />
      <div className="y-grow">
        <div className="y-row">
          <span className="y-ellipsis">{title}</span>
          <StateTag {...looks[state]}>{t(checking ? "state.checking" : `state.${state}`)}</StateTag>
        </div>
        {state !== "done" && state !== "refused" && (
          <>
            <Progress percent={totalBytes === 0 ? 0 : Math.floor((sentBytes / totalBytes) * 100)} size="small" status="normal" aria-label={title} />
            <p className="y-caption m-figures">
              <span>{t("ofBytes", { sent: f.bytes(sentBytes), total: f.bytes(totalBytes) })}</span>
              {state === "sending" && speed !== null && !checking && <span>{t("speed", { speed: f.bytes(speed) })}</span>}
              {state === "sending" && left !== null && !checking && <span>{t("left", { left: timeLeftWords(left, t) })}</span>}
            </p>
          </>
        )}
        {problem !== null && (
          <p className={state === "refused" ? "y-alarm" : "y-off"} role="alert">
            {[problem.message, problem.detail, problem.todo].flatMap((part) => (part === undefined ? [] : [local(part)])).join("；")}
          </p>
        )}
      </div>
      {isUnderWay(upload) && !checking && <Button size="small" type="text" icon={<ActionIcon name="pause" />} aria-label={`${t("pause")} ${title}`} title={t("pause")} onClick={() => uploads.pause(key)} />}
      {(state === "paused" || state === "broken") && (
        <Button size="small" icon={<ActionIcon name="resume" />} onClick={() => uploads.resume(key)}>
          {t("resume")}
        </Button>
      )}
      {state === "done" && mediaId !== null && (
        <Button size="small" type="link" onClick={() => onOpen(mediaId)}>
          {t("openIt")}
        </Button>
      )}
      <Button size="small" type="text" icon={<ActionIcon name="close" />} aria-label={`${off} ${title}`} title={off} onClick={() => uploads.cancel(key)} />
    </li>
  );
}

/** What is being uploaded; absent when there is nothing. */
export function UploadPanel({ onOpen }: { onOpen: (mediaId: string) => void }): ReactElement | null {
  const t = useText(text);
  const list = useUploads();
  const refresh = useRefreshMedia();
  const done = list.filter(({ state }) => state === "done").length;
  useEffect(() => {
    if (done > 0) refresh();
  }, [done, refresh]);
  if (list.length === 0) return null;
  const left = allTimeLeftMs(list);
  return (
    <section className="y-card">
      <header className="y-card-head">
        <h2>{t("uploads")}</h2>
        <span className="y-caption">{left === null ? t("summaryDone", { done, all: list.length }) : t("summary", { done, all: list.length, left: timeLeftWords(left, t) })}</span>
        <span className="y-grow" />
        <Button size="small" onClick={() => uploads.clearFinished()} disabled={!list.some(({ state }) => state === "done" || state === "refused")}>
          {t("clear")}
        </Button>
      </header>
      <ul className="m-uploads">
        {list.map((upload) => (
          <Row key={upload.key} upload={upload} onOpen={onOpen} />
        ))}
      </ul>
    </section>
  );
}
