/*
 * What changes by itself. One socket for the whole console, opened by <Live> in the shell (useLiveConnection).
 *
 *   useLive("media:progress", ({ mediaId, percent }) => …);   // also screen:live, plays:counted, changed
 *   useRefreshOn("plays:counted", "reports", 3000);           // ask again for a query root, at most every 3 s
 *   const connected = useConnected();                          // for "实时 15:42"
 *
 * `changed` already asks again for every list it touches: features need not listen to it.
 */
import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import type { ServerToConsole } from "@yilu/contract";
import { useEffect, useEffectEvent, useRef, useSyncExternalStore } from "react";
import { io, type Socket } from "socket.io-client";
import { askToSignIn } from "./api.ts";

type Push = keyof ServerToConsole;
type MessageOf<P extends Push> = Parameters<ServerToConsole[P]>[0];
type What = MessageOf<"changed">["what"];

/** Query roots that may look different once something of this kind has changed. */
const touches: Record<What, readonly string[]> = {
  media: ["media", "playlists", "timeline", "preview", "overview"],
  playlists: ["playlists", "entries", "timeline", "preview", "media", "overview"],
  entries: ["entries", "timeline", "preview", "emergencies", "screens", "playlists", "overview", "wall"],
  screens: ["screens", "groups", "entries", "timeline", "preview", "overview"],
  groups: ["groups", "screens", "entries", "timeline", "preview"],
  units: ["units", "screens", "users"],
  users: ["users"],
  campaigns: ["campaigns"],
  alarms: ["alarms", "overview", "wall"],
  commands: ["commands"],
  evidence: ["evidence", "campaigns"],
};
const gatherMs = 400;

/** Collects what changed and asks again once, so that a burst of pushes is one refresh. */
export function refresher(client: Pick<QueryClient, "invalidateQueries">, afterMs = gatherMs): (what: What) => void {
  const waiting = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  return (what) => {
    for (const root of [...touches[what], "audit"]) waiting.add(root);
    timer ??= setTimeout(() => {
      timer = null;
      for (const root of waiting) void client.invalidateQueries({ queryKey: [root] });
      waiting.clear();
    }, afterMs);
  };
}

let socket: Socket<ServerToConsole> | null = null;
const listeners = new Set<() => void>();
const tell = (): void => listeners.forEach((listener) => listener());
const liveSocket = (): Socket<ServerToConsole> => (socket ??= io("/console", { transports: ["websocket"], autoConnect: false }));

/**
 * Opens the socket while somebody is signed in; on reconnecting everything shown is asked for again. Used once, by the shell.
 * @param onEnded what to do when the session has ended; left out: ask to sign in again
 */
export function useLiveConnection(userId: string, onEnded?: () => void): void {
  const client = useQueryClient();
  const sessionEnded = useEffectEvent((live: Socket<ServerToConsole>): void => {
    if (onEnded !== undefined) onEnded();
    else void askToSignIn().then((again) => (again ? live.connect() : undefined));
  });
  useEffect(() => {
    const live = liveSocket();
    const refresh = refresher(client);
    let before = false;
    const connected = (): void => {
      if (before) void client.invalidateQueries();
      before = true;
      tell();
    };
    const changed = ({ what }: MessageOf<"changed">): void => refresh(what);
    const ended = (): void => sessionEnded(live);
    live.on("connect", connected).on("disconnect", tell).on("changed", changed).on("session:ended", ended);
    live.connect();
    return () => {
      live.off("connect", connected).off("disconnect", tell).off("changed", changed).off("session:ended", ended);
      live.disconnect();
    };
  }, [client, userId]);
}

/** Calls back at each push of this kind while the component is shown. */
export function useLive<P extends Push>(push: P, callBack: (message: MessageOf<P>) => void): void {
  const latest = useEffectEvent(callBack);
  useEffect(() => {
    const live: Socket<ServerToConsole> = liveSocket();
    // The listener type of a generic event name cannot be inferred by socket.io's overloads; it is ServerToConsole[P].
    const listener = ((message: MessageOf<P>) => latest(message)) as ServerToConsole[P];
    live.on(push, listener as never);
    return () => {
      live.off(push, listener as never);
    };
  }, [push]);
}

/** Asks again for a root ("overview", "reports") when such a push arrives, at most once per stretch of time. */
export function useRefreshOn(push: Push, root: string, everyMs: number): void {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(() => () => clearTimeout(timer.current ?? undefined), []);
  useLive(push, () => {
    timer.current ??= setTimeout(() => {
      timer.current = null;
      void client.invalidateQueries({ queryKey: [root] });
    }, everyMs);
  });
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
/** Whether pushes arrive at the moment. */
export const useConnected = (): boolean => useSyncExternalStore(subscribe, () => socket?.connected ?? false);
