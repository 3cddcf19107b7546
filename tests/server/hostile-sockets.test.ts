import { errors, play, playerHandshake, playerMessages, type Play } from "@yilu/contract";
import { schemaOf } from "@yilu/server/http/openapi.ts";
import * as fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { databaseKinds } from "../support/databases.ts";
import { edits, nasties, spoilt, type Edit } from "../support/hostile.ts";
import { handshake, playerLine, welcomed, type Line } from "../support/sockets.ts";
import { ledgerId, noon, playAt, World } from "../support/world.ts";

/** How many spoilt messages each kind of message gets. */
const runs = Number(process.env["YILU_PROPERTY_RUNS"] ?? 8) * 6;
const codes = Object.keys(errors);

describe.each(databaseKinds)("sockets with anything in them, on %s", (database) => {
  let world: World;
  let token: string;
  const lines: Line[] = [];

  beforeAll(async () => {
    world = await World.start({ database });
    token = world.place("here").token;
  });
  afterEach(() => {
    for (const line of lines.splice(0)) line.close();
    expect(world.server.failures.splice(0)).toEqual([]);
  });
  afterAll(() => world.close());

  const connected = async (): Promise<Line> => {
    const line = await welcomed(world.server, token);
    lines.push(line);
    return line;
  };
  const opened = (auth: Record<string, unknown>): Line => {
    const line = playerLine(world.server, auth);
    lines.push(line);
    return line;
  };
  /** Another player is served as if nothing had happened. */
  const expectAlive = async () => {
    const line = await connected();
    expect(await line.ask("clock", { t0: 1 })).toEqual({ ok: true, answer: { t0: 1, receivedAt: noon, answeredAt: noon } });
  };

  const row = (seq: number): Play => playAt(world.place("here"), seq, noon - 1_000);
  const good = {
    status: () => ({
      revision: "a".repeat(64), download: { revision: "b".repeat(64), state: "downloading", doneBytes: 1, totalBytes: 2 },
      playing: { mediaId: world.place("here").media.id, entryId: world.place("here").entry.id, startedAt: noon },
      cacheUsedBytes: 1, cacheQuotaBytes: 2, persistent: true, ledgerHead: 3, unsentPlays: 1, clock: "synced", droppedFrames: 0, failedItems: 0,
    }),
    plays: () => ({ ledgerId, plays: [row(1_001), row(1_002)] }),
    clock: () => ({ t0: 1.5 }),
  };
  const rowEdits = (): Edit[] => edits(schemaOf(play, "input"), row(1_001)).map(({ path, value }) => ({ path: ["plays", 0, ...path], value }));

  it.each(["status", "plays", "clock"] as const)("%s: each message is answered, as the contract says or with a code", async (kind) => {
    const { message, answer } = playerMessages[kind];
    const line = await connected();
    const borders = [...edits(schemaOf(message, "input"), good[kind]()), ...(kind === "plays" ? rowEdits() : [])];
    await fc.assert(
      fc.asyncProperty(spoilt(good[kind](), borders), async (sent) => {
        const said = await line.ask(kind, sent);
        if (typeof said === "object" && said !== null && "ok" in said && said.ok === true && "answer" in said) {
          expect(answer.parse(said.answer)).toEqual(said.answer);
          return;
        }
        expect(said).toEqual({ ok: false, code: "invalidInput" });
      }),
      { numRuns: runs, endOnFailure: true },
    );
    await expectAlive();
  }, 30_000 + runs * 200);

  it("a row that cannot be believed is kept apart and never stands in the way of its batch", async () => {
    const line = await connected();
    const rows = nasties.filter((one) => (JSON.stringify(one) ?? "").length < 20_000).map((one, index) => ({ ...row(3_000 + index), mediaId: one }));
    const halved = { note: `${"x".repeat(3_972)}${"😀".repeat(40)}` };
    const said = await line.ask("plays", { ledgerId, plays: [...rows, ...nasties.slice(0, 40), halved, row(2_000)] });
    expect(said).toMatchObject({ ok: true, answer: { ledgerId } });
    const stored = await world.inspector.client.play.findMany({ where: { seq: { gte: 2_000, lt: 4_000 } }, select: { seq: true } });
    expect(stored).toEqual([{ seq: 2_000 }]);
  });

  it("nor does a row that is nested a hundred thousand deep", async () => {
    const line = await connected();
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    // Too deep for the client's own emit: written as the packet that it would be, to which the engine adds its own 4.
    line.socket.io.engine.write(`2/player,["plays",{"ledgerId":"${ledgerId}","plays":[${deep},${JSON.stringify(row(2_001))}]}]`);
    const stored = () => world.inspector.client.play.count({ where: { seq: 2_001 } });
    await expect.poll(stored, { timeout: 8_000 }).toBe(1);
  });

  it("messages without an acknowledgement, with none, with several arguments and of unknown names are harmless", async () => {
    const line = await connected();
    for (const event of ["status", "plays", "clock", "nonsense", "error", "revoked", "__proto__", "constructor", "ping", "message", ""]) {
      line.socket.emit(event);
      line.socket.emit(event, null);
      line.socket.emit(event, good.plays());
      line.socket.emit(event, good.plays(), "not a function", 3);
      line.socket.emit(event, new Uint8Array([1, 2, 3]));
    }
    expect(await line.ask("clock", { t0: 2 })).toEqual({ ok: true, answer: { t0: 2, receivedAt: noon, answeredAt: noon } });
  });

  it("a message beyond 256 KB closes its own socket and nothing else", async () => {
    const bystander = await connected();
    const line = await connected();
    line.socket.emit("plays", { ledgerId, plays: ["x".repeat(257 * 1024)] });
    await line.until("disconnect");
    expect(await bystander.ask("clock", { t0: 3 })).toMatchObject({ ok: true });
    await expectAlive();
  });

  it("packets that are none close their own socket at most", async () => {
    const packets = ['2/player,["disconnect"]', '2/player,["connect_error",1]', '2/player,["error",1]', '2/player,["__proto__",{}]', "2/player,{", "2/player,[]", "2/player,", "2", "9999", "1", "0/nowhere,", "0/player,{", '51-/player,["plays",{"_placeholder":true,"num":0}]', '599-/player,["plays"]', `2/${"x".repeat(10_000)},["a"]`, "2[[[[", '3/player,999["ack"]', "\u0000", "", "b!!!!"];
    for (const packet of packets) {
      const line = await connected();
      // The engine below socket.io takes text as it is, and adds the 4 of a message.
      line.socket.io.engine.write(packet);
      line.socket.emit("clock", { t0: 4 });
    }
    await expectAlive();
  });

  it("a handshake is a player's, or is refused with a code", async () => {
    const auth = handshake(token);
    await fc.assert(
      fc.asyncProperty(spoilt(auth, edits(schemaOf(playerHandshake, "input"), auth)), async (sent) => {
        const line = opened(typeof sent === "object" && sent !== null ? { ...sent } : { sent });
        const refused = line.until("connect_error").then(String);
        const outcome = await Promise.race([refused, line.until("welcome").then(() => "welcome")]);
        expect(["welcome", ...codes.filter((code) => code !== "internal")]).toContain(outcome);
        refused.catch(() => undefined);
        line.close();
      }),
      { numRuns: Math.ceil(runs / 2), endOnFailure: true },
    );
    await expectAlive();
  }, 30_000 + runs * 200);

  it("what strange players said does not keep the others' reports from being written", async () => {
    const screen = await world.screen("here");
    const strange = opened({ ...handshake(await world.token(screen)), playerVersion: "1.0\u0000" });
    expect(await strange.until("connect_error")).toBe("invalidInput");
    const line = await connected();
    await line.ask("status", { ...good.status(), unsentPlays: 77 });
    const reported = async () => (await world.inspector.client.screenStatus.findUnique({ where: { screenId: world.place("here").screen.id } }))?.report;
    await expect.poll(reported, { timeout: 8_000 }).toMatchObject({ unsentPlays: 77 });
  });
});
