import * as contract from "@yilu/contract";
import type { Answer, PlayerToServer, ServerToPlayer } from "@yilu/contract";
import type { IncomingMessage } from "node:http";
import type { Namespace, Socket } from "socket.io";
import type * as z from "zod/mini";
import type { Clock } from "../clock.ts";
import type { EventBus } from "../events.ts";
import type { ManifestService } from "../features/schedule/manifest-service.ts";
import type { PlaysService } from "../features/plays/service.ts";
import type { CommandsService, Delivery } from "../features/remote/commands-service.ts";
import type { KnownPlayer, PairingService } from "../features/screens/pairing-service.ts";
import type { Doors } from "../http/doors.ts";
import { Refusal } from "../http/refusal.ts";
import type { Receivers } from "./deliveries.ts";
import type { Connected, Presence } from "./presence.ts";

interface Data {
  player: KnownPlayer & Connected;
}
type PlayerSocket = Socket<PlayerToServer, ServerToPlayer, Record<string, never>, Data>;
export type PlayerNamespace = Namespace<PlayerToServer, ServerToPlayer, Record<string, never>, Data>;

interface Parts {
  doors: Doors;
  /** Where a handshake comes from. */
  addressOf(request: IncomingMessage): string;
  pairing: PairingService;
  manifests: ManifestService;
  plays: PlaysService;
  commands: CommandsService;
  presence: Presence;
  events: EventBus;
  clock: Clock;
  onError(error: unknown): void;
}

/** An error that socket.io hands to the client with our code in `data`. */
export function handshakeError(code: contract.ErrorCode): Error {
  return Object.assign(new Error(code), { data: { code } });
}

const screenRoom = (screenId: string) => `screen:${screenId}`;

/** The namespace /player: who connects is a paired player, what it sends is validated, what it needs to know is pushed. */
export function servePlayers(namespace: PlayerNamespace, parts: Parts): void {
  namespace.use((socket, next) => {
    authenticate(socket, parts).then(
      () => next(),
      (error: unknown) => {
        if (!(error instanceof Refusal)) parts.onError(error);
        next(handshakeError(error instanceof Refusal ? error.code : "internal"));
      },
    );
  });
  namespace.on("connection", (socket) => {
    const { player } = socket.data;
    void socket.join(screenRoom(player.screenId));
    parts.presence.connected(player);
    socket.on("disconnect", () => parts.presence.disconnected(player));
    listen(socket, parts);
    greet(socket, parts).catch((error: unknown) => {
      parts.onError(error);
      socket.disconnect(true); // it comes back, with jitter
    });
  });
  parts.events.on("token.revoked", ({ screenId }) => {
    namespace.to(screenRoom(screenId)).emit("revoked", { code: "playerTokenRefused" });
    namespace.in(screenRoom(screenId)).disconnectSockets(true);
  });
  // Who came with an earlier token is cut off: the player itself comes back with the new one, anybody else does not.
  parts.events.on("token.used", ({ screenId, tokenSha256 }) => {
    for (const id of namespace.adapter.rooms.get(screenRoom(screenId)) ?? []) {
      const socket = namespace.sockets.get(id);
      if (socket && socket.data.player.tokenSha256 !== tokenSha256) socket.disconnect(true);
    }
  });
  parts.events.on("token.rotation", ({ screenId }) => {
    if (namespace.adapter.rooms.has(screenRoom(screenId))) handOver(namespace, screenId, parts);
  });
}

/** Tells the players of these screens that a new manifest waits for them: equal screens by one message, packed once. */
export function hintManifests(namespace: PlayerNamespace, changed: ReadonlyMap<string, string>): void {
  const rooms = new Map<string, string[]>();
  for (const [screenId, revision] of changed) {
    const equal = rooms.get(revision);
    if (equal) equal.push(screenRoom(screenId));
    else rooms.set(revision, [screenRoom(screenId)]);
  }
  for (const [revision, equal] of rooms) namespace.to(equal).emit("manifest:changed", { revision });
}

/** Which players are connected to this process, and how one is told what staff ask of it. */
export function receiversIn(namespace: PlayerNamespace): Receivers {
  return {
    isConnected: (screenId) => namespace.adapter.rooms.has(screenRoom(screenId)),
    hand: (delivery) => void namespace.to(screenRoom(delivery.screenId)).emit("command", commandOf(delivery)),
  };
}

const commandOf = ({ commandId, kind }: Delivery) => ({ commandId, kind });

async function authenticate(socket: PlayerSocket, { pairing, doors, addressOf }: Parts): Promise<void> {
  const parsed = contract.playerHandshake.safeParse(socket.handshake.auth);
  if (!parsed.success) throw new Refusal("invalidInput");
  const { token, protocol, ledgerId, playerVersion } = parsed.data;
  if (protocol < contract.protocolVersion) throw new Refusal("clientTooOld");
  if (protocol > contract.protocolVersion) throw new Refusal("serverTooOld");
  const address = addressOf(socket.request);
  const player = await doors.token(token, address, (given) => pairing.player(given));
  if (player === null) throw new Refusal("playerTokenRefused");
  await doors.player(player.screenId);
  socket.data.player = { ...player, ledgerId, playerVersion };
}

async function greet(socket: PlayerSocket, { manifests, plays, pairing, commands }: Parts): Promise<void> {
  const { screenId, tokenSha256, screenName, unitName, plate, line, ledgerId, rotate } = socket.data.player;
  // Revoked between the handshake and here, while no listener knew this socket yet.
  if (!(await pairing.isLive(tokenSha256))) {
    socket.emit("revoked", { code: "playerTokenRefused" });
    socket.disconnect(true);
    return;
  }
  const [manifest, ledgerReceivedTo] = await Promise.all([manifests.manifest(screenId), plays.receivedTo(screenId, ledgerId)]);
  if (manifest === null) throw new Error(`no manifest for screen ${screenId}`);
  socket.emit("welcome", { screenId, screenName, unitName, plate, line, revision: manifest.revision, ledgerReceivedTo });
  if (rotate) socket.emit("token:rotate", { token: await pairing.rotated(screenId) });
  for (const delivery of await commands.takeAtConnect(screenId)) socket.emit("command", commandOf(delivery));
}

function handOver(namespace: PlayerNamespace, screenId: string, { pairing, onError }: Parts): void {
  pairing.rotated(screenId).then((token) => namespace.to(screenRoom(screenId)).emit("token:rotate", { token }), onError);
}

function listen(socket: PlayerSocket, parts: Parts): void {
  const { player } = socket.data;
  /** Validates, answers, and turns every failure into a code: a bad message never reaches a service or ends the process. */
  const answered =
    <S extends z.ZodMiniType, A>(schema: S, work: (message: z.infer<S>) => A | Promise<A>) =>
    (message: unknown, ack: unknown) => {
      const reply = typeof ack === "function" ? (answer: Answer<A>) => void ack(answer) : () => undefined;
      const parsed = schema.safeParse(message);
      if (!parsed.success) {
        reply({ ok: false, code: "invalidInput" });
        return;
      }
      Promise.resolve(parsed.data)
        .then(work)
        .then(
          (answer) => reply({ ok: true, answer }),
          (error: unknown) => {
            if (!(error instanceof Refusal)) parts.onError(error);
            reply({ ok: false, code: error instanceof Refusal ? error.code : "internal" });
          },
        );
    };
  const { status, plays, clock, commandDone } = contract.playerMessages;
  socket.on(
    "status",
    answered(status.message, (report) => {
      parts.presence.reported(player, report);
      return null;
    }),
  );
  socket.on(
    "plays",
    answered(plays.message, ({ ledgerId, plays: rows }) => parts.plays.receive({ screenId: player.screenId, ledgerId, rows })),
  );
  socket.on("commandDone", answered(commandDone.message, (done) => parts.commands.answered(player.screenId, done)));
  socket.on(
    "clock",
    answered(clock.message, ({ t0 }) => {
      const receivedAt = parts.clock();
      return { t0, receivedAt, answeredAt: parts.clock() };
    }),
  );
}
