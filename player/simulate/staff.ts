/** What the simulator does as a user of the server: it finds screens, pairs them, and reads the books. All of it by the public API. */
import { pairingAnswer, problem, routes, type AnswerOf, type AnyEndpoint, type Screen, type ScreenKind } from "@yilu/contract";
import type { Sums } from "./tally.ts";

type Say = (what: string) => void;

/** A call that the server refused, with its stable code. */
export class Refused extends Error {
  readonly code: string;

  constructor(code: string, what: string) {
    super(`${what}: ${code}`);
    this.code = code;
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const noSums: Sums = { completed: 0, interrupted: 0, failed: 0, airtimeMs: 0 };
const pageSize = 100;

/** Kinds of screens made for the simulation: mostly buses, some coaches, a few walls. */
const kinds: readonly ScreenKind[] = ["bus", "bus", "bus", "bus", "bus", "bus", "coach", "coach", "coach", "led"];

export class Staff {
  readonly #origin: string;
  readonly #say: Say;
  #cookie = "";

  private constructor(origin: string, say: Say) {
    this.#origin = origin;
    this.#say = say;
  }

  /** @throws Refused when the server does not let this user in. */
  static async signIn(origin: string, username: string, password: string, say: Say): Promise<Staff> {
    const staff = new Staff(origin, say);
    await staff.#ask(routes.session.signIn, {}, { username, password });
    return staff;
  }

  /** Screens in reach that have no player. */
  async unpaired(): Promise<Screen[]> {
    const found: Screen[] = [];
    for (let page = 1; ; page += 1) {
      const { rows, total } = await this.#ask(routes.screens.list, { page: String(page), pageSize: String(pageSize), state: "unpaired" });
      found.push(...rows);
      if (rows.length === 0 || found.length >= total) return found;
    }
  }

  /** Makes screens under a unit, marked as simulated. @param unit id or name. @throws Refused refersToMissing */
  async makeScreens(unit: string, count: number, stamp: string): Promise<Screen[]> {
    const units = await this.#ask(routes.units.list, {});
    const found = units.find(({ id, name }) => id === unit || name === unit);
    if (!found) throw new Refused("refersToMissing", `unit ${unit}`);
    const made: Screen[] = [];
    for (let index = 0; index < count; index += 1) {
      const kind = kinds[index % kinds.length] ?? "bus";
      const number = `${stamp}-${String(index + 1).padStart(4, "0")}`;
      const about = { plate: null, line: kind === "led" ? null : `模拟${(index % 9) + 1}路`, place: null, widthPx: 1280, heightPx: 720, timeZone: "Asia/Shanghai", tags: ["模拟"], groupIds: [] };
      made.push(await this.#ask(routes.screens.create, {}, { ...about, name: `模拟 ${number}`, kind, unitId: found.id }));
    }
    return made;
  }

  /**
   * Pairs as a player and a member of staff do it together: offer, enter the code, claim.
   *
   * @param number of the player: behind a proxy that is trusted each comes from an address of its own.
   * @returns the player's token.
   */
  async pair(screen: Screen, number: number): Promise<string> {
    const from = { "x-forwarded-for": `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}` };
    const { code, secret } = await this.#ask(routes.player.offerPairing, {}, {}, from);
    await this.#ask(routes.screens.pair, {}, { code }, {}, { id: screen.id });
    const claimed = pairingAnswer.parse(await this.#ask(routes.player.claimPairing, {}, { code, secret }, from));
    if (claimed.state !== "paired") throw new Refused("pairingExpired", screen.name);
    return claimed.token;
  }

  /** What the report counts for each screen, and what it says is missing, over all days on which these plays can lie. */
  async books(from: number, to: number): Promise<{ counted: Map<string, Sums>; missing: number }> {
    const counted = new Map<string, Sums>();
    const date = (at: number): string => new Date(at).toISOString().slice(0, 10);
    const day = 86_400_000;
    let missing = 0;
    // A play of which nothing was known lies in 1970.
    for (const period of [{ from: "1970-01-01", to: "1970-12-31" }, { from: date(from - 2 * day), to: date(to + 3 * day) }]) {
      const { rows, completeness } = await this.#ask(routes.reports.plays, { ...period, by: "screen" });
      missing = completeness.missing;
      for (const { key, completed, interrupted, failed, airtimeMs } of rows) {
        counted.set(key, plus(counted.get(key) ?? noSums, { completed, interrupted, failed, airtimeMs }));
      }
    }
    return { counted, missing };
  }

  async #ask<E extends AnyEndpoint>(endpoint: E, query: Record<string, string>, body?: unknown, headers: Record<string, string> = {}, params: { id?: string } = {}): Promise<AnswerOf<E>> {
    const path = endpoint.path.replace(":id", params.id ?? "");
    for (;;) {
      const answer = await fetch(`${this.#origin}${path}?${new URLSearchParams(query)}`, {
        method: endpoint.method.toUpperCase(),
        // What a player asks carries no sign-in.
        headers: { origin: this.#origin, ...headers, ...(this.#cookie === "" || endpoint.access === "public" ? {} : { cookie: this.#cookie }), ...(body === undefined ? {} : { "content-type": "application/json" }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      this.#cookie = answer.headers.getSetCookie()[0]?.split(";")[0] ?? this.#cookie;
      const told: unknown = await answer.json();
      // The schema is the endpoint's own, so what it lets through is the endpoint's answer.
      if (answer.ok) return endpoint.answer.parse(told) as AnswerOf<E>;
      const code = problem.safeParse(told).data?.code ?? String(answer.status);
      if (code !== "rateLimited") throw new Refused(code, path);
      const seconds = Number(answer.headers.get("retry-after")) || 10;
      this.#say(`${path}: the server lets so many in at a time, waiting ${seconds} s (with TRUST_PROXY=true it would not)`);
      await pause(seconds * 1000);
    }
  }
}

export function plus(a: Sums, b: Sums, sign: 1 | -1 = 1): Sums {
  return {
    completed: a.completed + sign * b.completed,
    interrupted: a.interrupted + sign * b.interrupted,
    failed: a.failed + sign * b.failed,
    airtimeMs: a.airtimeMs + sign * b.airtimeMs,
  };
}
