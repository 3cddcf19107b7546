import type { Entry } from "@yilu/contract";
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import type { Segment } from "./layout.ts";
import { moved, quarter, type Edge, type Timed, type Unit, type WhyNot } from "./moves.ts";
import type { Stretch } from "./stretch.ts";

/** A bar on its way: where it would go, until the server has answered. */
export interface Ghost {
  lineKey: string;
  segment: Segment;
  edge: Edge;
  unit: Unit;
  /** How far, in units. */
  by: number;
  change: Timed;
  saving: boolean;
}
export interface Held {
  lineKey: string;
  segment: Segment;
  entry: Entry | undefined;
  own: boolean;
}
interface PullOptions {
  stretch: Stretch;
  save: (entry: Entry, change: Timed, unit: Unit) => Promise<void>;
  refuse: (why: WhyNot) => void;
  open: (held: Held) => void;
  mayEdit: boolean;
}

const startsAfterPx = 4;
const keysRestMs = 900;
const dayMinutes = 24 * 60;
const edgeOf = (target: EventTarget): Edge => (target instanceof HTMLElement && (target.dataset["edge"] === "start" || target.dataset["edge"] === "end") ? target.dataset["edge"] : "move");

/** Moving and resizing bars with the mouse and the keys. A touch scrolls, and a tap opens. */
export function usePull({ stretch, save, refuse, open, mayEdit }: PullOptions) {
  const [ghost, setGhost] = useState<Ghost | null>(null);
  const pulling = useRef<{ held: Held; edge: Edge; startX: number; trackPx: number; ghost: Ghost | null; refused: boolean } | null>(null);
  /** Whether the pointer has gone far enough since it was pressed to mean a drag. */
  const dragged = useRef(false);
  const typing = useRef<{ held: Held; ghost: Ghost; timer: ReturnType<typeof setTimeout> } | null>(null);
  const unit: Unit = stretch.scale === "day" ? "minutes" : "days";
  const perTrack = unit === "days" ? stretch.dates.length : dayMinutes;
  useEffect(() => () => clearTimeout(typing.current?.timer), []);

  const tried = ({ lineKey, segment, entry, own }: Held, edge: Edge, amount: number): Ghost | WhyNot => {
    if (entry === undefined) return "notOwn";
    const outcome = moved(entry, own, edge, unit, amount);
    return "whyNot" in outcome ? outcome.whyNot : { lineKey, segment, edge, unit, by: outcome.by, change: outcome.change, saving: false };
  };
  const commit = ({ entry }: Held, to: Ghost): void => {
    if (entry === undefined || to.by === 0) {
      setGhost(null);
      return;
    }
    setGhost({ ...to, saving: true });
    void save(entry, to.change, unit).finally(() => setGhost(null));
  };
  const leaveKeys = (): void => {
    clearTimeout(typing.current?.timer);
    typing.current = null;
  };
  const commitKeys = (): void => {
    const given = typing.current;
    leaveKeys();
    if (given !== null) commit(given.held, given.ghost);
  };

  const onPointerDown = (event: PointerEvent<HTMLElement>, held: Held): void => {
    dragged.current = false;
    if (event.button !== 0 || event.pointerType === "touch" || !mayEdit || ghost?.saving === true) return;
    const track = event.currentTarget.parentElement;
    if (track === null) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    pulling.current = { held, edge: edgeOf(event.target), startX: event.clientX, trackPx: track.clientWidth, ghost: null, refused: false };
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>): void => {
    const pull = pulling.current;
    if (pull === null || pull.refused) return;
    const px = event.clientX - pull.startX;
    if (!dragged.current && Math.abs(px) < startsAfterPx) return;
    dragged.current = true;
    const step = unit === "days" ? 1 : quarter;
    const next = tried(pull.held, pull.edge, Math.round((px / pull.trackPx) * (perTrack / step)) * step);
    if (typeof next === "string") {
      pull.refused = true;
      refuse(next);
      return;
    }
    pull.ghost = next;
    setGhost(next);
  };
  const onPointerUp = (): void => {
    const pull = pulling.current;
    pulling.current = null;
    if (pull?.ghost !== null && pull !== null) commit(pull.held, pull.ghost);
  };
  const onPointerCancel = (): void => {
    pulling.current = null;
    setGhost(null);
  };
  /** The click that ends a drag opens nothing. */
  const onClick = (held: Held): void => {
    if (!dragged.current) open(held);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>, held: Held): void => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      if (typing.current !== null) commitKeys();
      else open(held);
      return;
    }
    if (event.key === "Escape" && typing.current !== null) {
      leaveKeys();
      setGhost(null);
      return;
    }
    if ((event.key !== "ArrowLeft" && event.key !== "ArrowRight") || !mayEdit || ghost?.saving === true) return;
    event.preventDefault();
    const edge: Edge = event.shiftKey ? "end" : "move";
    const before = typing.current?.ghost;
    const step = (event.key === "ArrowLeft" ? -1 : 1) * (unit === "days" ? 1 : quarter);
    const next = tried(held, edge, (before !== undefined && before.edge === edge ? before.by : 0) + step);
    if (typeof next === "string") {
      refuse(next);
      return;
    }
    leaveKeys();
    typing.current = { held, ghost: next, timer: setTimeout(commitKeys, keysRestMs) };
    setGhost(next);
  };
  return { ghost, onPointerDown, onPointerMove, onPointerUp, onPointerCancel, onClick, onKeyDown };
}
