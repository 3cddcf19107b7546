import type { ReactElement } from "react";
import { askToSignIn } from "../../lib/api.ts";
import { useLiveConnection } from "../../lib/live.ts";
import { useMe } from "../../lib/session.ts";
import { Board } from "./Board.tsx";
import { Controls } from "./Controls.tsx";
import { useAskAgain, useWall } from "./useWall.ts";

/** Pushes tell what changes; this is for what nobody pushes, and for what was missed. */
const everyMs = 15_000;

/** The wall for somebody who is signed in; it lasts as long as the session. */
export default function WallPage(): ReactElement {
  const me = useMe();
  const state = useWall(null, everyMs);
  const ask = useAskAgain();
  useLiveConnection(me.id, ask);
  return <Board state={state} controls={<Controls unitName={state.wall?.unitName ?? me.unitName} />} onSignIn={() => void askToSignIn().then((again) => (again ? window.location.reload() : undefined))} />;
}
