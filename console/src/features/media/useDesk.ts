import { routes } from "@yilu/contract";
import { useEffect, useState, useSyncExternalStore } from "react";
import { addressOf, call } from "../../lib/api.ts";
import { now } from "../../lib/clock.ts";
import { useRefreshMedia } from "./api.ts";
import { DecisionDesk, type Decision, type DeskState } from "./decisions.ts";

const bodyOf = ({ media, decision, reason }: Decision) => ({ sha256: media.sha256, version: media.version, decision, reason });

/** The desk of one review; what is still held is sent when the review or the page is left. */
export function useDesk(): [DecisionDesk, DeskState] {
  const refresh = useRefreshMedia();
  const [desk] = useState(
    () => new DecisionDesk((decision) => call(routes.media.decide, { params: { id: decision.media.id }, body: bodyOf(decision) }).finally(refresh), now),
  );
  const state = useSyncExternalStore(desk.subscribe, desk.state);
  useEffect(() => {
    const leave = (): void => {
      const held = desk.undo();
      if (held === null) return;
      // Only a kept-alive request outlives the page; nobody is left to read its answer.
      void fetch(addressOf(routes.media.decide, { params: { id: held.media.id }, body: bodyOf(held) }), {
        method: "POST",
        keepalive: true,
        credentials: "same-origin",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(bodyOf(held)),
      });
    };
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      void desk.flush();
    };
  }, [desk]);
  return [desk, state];
}
