import type { Request, RequestHandler } from "express";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { sha256Hex } from "../random.ts";
import { addressKey } from "./address.ts";
import { limit } from "./limit.ts";
import { Refusal } from "./refusal.ts";

/** Pictures, films and pieces of uploads: many small requests that cost little each. */
const bytes = /^\/api\/(uploads|files|posters)(\/|$)|\/(pictures|evidence|picture)(\/|$)/;
const bytesFactor = 4;
/** Players, and addresses without a session, may ask so many times as often as a user. */
const outsideFactor = 2;
const exportsAtOnce = 2;
const rememberedTokens = 20_000;

interface Counted {
  /** Null when the request has no player's token, or a wrong one. */
  player(request: Request): Promise<{ screenId: string } | null>;
}

/** The token a request carries as `Authorization: Bearer …`; null when it carries none of the right form. */
export function bearerToken(request: Pick<Request, "get">): string | null {
  return /^Bearer ([A-Za-z0-9_-]{43})$/.exec(request.get("authorization") ?? "")?.[1] ?? null;
}

/**
 * How often anybody may ask. Who is known is counted under their own name, and only strangers under their address: a depot
 * of three hundred screens behind one address takes nothing from each other, and a stranger there takes nothing from them.
 */
export class Doors {
  private readonly users: RateLimiterMemory;
  private readonly players: RateLimiterMemory;
  private readonly addresses: RateLimiterMemory;
  /** Wrong tokens by address: apart from all else a stranger may ask, which never keeps a token from being looked up. */
  private readonly guesses: RateLimiterMemory;
  private readonly bytesOfUsers: RateLimiterMemory;
  private readonly bytesOfPlayers: RateLimiterMemory;
  private readonly exporting = new Map<string, number>();
  /** Tokens that were good here, by hash, oldest first: they are looked up even when somebody guesses from their address. */
  private readonly familiar = new Set<string>();

  /** @param perMinute requests of one user; players, and addresses without a session, have twice that */
  constructor(perMinute: number) {
    const bucket = (factor: number) => new RateLimiterMemory({ points: perMinute * factor, duration: 60 });
    this.users = bucket(1);
    this.players = bucket(outsideFactor);
    this.addresses = bucket(outsideFactor);
    this.guesses = bucket(outsideFactor);
    this.bytesOfUsers = bucket(bytesFactor);
    this.bytesOfPlayers = bucket(bytesFactor);
  }

  /** Counts every request under /api. It belongs behind the session. */
  count({ player }: Counted): RequestHandler {
    return async (request, _response, next) => {
      const isBytes = bytes.test(request.originalUrl.split("?")[0] ?? "");
      const known = bearerToken(request) === null ? null : await player(request);
      if (known !== null) await limit(isBytes ? this.bytesOfPlayers : this.players, known.screenId);
      else if (request.session.userId !== undefined) await this.user(request.session.userId, isBytes);
      else await this.stranger(request.ip);
      next();
    };
  }

  /** Counts one request, or socket, of a user. @throws Refusal rateLimited */
  user(userId: string, isBytes = false): Promise<void> {
    return limit(isBytes ? this.bytesOfUsers : this.users, userId);
  }

  /** Counts something nobody known asks. @throws Refusal rateLimited */
  stranger(address: string | undefined): Promise<void> {
    return limit(this.addresses, addressKey(address));
  }

  /**
   * Looks up whose token this is. Wrong ones count against their address, and once that is used up, tokens that were never
   * good here are not looked up any more.
   * @throws Refusal rateLimited
   */
  async token<T extends object>(token: string, address: string | undefined, find: (token: string) => Promise<T | null>): Promise<T | null> {
    const key = sha256Hex(token);
    if (!this.familiar.has(key)) {
      const used = await this.guesses.get(addressKey(address));
      if (used !== null && used.remainingPoints <= 0) throw new Refusal("rateLimited", { retryAfterSeconds: Math.max(1, Math.ceil(used.msBeforeNext / 1000)) });
    }
    const found = await find(token);
    this.familiar.delete(key);
    if (found === null) await limit(this.guesses, addressKey(address));
    else this.remember(key);
    return found;
  }

  /** Counts a player that comes by socket. @throws Refusal rateLimited */
  player(screenId: string): Promise<void> {
    return limit(this.players, screenId);
  }

  /** Runs an export; one user has at most two under way. @throws Refusal rateLimited */
  async export<T>(who: string, work: () => Promise<T>): Promise<T> {
    const now = this.exporting.get(who) ?? 0;
    if (now >= exportsAtOnce) {
      throw new Refusal("rateLimited", {
        retryAfterSeconds: 10,
        detail: { zh: `同时至多导出 ${exportsAtOnce} 份，等前面的完成`, en: `At most ${exportsAtOnce} exports at a time; let the others finish first` },
      });
    }
    this.exporting.set(who, now + 1);
    try {
      return await work();
    } finally {
      const left = (this.exporting.get(who) ?? 1) - 1;
      if (left > 0) this.exporting.set(who, left);
      else this.exporting.delete(who);
    }
  }

  private remember(key: string): void {
    const [oldest] = this.familiar;
    if (this.familiar.size >= rememberedTokens && oldest !== undefined) this.familiar.delete(oldest);
    this.familiar.add(key);
  }
}
