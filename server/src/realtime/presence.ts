import type { PlayerStatus } from "@yilu/contract";
import type { Clock } from "../clock.ts";
import type { PlayerRepository, StatusUpdate } from "../features/screens/player.repository.ts";
import type { PowerOnService } from "../features/screens/power-on-service.ts";
import type { PlaysService } from "../features/plays/service.ts";
import type { ScreensService } from "../features/screens/service.ts";

/** How long a screen counts as connected after this process last said so. */
const onlineForMs = 150_000;
/** Of one screen, between two writes. */
const mostStretches = 200;

export interface Connected {
  screenId: string;
  ledgerId: string;
  playerVersion: string;
}

/**
 * Which players are connected here and what they last said. Reports of many players are written together, twice a
 * second at most, and shown to consoles once written.
 */
export class Presence {
  private readonly connections = new Map<string, number>();
  private pending = new Map<string, StatusUpdate>();
  private poweredOn = new Map<string, [number, number][]>();
  private writing: Promise<void> | null = null;
  private readonly flushTimer: NodeJS.Timeout;
  private readonly renewTimer: NodeJS.Timeout;

  constructor(
    private readonly repository: PlayerRepository,
    private readonly screens: Pick<ScreensService, "announce">,
    private readonly plays: Pick<PlaysService, "connected" | "poweredOn">,
    private readonly power: Pick<PowerOnService, "take">,
    private readonly clock: Clock,
    private readonly onError: (error: unknown) => void,
    flushMs = 500,
  ) {
    this.flushTimer = setInterval(() => void this.flush().catch(onError), flushMs);
    this.renewTimer = setInterval(() => void this.renew().catch(onError), 60_000);
  }

  get connectedCount(): number {
    return this.connections.size;
  }

  connected(player: Connected): void {
    this.connections.set(player.screenId, (this.connections.get(player.screenId) ?? 0) + 1);
    this.note(player, null);
  }

  /** When it was powered on is history: kept by itself, and not with what is of now. */
  reported(player: Connected, { poweredOn, ...report }: PlayerStatus): void {
    if (poweredOn !== undefined) this.poweredOn.set(player.screenId, [...(this.poweredOn.get(player.screenId) ?? []), ...poweredOn].slice(-mostStretches));
    this.note(player, report);
  }

  disconnected(player: Connected): void {
    const left = (this.connections.get(player.screenId) ?? 1) - 1;
    if (left > 0) {
      this.connections.set(player.screenId, left);
      return;
    }
    this.connections.delete(player.screenId);
    this.note(player, null);
  }

  /** Writes what is pending now. */
  async flush(): Promise<void> {
    while (this.writing) await this.writing;
    if (this.pending.size === 0) return;
    const updates = [...this.pending.values()];
    const poweredOn = this.poweredOn;
    this.pending = new Map();
    this.poweredOn = new Map();
    this.writing = this.write(updates, poweredOn).finally(() => {
      this.writing = null;
    });
    await this.writing;
    await this.plays.connected(updates.map((update) => update.screenId));
    await this.screens.announce(updates.map((update) => update.screenId));
  }

  /** Stops the timers; every player of this process counts as gone. */
  async close(): Promise<void> {
    clearInterval(this.flushTimer);
    clearInterval(this.renewTimer);
    await this.flush();
    if (this.connections.size > 0) await this.repository.markOnline([...this.connections.keys()], this.clock(), 0);
  }

  private async write(updates: readonly StatusUpdate[], poweredOn: ReadonlyMap<string, [number, number][]>): Promise<void> {
    await this.repository.putStatuses(updates);
    if (poweredOn.size > 0) await this.plays.poweredOn(await this.power.take(poweredOn));
  }

  private note({ screenId, ledgerId, playerVersion }: Connected, report: PlayerStatus | null): void {
    const now = this.clock();
    this.pending.set(screenId, {
      screenId,
      at: now,
      onlineUntil: this.connections.has(screenId) ? now + onlineForMs : 0,
      report: report ?? this.pending.get(screenId)?.report ?? null,
      ledgerId,
      ledgerHead: report?.ledgerHead ?? this.pending.get(screenId)?.ledgerHead ?? null,
      playerVersion,
    });
  }

  private async renew(): Promise<void> {
    const now = this.clock();
    if (this.connections.size === 0) return;
    const screenIds = [...this.connections.keys()];
    await this.repository.markOnline(screenIds, now, now + onlineForMs);
    await this.plays.connected(screenIds);
  }
}
