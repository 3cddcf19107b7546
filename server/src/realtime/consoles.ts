import type { ServerToConsole } from "@yilu/contract";
import type { IncomingMessage } from "node:http";
import type { Request, Response } from "express";
import type { Namespace } from "socket.io";
import type { Caller } from "../caller.ts";
import type { EventBus } from "../events.ts";
import type { Doors } from "../http/doors.ts";
import { Refusal } from "../http/refusal.ts";
import { sha256Hex } from "../random.ts";
import { handshakeError } from "./players.ts";

interface Data {
  userId: string;
}
export type ConsoleNamespace = Namespace<Record<string, never>, ServerToConsole, Record<string, never>, Data>;

interface Parts {
  /** The very session middleware of the http side. */
  session: (request: Request, response: Response, next: (error?: unknown) => void) => void;
  userOf(userId: string, address: string | null): Promise<{ caller: Caller; mustChangePassword: boolean } | null>;
  events: EventBus;
  doors: Doors;
  addressOf(request: IncomingMessage): string;
}

/** A user is in the room of its own unit; what happens in a unit is told to that unit's room and all above it. */
const unitRoom = (unitId: string) => `unit:${unitId}`;
const userRoom = (userId: string) => `user:${userId}`;
const sessionRoom = (sessionSha256: string) => `session:${sessionSha256}`;
const roomsOf = (unitPath: string) => unitPath.split("/").filter(Boolean).map(unitRoom);

/** The namespace /console: signed-in users, told only of their unit and those below. Consoles send nothing. */
export function serveConsoles(namespace: ConsoleNamespace, { session, userOf, events, doors, addressOf }: Parts): void {
  namespace.use((socket, next) => {
    // The handshake is an http request; the session middleware needs only its cookie, and never answers.
    const request = socket.request as Request;
    session(request, {} as Response, (error) => {
      const userId = error ? undefined : request.session.userId;
      const enter = async (): Promise<void> => {
        await (userId === undefined ? doors.stranger(addressOf(request)) : doors.user(userId));
        const known = userId === undefined ? null : await userOf(userId, null);
        if (userId === undefined || known === null) throw new Refusal("notSignedIn");
        if (known.mustChangePassword) throw new Refusal("passwordChangeRequired");
        socket.data.userId = userId;
        void socket.join([unitRoom(known.caller.unitId), userRoom(userId), sessionRoom(sha256Hex(request.sessionID))]);
      };
      enter().then(
        () => next(),
        (refused: unknown) => next(refused instanceof Refusal ? handshakeError(refused.code) : (refused as Error)),
      );
    });
  });
  const tell = (unitPath: string) => namespace.to(roomsOf(unitPath));
  events.on("screen.live", ({ live, unitPath }) => void tell(unitPath).emit("screen:live", live));
  events.on("plays.counted", ({ unitPath, ...counted }) => void tell(unitPath).emit("plays:counted", counted));
  events.on("changed", ({ unitPath, ...change }) => void tell(unitPath).emit("changed", change));
  events.on("media.progress", ({ unitPath, ...progress }) => void tell(unitPath).emit("media:progress", progress));
  events.on("import.progress", ({ userId, ...progress }) => void namespace.to(userRoom(userId)).emit("import:progress", progress));
  events.on("session.ended", ({ userId, only, except }) => {
    const whose = namespace.in(only === undefined ? userRoom(userId) : sessionRoom(only));
    const ended = except ? whose.except(sessionRoom(except)) : whose;
    ended.emit("session:ended", { code: "notSignedIn" });
    ended.disconnectSockets(true);
  });
}
