import { routes, type Me } from "@yilu/contract";
import { Button, Modal } from "antd";
import { useEffect, useEffectEvent, useRef, useState, type ReactElement } from "react";
import { isSomebodyThere } from "../../lib/activity.ts";
import { call } from "../../lib/api.ts";
import { now as readClock } from "../../lib/clock.ts";
import { useText } from "../../lib/i18n.ts";
import { text } from "./text.ts";

const minuteMs = 60_000;
/** So long before the end one is warned. */
const warnMs = 2 * minuteMs;
/** Whoever types for long without a call of the page is made known to the server as often as this. */
const tellEveryMs = 4 * minuteMs;
const lookEveryMs = 10_000;

/** The person and the session, as the server has them; an ended session asks for the password first. */
const ask = (): Promise<Me> => call(routes.session.me, {});
/** No answer: it is asked again in a moment. */
const ignored = (): void => undefined;

/** Says in time that the session is about to end, and keeps it open for whoever is there. What is typed stays as it is. */
export function IdleWarning({ me, onSignOut }: { me: Me; onSignOut: () => void }): ReactElement {
  const t = useText(text);
  const [endsAt, setEndsAt] = useState(me.sessionEndsAt);
  const [told, setTold] = useState(readClock);
  const [now, setNow] = useState(readClock);
  const stay = useRef<HTMLButtonElement>(null);
  const left = endsAt - now;
  const heard = (found: Me): void => {
    setEndsAt(found.sessionEndsAt);
    setTold(readClock());
    setNow(readClock());
  };
  const look = useEffectEvent((): void => {
    const at = readClock();
    setNow(at);
    // Another window may have kept the session open meanwhile: only the server knows.
    const isDue = endsAt - at < warnMs + lookEveryMs;
    if (isDue || (isSomebodyThere(at) && at - told > tellEveryMs)) void ask().then(heard, ignored);
  });
  const isWarned = left < warnMs;
  useEffect(() => {
    const timer = setInterval(look, isWarned ? 1_000 : lookEveryMs);
    return () => clearInterval(timer);
  }, [isWarned]);
  const seconds = Math.max(0, Math.ceil(left / 1_000));
  return (
    <Modal
      open={isWarned && left > 0}
      title={t("idle")}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      afterOpenChange={(isOpen) => isOpen && stay.current?.focus()} // the dialog itself would take the first button, which signs out
      width={420}
      footer={[
        <Button key="out" onClick={onSignOut}>
          {t("signOut")}
        </Button>,
        <Button key="stay" ref={stay} type="primary" onClick={() => void ask().then(heard, ignored)}>
          {t("stay")}
        </Button>,
      ]}
    >
      <p role="timer">{t("idleWhy", { seconds })}</p>
    </Modal>
  );
}
