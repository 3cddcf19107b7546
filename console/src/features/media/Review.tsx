import { Button } from "antd";
import { useEffect, useEffectEvent, useRef, useState, type ReactElement } from "react";
import { ActionIcon } from "../../components/ActionIcon.tsx";
import { EmptyState } from "../../components/EmptyState.tsx";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { useParams } from "../../components/useParams.ts";
import { Waiting } from "../../components/Waiting.tsx";
import { useNow } from "../../lib/clock.ts";
import { useText } from "../../lib/i18n.ts";
import { useMe } from "../../lib/session.ts";
import { usePending } from "./api.ts";
import { Decide, reasonKeys, type ReasonField, type ReasonKey } from "./Decide.tsx";
import { neighbourOf, queueOf } from "./reviewOrder.ts";
import { ReviewQueue } from "./ReviewQueue.tsx";
import { ReviewStage, type Shape } from "./ReviewStage.tsx";
import { reviewText } from "./reviewText.ts";
import { useDesk } from "./useDesk.ts";

const isTyping = (target: EventTarget | null): boolean => target instanceof HTMLElement && (target.matches("input, textarea, select") || target.isContentEditable);

/** One film after the other: see it, decide, the next opens by itself. */
export function Review(): ReactElement {
  const t = useText(reviewText);
  const me = useMe();
  const now = useNow(1000);
  const [params, open] = useParams();
  const [chosenId, setChosenId] = useState(params.get("id"));
  const [shape, setShape] = useState<Shape>("as");
  const [reasons, setReasons] = useState<Readonly<Record<string, string>>>({});
  const [asked, setAsked] = useState(false);
  const video = useRef<HTMLVideoElement>(null);
  const field = useRef<ReasonField>(null);
  const pending = usePending();
  const [desk, { held, settled, failed, approved, returned }] = useDesk();
  const queue = queueOf(pending.data?.rows ?? [], (id) => settled.has(id) || held?.media.id === id);
  const current = queue.find(({ id }) => id === chosenId) ?? queue[0];
  const own = current?.uploaderId === me.id;
  const standing = current === undefined || current.approvals === 0 ? [] : current.reviews.slice(-current.approvals);
  const taken = standing.some(({ reviewerId }) => reviewerId === me.id);
  const reason = current === undefined ? "" : (reasons[current.id] ?? "");

  const choose = (id: string | undefined): void => {
    setAsked(false);
    if (id !== undefined) setChosenId(id);
  };
  const setReason = (text: string): void => {
    setAsked(false);
    if (current !== undefined) setReasons((before) => ({ ...before, [current.id]: text }));
  };
  const decide = (decision: "approve" | "return"): void => {
    if (current === undefined || own || (taken && decision === "approve")) return;
    if (decision === "return" && reason.trim() === "") {
      setAsked(true);
      field.current?.focus();
      return;
    }
    const { id, sha256, title, version } = current;
    const next = neighbourOf(queue, id, 1);
    desk.decide({ media: { id, sha256, title, version }, decision, reason: decision === "return" ? reason.trim() : "" });
    choose(next?.id);
  };
  const undo = (): void => choose(desk.undo()?.media.id);
  const say = (key: ReasonKey): void => setReason(t(`say.${key}`));
  const play = (): void => void (video.current?.paused === true ? video.current.play() : video.current?.pause());

  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
    const key = event.key.toLowerCase();
    const reasonKey = reasonKeys.find((one) => one === key);
    if (key === " " && !(event.target instanceof HTMLButtonElement)) play();
    else if (current !== undefined && (key === "j" || key === "k")) choose(neighbourOf(queue, current.id, key === "j" ? -1 : 1)?.id);
    else if (key === "a") decide("approve");
    else if (key === "r") decide("return");
    else if (key === "l") setShape(shape === "as" ? "wide" : "as");
    else if (reasonKey !== undefined && !own) say(reasonKey);
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => pressed(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);
  useEffect(() => {
    document.title = `${t("title")} · 一路`;
  }, [t]);

  const top = (
    <>
      {held !== null && (
        <div className="m-held" role="status">
          <span className="y-grow">{t(`held.${held.decision}`, { title: held.media.title, n: Math.max(0, Math.ceil((held.until - now) / 1000)) })}</span>
          <Button size="small" onClick={undo}>
            {t("undo")}
          </Button>
        </div>
      )}
      {failed !== null && (
        <div>
          <p className="y-alarm">{t("failed", { title: failed.decision.media.title })}</p>
          <ProblemAlert error={failed.error} />
        </div>
      )}
      <ProblemAlert error={pending.error} onRetry={() => void pending.refetch()} />
    </>
  );
  const back = (
    <Button size="small" type="text" icon={<ActionIcon name="back" />} onClick={() => open({ view: undefined, id: undefined })}>
      {t("back")}
    </Button>
  );
  if (pending.isPending) return <Waiting />;
  if (current === undefined) {
    return (
      <>
        <div className="y-row">{back}</div>
        {top}
        <div className="y-card">
          <EmptyState title={t("done")} why={t("doneWhy")} action={<Button onClick={() => open({ view: undefined, id: undefined })}>{t("back")}</Button>} />
        </div>
      </>
    );
  }
  return (
    <div className="m-review">
      <h1 className="y-hidden">{t("title")}</h1>
      <ReviewQueue queue={queue} currentId={current.id} ownId={me.id} now={now} back={back} approved={approved} returned={returned} onChoose={choose} />
      <ReviewStage key={`${current.id} ${current.sha256}`} media={current} shape={shape} onShape={setShape} video={video} top={top} />
      <Decide media={current} own={own} taken={taken} reason={reason} asked={asked} field={field} onReason={setReason} onSay={say} onDecide={decide} />
    </div>
  );
}
