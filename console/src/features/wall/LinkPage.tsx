import type { ReactElement } from "react";
import { Board } from "./Board.tsx";
import { useWall } from "./useWall.ts";

/** A link has no socket: it asks often instead. */
const everyMs = 5_000;

/** The wall for whoever has its link, for as long as the link lasts. */
export default function WallLinkPage({ token }: { token: string }): ReactElement {
  return <Board state={useWall(token, everyMs)} controls={null} onSignIn={null} />;
}
