import type { Server as HttpServer } from "node:http";
import { Server } from "socket.io";
import type { Clock } from "../clock.ts";
import type { EventBus } from "../events.ts";
import type { ManifestService } from "../features/schedule/manifest-service.ts";
import type { PlaysService } from "../features/plays/service.ts";
import type { CommandsService } from "../features/remote/commands-service.ts";
import type { PairingService } from "../features/screens/pairing-service.ts";
import type { ScreensService } from "../features/screens/service.ts";
import type { Doors } from "../http/doors.ts";
import { isOwnOrigin } from "../http/origin.ts";
import { serveConsoles, type ConsoleNamespace } from "./consoles.ts";
import { Deliveries } from "./deliveries.ts";
import { SocketLimits } from "./limits.ts";
import { hintManifests, receiversIn, servePlayers, type PlayerNamespace } from "./players.ts";
import type { Presence } from "./presence.ts";

export interface RealtimeParts {
  httpServer: HttpServer;
  publicOrigin: string | null;
  session: Parameters<typeof serveConsoles>[1]["session"];
  userOf: Parameters<typeof serveConsoles>[1]["userOf"];
  pairing: PairingService;
  screens: ScreensService;
  manifests: ManifestService;
  plays: PlaysService;
  commands: CommandsService;
  presence: Presence;
  events: EventBus;
  clock: Clock;
  doors: Doors;
  /** What a client may send, see SocketLimits. */
  requestsPerMinute: number;
  trustProxy: boolean;
  elapsedMs: () => number;
  onError(error: unknown): void;
}

/** Sockets of one screen: a cloned card has two, a bad line leaves half-open ones behind. And of one user: tabs. */
const mostOfScreen = 4;
const mostOfUser = 50;
/** Pings often enough to notice a lost bus within a minute, seldom enough for a metered line. */
export const pingIntervalMs = 45_000;
const pingTimeoutMs = 20_000;

/** The sockets: players and consoles. Pushes are hints; what they hint at is always read from the database. */
export class Realtime {
  private readonly server: Server;
  private readonly deliveries: Deliveries;
  private revisions: ReadonlyMap<string, string> = new Map();
  private checking: Promise<void> | null = null;
  private again = false;

  constructor(private readonly parts: RealtimeParts) {
    const limits = new SocketLimits(parts.requestsPerMinute, parts.trustProxy, parts.elapsedMs);
    this.server = new Server(parts.httpServer, {
      transports: ["websocket"],
      serveClient: false,
      destroyUpgrade: false, // see refuseUpgrades
      maxHttpBufferSize: 256 * 1024,
      pingInterval: pingIntervalMs,
      pingTimeout: pingTimeoutMs,
      connectTimeout: 10_000,
      allowRequest: (request, done) => done(null, limits.mayWait(request) && isOwnOrigin(request.headers.origin, request.headers.host, parts.publicOrigin)),
    });
    this.server.engine.on("connection", (connection: Parameters<typeof limits.opened>[0]) => limits.opened(connection));
    this.players.on("connection", (socket) => limits.joined(socket, `screen:${socket.data.player.screenId}`, mostOfScreen));
    this.consoles.on("connection", (socket) => limits.joined(socket, `user:${socket.data.userId}`, mostOfUser));
    const callers = { doors: parts.doors, addressOf: limits.addressOf.bind(limits) };
    servePlayers(this.players, { ...parts, ...callers });
    this.deliveries = new Deliveries(receiversIn(this.players), parts.commands, parts.events, parts.onError);
    serveConsoles(this.consoles, { ...parts, ...callers });
    // The default namespace is nobody's.
    this.server.use((_socket, next) => next(new Error("notFound")));
    parts.events.on("content.changed", () => this.contentChanged());
  }

  /** Compares every screen's revision with the one last told, and hints where it moved. Changes in a row are told once. */
  contentChanged(): void {
    if (this.checking) {
      this.again = true;
      return;
    }
    this.checking = this.tellChanges()
      .catch(this.parts.onError)
      .finally(() => {
        this.checking = null;
        if (!this.again) return;
        this.again = false;
        this.contentChanged();
      });
  }

  /** Remembers the revisions of now, so that only later changes are hinted. */
  async start(): Promise<void> {
    this.revisions = await this.currentRevisions();
  }

  async close(): Promise<void> {
    await this.deliveries.close();
    await this.checking;
    await this.server.close();
  }

  // The namespaces are typed by the contract; socket.io's server itself is not.
  private get players(): PlayerNamespace {
    return this.server.of("/player") as unknown as PlayerNamespace;
  }

  private get consoles(): ConsoleNamespace {
    return this.server.of("/console") as unknown as ConsoleNamespace;
  }

  private async currentRevisions(): Promise<Map<string, string>> {
    const { screens } = await this.parts.manifests.current();
    return new Map([...screens].map(([id, { manifest }]) => [id, manifest.revision]));
  }

  private async tellChanges(): Promise<void> {
    const now = await this.currentRevisions();
    const changed = new Map([...now].filter(([id, revision]) => this.revisions.get(id) !== revision));
    this.revisions = now;
    hintManifests(this.players, changed);
    await this.parts.screens.announce([...changed.keys()]);
  }
}
