import type { Media, Screen } from "@yilu/contract";
import { PlayerBrowser } from "../support/player-browser.ts";
import type { Office } from "../support/programme.ts";
import type { ServerProcess } from "../support/server-process.ts";
import { TcpProxy } from "../support/tcp-proxy.ts";
import { until } from "../support/until.ts";

/** One thing that must be so, and what was found. */
export interface Finding {
  what: string;
  found: string;
  bar: string;
  isMet: boolean;
}

/** Everything a trial needs: a server in an office's hands, films, and chance that can be repeated. */
export interface Bench {
  server: ServerProcess;
  office: Office;
  short: Media[];
  long: Media;
  chance: () => number;
  isFull: boolean;
}

/** Mulberry32 (T. Ettinger): the same seed, the same run. */
export function chanceOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A play as it went over the socket. */
export interface SentPlay {
  seq: number;
  outcome: string;
  airtimeMs: number;
  startedAt: number;
}

/** A screen of its own with its player behind a line that may be bad. */
export class Stand {
  readonly player = new PlayerBrowser();
  /** What the player sent, by seq. */
  readonly sent = new Map<number, SentPlay>();

  private constructor(
    readonly bench: Bench,
    readonly screen: Screen,
    readonly line: TcpProxy,
  ) {}

  /** Paired, with these films in a loop, and playing. */
  static async open(bench: Bench, name: string, films: Media[]): Promise<Stand> {
    const screen = await bench.office.screen(name);
    await bench.office.loop(`循环 ${name}`, screen.id, films);
    const stand = new Stand(bench, screen, await TcpProxy.before(bench.server.origin));
    await stand.on();
    await stand.player.page.waitForSelector("#pairing:not([hidden]) #code i");
    await bench.office.pair(screen.id, (await stand.player.page.locator("#code").innerText()).replace(/\s/g, ""));
    return stand;
  }

  /** Switches the player on, listening to its socket from the first message. */
  async on(): Promise<void> {
    const page = await this.player.on("about:blank");
    page.on("websocket", (socket) =>
      socket.on("framesent", ({ payload }) => {
        const at = String(payload).indexOf('["plays",');
        if (at < 0) return;
        // The player's own message, held to its shape by the server.
        const [, { plays }] = JSON.parse(String(payload).slice(at)) as [string, { plays: SentPlay[] }];
        for (const play of plays) this.sent.set(play.seq, play);
      }),
    );
    await page.goto(`${this.line.origin}/player/`);
  }

  /** The server's books once they hold everything that the player has closed. */
  async level(mostMs = 120_000) {
    return until(async () => {
      const [before, report, after] = [await this.player.diagnostics(), await this.report(), await this.player.diagnostics()];
      return before && after && before.ledgerHead === after.ledgerHead && after.unsent === 0 && report.all >= after.ledgerHead - 1 && { ...report, head: after.ledgerHead };
    }, mostMs);
  }

  async report() {
    // Two days around now hold the screen's today, whatever the zone of this machine.
    const day = (shift: number): string => new Date(Date.now() + shift * 86_400_000).toISOString().slice(0, 10);
    const { totals, completeness } = await this.bench.office.report(this.screen.id, day(-1), day(1));
    const { completed, interrupted, failed } = totals;
    return { completed, interrupted, failed, all: completed + interrupted + failed, missing: completeness.missing, keptApart: completeness.keptApart };
  }

  async close(): Promise<void> {
    await this.player.remove();
    await this.line.close();
  }
}
