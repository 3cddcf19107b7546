import type { Media, Screen } from "@yilu/contract";
import { PlayerBrowser } from "../support/player-browser.ts";
import type { Office } from "../support/programme.ts";
import type { ServerProcess } from "../support/server-process.ts";
import { TcpProxy } from "../support/tcp-proxy.ts";
import { until } from "../support/until.ts";
import { newSight, watch, type DeviceClock } from "./witness.ts";

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
  /** Paths of films of some megabytes each, for the office to upload. */
  heavy: string[];
  /** Those of `short`. */
  shortPaths: string[];
  chance: () => number;
  isFull: boolean;
  soakMinutes: number;
  say: (line: string) => void;
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
  clock: "synced" | "restamped" | "estimated";
  notBefore: number | null;
  notAfter: number | null;
}

/** Those that are not closed yet: what a trial that is stopped leaves behind. */
const open = new Set<{ close(): Promise<void> }>();
export const closeAll = async (): Promise<void> => void (await Promise.all([...open].map((one) => one.close())));

/** A browser beside the stands: it is not left behind either. */
export function owned(browser: { remove(): Promise<void> }): { close(): Promise<void> } {
  const one = {
    close: () => {
      open.delete(one);
      return browser.remove();
    },
  };
  open.add(one);
  return one;
}

/** A screen of its own with its player behind a line that may be bad. */
export class Stand {
  readonly player = new PlayerBrowser();
  /** What the player sent, by ledger and seq. */
  readonly sent = new Map<string, SentPlay>();
  readonly sight = newSight();
  clock: DeviceClock = { aheadMs: 0 };
  /** Whether every file that is played is looked at. */
  isHashing = false;
  /** Whether anybody looks: what is measured in milliseconds is better left alone. */
  isWatched = true;

  private constructor(
    readonly bench: Bench,
    readonly screen: Screen,
    readonly line: TcpProxy,
  ) {
    open.add(this);
  }

  /** A screen with these films in a loop; its player is not on yet. */
  static async of(bench: Bench, name: string, films: Media[]): Promise<Stand> {
    const screen = await bench.office.screen(name);
    await bench.office.loop(`循环 ${name}`, screen.id, films);
    return new Stand(bench, screen, await TcpProxy.before(bench.server.origin));
  }

  /** Paired, with these films in a loop, and playing. */
  static async open(bench: Bench, name: string, films: Media[], set: Partial<Pick<Stand, "isHashing" | "isWatched">> = {}): Promise<Stand> {
    const stand = Object.assign(await Stand.of(bench, name, films), set);
    await stand.on();
    await stand.pair();
    return stand;
  }

  async pair(mostMs = 30_000): Promise<void> {
    await this.player.page.waitForSelector("#pairing:not([hidden]) #code i", { timeout: mostMs });
    await this.bench.office.pair(this.screen.id, (await this.player.page.locator("#code").innerText()).replace(/\s/g, ""));
  }

  /** Switches the player on, listening to its socket from the first message. */
  async on(path = "/player/"): Promise<void> {
    if (!open.has(this)) throw new Error("this stand is closed"); // else a run that is stopped would leave a browser behind
    const page = await this.player.on("about:blank");
    page.on("websocket", (socket) =>
      socket.on("framesent", ({ payload }) => {
        const at = String(payload).indexOf('["plays",');
        if (at < 0) return;
        // The player's own message, held to its shape by the server.
        const [, { ledgerId, plays }] = JSON.parse(String(payload).slice(at)) as [string, { ledgerId: string; plays: SentPlay[] }];
        for (const play of plays) this.sent.set(`${ledgerId} ${play.seq}`, play);
      }),
    );
    if (this.isWatched) await watch(page, this.sight, this.clock, this.isHashing);
    await page.goto(this.line.origin + path);
  }

  /** Settles when the screen has told the server that it holds every film of its programme. */
  ready(mostMs = 120_000): Promise<boolean> {
    return until(async () => (await this.bench.office.seen(this.screen.id)).live.download?.state === "ready", mostMs);
  }

  /** The server's books once they hold everything that the player has closed. @param days back from now that are looked at */
  async level(mostMs = 120_000, days = 1) {
    return until(async () => {
      const [before, report, after] = [await this.player.diagnostics(), await this.report(days), await this.player.diagnostics()];
      return before && after && before.ledgerHead === after.ledgerHead && after.unsent === 0 && report.all >= after.ledgerHead - 1 && { ...report, head: after.ledgerHead };
    }, mostMs);
  }

  report(days = 1): ReturnType<typeof booksOf> {
    return booksOf(this.bench, this.screen.id, days);
  }

  async close(): Promise<void> {
    open.delete(this);
    await this.player.remove();
    await this.line.close().catch(() => undefined);
  }
}

/** Proof of play of one screen. @param days back from now that are looked at */
export async function booksOf({ office }: Bench, screenId: string, days = 1) {
  // Two days around now hold the screen's today, whatever the zone of this machine.
  const day = (shift: number): string => new Date(Date.now() + shift * 86_400_000).toISOString().slice(0, 10);
  const { totals, completeness } = await office.report(screenId, day(-days), day(1));
  const { completed, interrupted, failed } = totals;
  return { completed, interrupted, failed, all: completed + interrupted + failed, missing: completeness.missing, keptApart: completeness.keptApart };
}

type Books = Awaited<ReturnType<Stand["level"]>>;

/** The books hold every play once: a row of the table. */
export function inBooks(what: string, books: Books): Finding {
  const twice = Math.max(0, books.all - (books.head - 1));
  return { what: `${what}: plays missing, counted twice, kept apart`, found: `${books.missing + Math.max(0, books.head - 1 - books.all)}, ${twice}, ${books.keptApart}`, bar: "0, 0, 0", isMet: books.missing === 0 && books.all === books.head - 1 && books.keptApart === 0 };
}
