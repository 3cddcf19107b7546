/** The socket to the server: who we are, what time it is, and the messages both ways. */
import { protocolVersion, type Answer, type CommandDone, type CommandKind, type PlayAck, type PlayerStatus, type PlayerToServer, type ServerToPlayer, type Welcome } from "@yilu/contract";
import { Manager, type Socket } from "socket.io-client";
import { Backoff, LINE_BACKOFF } from "../backoff.ts";
import { bestAnchor, type Clock, type Probe } from "../clock.ts";
import type { Batch } from "../ledger/ledger.ts";
import { wire } from "../wire.ts";
import { PROBES } from "./pace.ts";

/** What the owner of the connection does about what it hears. */
export interface Listeners {
  /** The server greeted us and the clock is anchored. */
  connected(welcome: Welcome, ledgerId: string): void;
  /** There may be a newer manifest. */
  hinted(): void;
  rotated(token: string): void;
  /** Staff want something; it may have been heard before. */
  commanded(commandId: string, kind: CommandKind): void;
  /** This player has no screen any more. */
  revoked(): void;
  /** The two programs no longer understand each other. */
  outdated(which: "clientTooOld" | "serverTooOld"): void;
}

export interface Identity {
  token(): string;
  ledgerId(): string;
}

const ANSWER_MS = 10_000;
const ANSWER_TRIES = 3;

/** Where we come from, in the parts that the socket asks for. */
const server = (): { hostname: string; port: string; secure: boolean } => {
  const { hostname, port, protocol } = location;
  return { hostname: hostname.replace(/[[\]]/g, ""), port, secure: protocol === "https:" };
};

export class Connection {
  readonly #socket: Socket<ServerToPlayer, PlayerToServer>;
  readonly #clock: Clock;
  readonly #listeners: Listeners;
  readonly #backoff = new Backoff(LINE_BACKOFF.firstMs, LINE_BACKOFF.mostMs);
  readonly #identity: Identity;
  #ledgerId = "";
  #token = "";
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;
  #ready = false;

  constructor(identity: Identity, clock: Clock, listeners: Listeners) {
    this.#identity = identity;
    this.#clock = clock;
    this.#listeners = listeners;
    this.#socket = new Manager({ ...server(), transports: ["websocket"], reconnection: false, autoConnect: false }).socket("/player", {
      auth: (give: (identity: object) => void) => {
        this.#ledgerId = identity.ledgerId();
        this.#token = identity.token();
        give({ token: this.#token, protocol: protocolVersion, ledgerId: this.#ledgerId, playerVersion: __PLAYER_VERSION__ });
      },
    });
    this.#socket.on("welcome", (message) => void this.#greet(message));
    this.#socket.on("manifest:changed", () => listeners.hinted());
    this.#socket.on("token:rotate", ({ token }) => listeners.rotated(token));
    this.#socket.on("revoked", () => listeners.revoked());
    this.#socket.on("command", (message) => {
      const { commandId, kind } = wire.command.safeParse(message).data ?? {};
      if (commandId && kind) listeners.commanded(commandId, kind);
    });
    this.#socket.on("connect_error", (error) => this.#refused(error));
    this.#socket.on("disconnect", () => this.#again());
    this.#socket.connect();
  }

  /** Greeted, with an anchored clock. */
  get isReady(): boolean {
    return this.#ready;
  }

  /** Drops the line and takes it up again with whoever we are now. */
  reconnect(): void {
    this.#socket.disconnect();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#socket.disconnect();
  }

  status(status: PlayerStatus): void {
    if (this.#ready) this.#socket.emit("status", status, () => undefined);
  }

  /** What the server has safely; null: it could not say. */
  async plays(batch: Batch): Promise<PlayAck | null> {
    const answer = await this.#socket.timeout(ANSWER_MS).emitWithAck("plays", batch).catch(() => null);
    return answer?.ok ? (wire.playAck.safeParse(answer.answer).data ?? null) : null;
  }

  /** Says what became of a command. Gives up when the line drops: the server asks again with the next one. */
  async answer(done: CommandDone): Promise<void> {
    for (let tries = 0; this.#socket.connected && tries < ANSWER_TRIES; tries += 1) {
      if (await this.#socket.timeout(ANSWER_MS).emitWithAck("commandDone", done).catch(() => null)) return;
    }
  }

  /** Asks the time several times and believes the quickest answer. */
  async anchor(): Promise<boolean> {
    const probes: Probe[] = [];
    for (let count = 0; count < PROBES; count += 1) {
      const askedMs = this.#clock.monotonic();
      const answer: Answer<unknown> | null = await this.#socket.timeout(ANSWER_MS).emitWithAck("clock", { t0: askedMs }).catch(() => null);
      const answeredMs = this.#clock.monotonic();
      const told = answer?.ok ? wire.clockAnswer.safeParse(answer.answer).data : undefined;
      if (!told) break;
      probes.push({ askedMs, answeredMs, serverReceivedAt: told.receivedAt, serverAnsweredAt: told.answeredAt });
    }
    const anchor = bestAnchor(probes);
    if (anchor) this.#clock.adopt(anchor);
    return anchor !== null;
  }

  async #greet(message: Welcome): Promise<void> {
    const greeting = wire.welcome.safeParse(message).data;
    const ledgerId = this.#ledgerId;
    const line = this.#socket.id;
    const anchored = await this.anchor();
    if (this.#socket.id !== line) return; // another connection has taken its place
    if (!greeting || !anchored) {
      this.#socket.disconnect();
      return;
    }
    this.#backoff.reset();
    this.#ready = true;
    this.#listeners.connected(greeting, ledgerId);
  }

  #refused(error: Error & { data?: { code?: string } }): void {
    const code = error.data?.code;
    if (code === "playerTokenRefused" && this.#token === this.#identity.token()) this.#listeners.revoked();
    else if (code === "clientTooOld" || code === "serverTooOld") this.#listeners.outdated(code);
    this.#again();
  }

  #again(): void {
    this.#ready = false;
    clearTimeout(this.#timer);
    if (!this.#closed) this.#timer = setTimeout(() => this.#socket.connect(), this.#backoff.next());
  }
}
