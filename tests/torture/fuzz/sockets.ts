import { playerHandshake, playerMessages, protocolVersion, type AnyEndpoint } from "@yilu/contract";
import { schemaOf } from "@yilu/server/http/openapi.ts";
import * as fc from "fast-check";
import { io, type Socket } from "socket.io-client";
import { edits, nasties, spoilt } from "../../support/hostile.ts";
import { ledgerId } from "../../support/world.ts";
import type { Pick } from "./odd.ts";
import type { Stage } from "./stage.ts";
import type { Faults } from "./watch.ts";

const patienceMs = 15_000;
const options = { transports: ["websocket"], autoConnect: false, reconnection: false, forceNew: true };
const play = { seq: 1, mediaId: "m".repeat(20), playlistId: "p".repeat(20), entryId: "e".repeat(20), revision: "a".repeat(64), startedAt: 1_790_000_000_000, airtimeMs: 10_000, outcome: "completed", clock: "synced", notBefore: null, notAfter: null };
const status = { revision: "a".repeat(64), download: null, playing: null, cacheUsedBytes: 1, cacheQuotaBytes: 2, persistent: true, ledgerHead: 3, unsentPlays: 1, clock: "synced", droppedFrames: 0, failedItems: 0 };
const good: Record<keyof typeof playerMessages, unknown> = {
  status,
  plays: { ledgerId, plays: [play, { ...play, seq: 2 }] },
  clock: { t0: 1.5 },
  commandDone: { commandId: "c".repeat(20), state: "done", reason: null },
};
const events = [...Object.keys(good), "welcome", "command", "error", "revoked", "token:rotate", "message", "ping", "__proto__", "constructor", "toString", "", "changed", "x".repeat(5_000), "\u0000"];
/** What the engine below takes as it is, and adds the 4 of a message to. */
const packets = ['2/player,["disconnect"]', '2/player,["connect_error",1]', '2/player,["__proto__",{}]', "2/player,{", "2/player,[]", "2/player,", "2", "9999", "1", "1/player,", "0/nowhere,", "0/player,{", "0/console,", '0/player,{"token":1}', '51-/player,["plays",{"_placeholder":true,"num":0}]', '51-/player,["plays",{"_placeholder":true,"num":9}]', '599999999-/player,["plays"]', '51-/player,["plays"]', "5-/player,[]", `2/${"x".repeat(10_000)},["a"]`, "2[[[[", '3/player,999["ack"]', '3/player,["ack"]', "4/player,{}", "6/player,7[]", "\u0000", "", "b!!!!", `2/player,${"9".repeat(400)}["clock",{"t0":1}]`, `2/player,["plays",${"[".repeat(60_000)}${"]".repeat(60_000)}]`, '2/player,0["clock",{"t0":1}]', '2/player,-1["clock",{"t0":1}]'];

class Caller {
  private socket: Socket | null = null;

  constructor(
    private readonly origin: string,
    readonly namespace: string,
    private readonly auth: () => Record<string, unknown>,
    private readonly extraHeaders: Record<string, string>,
  ) {}

  /** A connected socket; a closed one is opened anew. Null when it is not let in. */
  async open(): Promise<Socket | null> {
    if (this.socket?.connected) return this.socket;
    this.socket?.disconnect();
    const socket = io(`${this.origin}${this.namespace}`, { ...options, auth: this.auth(), extraHeaders: this.extraHeaders });
    this.socket = socket;
    const isIn = await new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(false), patienceMs);
      const end = (connected: boolean) => () => {
        clearTimeout(timer);
        resolve(connected);
      };
      socket.on("connect", end(true)).on("connect_error", end(false)).on("disconnect", end(false));
      socket.connect();
    });
    return isIn ? socket : null;
  }

  close(): void {
    this.socket?.disconnect();
  }
}

/** Random messages on both namespaces: nearly good ones, ones of no kind, with and without acknowledgement, binary, and packets that are none. */
export async function fuzzSockets(origin: string, { tokens, cookie }: Stage, count: number, seed: number, chance: () => number, faults: Faults): Promise<void> {
  const pick: Pick = (list) => list[Math.floor(chance() * list.length)] as never; // lists here are never empty
  const handshakeOf = (token: string) => ({ token, protocol: protocolVersion, ledgerId, playerVersion: "1.0.0" });
  const kinds = Object.entries(good) as [keyof typeof playerMessages, unknown][];
  const messages = new Map(kinds.map(([kind, one]) => [kind, spoilt(one, edits(schemaOf(playerMessages[kind].message, "input"), one))]));
  const handshakes = fc.sample(spoilt(handshakeOf(tokens[0] ?? ""), edits(schemaOf(playerHandshake as AnyEndpoint["body"], "input"), handshakeOf(tokens[0] ?? ""))), { numRuns: 200, seed });
  const ready = new Map(kinds.map(([kind]) => [kind, fc.sample(messages.get(kind) ?? fc.constant(null), { numRuns: 300, seed })]));
  const address = (index: number): Record<string, string> => ({ "x-forwarded-for": `10.200.0.${index + 1}`, origin });
  const players = tokens.map((token, index) => new Caller(origin, "/player", () => handshakeOf(token), address(index)));
  const consoles = [0, 1].map((index) => new Caller(origin, "/console", () => ({}), { cookie, ...address(100 + index) }));
  const strangers = [0, 1].map((index) => new Caller(origin, pick(["/player", "/console", "/", "/nowhere"]), () => pick(handshakes.filter((one): one is Record<string, unknown> => typeof one === "object" && one !== null)), address(200 + index)));

  const say = async (caller: Caller): Promise<void> => {
    const socket = await caller.open();
    faults.sent += 1;
    if (socket === null) return;
    const luck = chance();
    if (luck < 0.75) {
      const [kind] = pick(kinds);
      const message: unknown = pick(ready.get(kind) ?? [null]);
      // Consoles are told things and never answered.
      if (caller.namespace === "/player" && chance() < 0.3) {
        const beganMs = performance.now();
        const answer: unknown = await socket.timeout(patienceMs).emitWithAck(kind, message).catch((error: unknown) => (socket.connected ? error : "closed"));
        faults.answered(answer instanceof Error ? 599 : 200, performance.now() - beganMs, () => `${kind} by socket ${JSON.stringify(message)?.slice(0, 400)}`);
        if (typeof answer === "object" && answer !== null && "code" in answer && answer.code === "internal") faults.wrong(`internal to ${kind} by socket ${JSON.stringify(message)?.slice(0, 800)}`);
      } else socket.emit(kind, message);
    } else if (luck < 0.9) socket.emit(pick(events), pick(nasties), ...(chance() < 0.3 ? [pick(nasties), "no function"] : []));
    else if (luck < 0.95) socket.emit(pick(events), { bytes: new Uint8Array(Math.floor(chance() * 2_000)), again: [new Uint8Array(3)] });
    else if (luck < 0.995) {
      socket.io.engine.write(pick(packets));
      // What came of it the client does not know: it may have left its namespace. It comes back.
      await new Promise((next) => setTimeout(next, 10));
      socket.disconnect();
    }
    else socket.emit("plays", { ledgerId, plays: ["x".repeat(300_000)] });
  };
  const everyone = [...players, ...players, ...consoles, ...strangers];
  const each = Math.ceil(count / everyone.length);
  await Promise.all(
    everyone.map(async (caller) => {
      for (let message = 0; message < each; message += 1) {
        await say(caller);
        if (message % 50 === 0) await new Promise((next) => setImmediate(next));
      }
    }),
  );
  // Whoever comes now is served as if nothing had happened.
  const [last] = players;
  const socket = await last?.open();
  const answer: unknown = await socket?.timeout(patienceMs).emitWithAck("clock", { t0: 7 }).catch((error: unknown) => error);
  if (JSON.stringify(answer)?.includes('"ok":true') !== true) faults.wrong(`a player is not answered after the sockets' turn: ${JSON.stringify(answer) ?? "nothing"}`);
  for (const caller of everyone) caller.close();
}
