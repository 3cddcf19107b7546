/**
 * Many players send their ledgers, each play one to ten times and in any order, to a server that is killed under them
 * again and again; and the books are then held against the ledgers. No browser: what a player's socket says, and no more.
 */
import { setTimeout as after } from "node:timers/promises";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { protocolVersion, type Play } from "@yilu/contract";
import { openDatabase, type Database } from "@yilu/prisma";
import { io, type Socket } from "socket.io-client";
import { Temporal } from "temporal-polyfill";
import { prismaFolder } from "./databases.ts";
import { differences, expectedSums, storedSums } from "./roll-ups.ts";
import { ServerProcess } from "./server-process.ts";
import { World } from "./world.ts";

export interface Sizes {
  players: number;
  plays: number;
  kills: number;
  /** 0 … 1, the same again for the same seed. */
  chance: () => number;
  now: number;
}

interface Sent {
  screenId: string;
  token: string;
  timeZone: string;
  ledgerId: string;
  plays: Play[];
}

const zones = ["Asia/Shanghai", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Europe/London"];
const mostTimes = 10;
/** 350 plays stay below the 128 KB of a batch. */
const mostAtOnce = 350;
const lostAcks = 0.15;

/** Instants at which something changes in a zone, all of them past: both changes of its clock, months, days and hours. */
function edgesOf(timeZone: string, now: number): number[] {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).startOfDay();
  const month = today.with({ day: 1 });
  const edges = [month, month.subtract({ months: 1 }), month.subtract({ months: 5 }), today.subtract({ days: 1 }), today.subtract({ days: 8, hours: 5 })];
  for (let at = today.getTimeZoneTransition("previous"), count = 0; at !== null && count < 2 && now - at.epochMilliseconds < 380 * 86_400_000; at = at.getTimeZoneTransition("previous"), count += 1) edges.push(at);
  return edges.map((edge) => edge.epochMilliseconds).sort((one, other) => one - other);
}

/** A ledger: plays around every edge of the zone, one after the other, with one on each side of the very millisecond. */
function ledgerOf(count: number, edges: readonly number[], mediaIds: readonly string[], names: Pick<Play, "playlistId" | "entryId">, chance: () => number): Play[] {
  const each = Math.ceil(count / edges.length);
  return Array.from({ length: count }, (_, index): Play => {
    const edge = edges[Math.floor(index / each)] ?? 0;
    const place = (index % each) - Math.floor(each / 2);
    const startedAt = place === 0 ? edge : place === -1 ? edge - 1 : edge + place * 7_300 + Math.floor(chance() * 1000);
    const luck = chance();
    const clock = luck < 0.8 ? "synced" : luck < 0.95 ? "restamped" : "estimated";
    return {
      seq: index + 1,
      mediaId: mediaIds[Math.floor(chance() * mediaIds.length)] ?? "",
      ...names,
      revision: "a".repeat(64),
      startedAt,
      airtimeMs: 1 + Math.floor(chance() * 15_000),
      outcome: luck < 0.9 ? "completed" : luck < 0.97 ? "interrupted" : "failed",
      clock,
      notBefore: clock === "estimated" ? startedAt - 60_000 : null,
      notAfter: clock === "estimated" ? startedAt + 60_000 : null,
    };
  });
}

/** Each number one to ten times, in an order of chance: some ledgers all over, most within stretches, as a bad line has it. */
function deliveriesOf(count: number, chance: () => number): Uint32Array {
  const all: number[] = [];
  for (let seq = 1; seq <= count; seq += 1) for (let times = 1 + Math.floor(chance() * mostTimes); times > 0; times -= 1) all.push(seq);
  const reach = chance() < 0.2 ? all.length : 3_000;
  for (let index = all.length - 1; index > 0; index -= 1) {
    const other = index - Math.floor(chance() * Math.min(index + 1, reach));
    [all[index], all[other]] = [all[other] ?? 0, all[index] ?? 0];
  }
  return Uint32Array.from(all);
}

/** A player as the server knows it: keeps what no acknowledgement named, and sends it again. */
class Sender {
  private readonly socket: Socket;
  private readonly unacknowledged: Set<number>;
  batches = 0;
  unheard = 0;

  constructor(
    origin: string,
    private readonly sent: Sent,
    private readonly chance: () => number,
  ) {
    const auth = { token: sent.token, protocol: protocolVersion, ledgerId: sent.ledgerId, playerVersion: "test" };
    this.socket = io(`${origin}/player`, { transports: ["websocket"], auth, forceNew: true, reconnectionDelay: 100, reconnectionDelayMax: 300 });
    this.unacknowledged = new Set(sent.plays.map((play) => play.seq));
  }

  /** Settles when everything was sent as often as it was to be, and everything is acknowledged. */
  async send(): Promise<void> {
    const deliveries = deliveriesOf(this.sent.plays.length, this.chance);
    for (let from = 0; from < deliveries.length; ) {
      const size = 1 + Math.floor(this.chance() * mostAtOnce);
      await this.deliver([...deliveries.subarray(from, from + size)]);
      from += size;
    }
    while (this.unacknowledged.size > 0) await this.deliver([...this.unacknowledged].slice(0, mostAtOnce));
    this.socket.disconnect();
  }

  /** Sends once more or less: an answer that is lost is no answer. */
  private async deliver(seqs: number[]): Promise<void> {
    while (!this.socket.connected) await after(50);
    const plays = seqs.map((seq) => this.sent.plays[seq - 1]);
    this.batches += 1;
    const message = { ledgerId: this.sent.ledgerId, plays };
    if (this.chance() < lostAcks) {
      this.unheard += 1;
      // Nobody listens for this answer, and sometimes the line is cut under it.
      this.socket.emit("plays", message, () => undefined);
      if (this.chance() < 0.2) this.socket.disconnect().connect();
      return;
    }
    const ended = new Promise<null>((resolve) => this.socket.once("disconnect", () => resolve(null)));
    const answer = (await Promise.race([this.socket.emitWithAck("plays", message), ended])) as { ok: boolean; answer?: { acknowledged: [number, number][]; keptApart: unknown[] } } | null; // as the contract has it
    this.socket.off("disconnect");
    if (answer?.ok !== true || answer.answer === undefined) return void (await after(20));
    if (answer.answer.keptApart.length > 0) throw new Error(`kept apart: ${JSON.stringify(answer.answer.keptApart)}`);
    for (const [from, to] of answer.answer.acknowledged) for (let seq = from; seq <= to; seq += 1) this.unacknowledged.delete(seq);
  }
}

/** Everything that the books get wrong, in words. */
async function faultsOf(client: Database, sent: readonly Sent[]): Promise<string[]> {
  const faults: string[] = [];
  const integrity = await client.$queryRawUnsafe<Record<string, string>[]>("PRAGMA integrity_check");
  if (integrity.length !== 1 || Object.values(integrity[0] ?? {})[0] !== "ok") faults.push(`integrity_check: ${JSON.stringify(integrity)}`);
  const mine = new Set(sent.map(({ screenId }) => screenId));
  const ofOurs = (sums: Map<string, number[]>) => new Map([...sums].filter(([key]) => mine.has(key.split(" ")[0] ?? "")));
  const stored = await storedSums(client);
  const shown = sent.flatMap(({ screenId, timeZone, plays }) => plays.map((play) => ({ ...play, screenId, timeZone })));
  faults.push(...differences(expectedSums(shown), { hours: ofOurs(stored.hours), days: ofOurs(stored.days), spans: ofOurs(stored.spans), screenHours: ofOurs(stored.screenHours), screenDays: ofOurs(stored.screenDays) }));
  const names = new Map((await client.playName.findMany()).map((name) => [name.key, name.ref]));
  for (const { screenId, ledgerId, plays } of sent) {
    const ledger = await client.ledger.findUniqueOrThrow({ where: { screenId_ledgerId: { screenId, ledgerId } } });
    const of = `ledger of ${screenId}`;
    if (ledger.receivedTo !== plays.length || ledger.received !== plays.length || ledger.conflictAt !== null) faults.push(`${of}: received ${ledger.received} to ${ledger.receivedTo}, conflict ${String(ledger.conflictAt)}`);
    const ranges = await client.ledgerRange.findMany({ where: { ledgerKey: ledger.key } });
    if (ranges.length !== 1 || ranges[0]?.fromSeq !== 1 || ranges[0]?.toSeq !== plays.length) faults.push(`${of}: ${ranges.length} ranges`);
    const rows = await client.play.findMany({ where: { ledgerKey: ledger.key }, orderBy: { seq: "asc" } });
    if (rows.length !== plays.length) faults.push(`${of}: ${rows.length} plays of ${plays.length}`);
    for (const [index, row] of rows.entries()) {
      const play = plays[index];
      const [outcome, clock] = [["completed", "interrupted", "failed"][row.outcome], ["synced", "restamped", "estimated"][row.clock]];
      const isSame = play?.seq === row.seq && play.startedAt === Number(row.startedAt) && play.airtimeMs === row.airtimeMs && play.outcome === outcome && play.clock === clock && play.mediaId === names.get(row.mediaKey);
      if (!isSame) faults.push(`${of}: play ${row.seq} is not the one that was sent`);
    }
  }
  const apart = await client.playKeptApart.count();
  if (apart > 0) faults.push(`${apart} rows kept apart`);
  return faults;
}

export interface Outcome {
  /** What the books get wrong; [] when they are the ledgers. */
  faults: string[];
  plays: number;
  deliveries: number;
  batches: number;
  unheard: number;
  kills: number;
  seconds: number;
}

/** @param say tells how far it is */
export async function killedBooks({ players, plays, kills, chance, now }: Sizes, say: (line: string) => void = () => undefined): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), "yilu-books-"));
  try {
    const sent = await setUp(folder, players, Math.floor(plays / players), chance, now);
    say("set up");
    const server = await ServerProcess.start({ folder });
    say("started");
    try {
      const startedAt = performance.now();
      const senders = sent.map((one) => new Sender(server.origin, one, chance));
      const deliveries = Math.round((plays * (mostTimes + 1)) / 2);
      const sending = Promise.all(senders.map((sender) => sender.send()));
      const batches = () => senders.reduce((sum, sender) => sum + sender.batches, 0);
      const expectedBatches = deliveries / ((1 + mostAtOnce) / 2);
      let isDone = false;
      void sending.then(() => (isDone = true), () => (isDone = true));
      let done = 0;
      while (done < kills) {
        // Spread over the whole, and each at a moment of chance.
        while (!isDone && batches() < (expectedBatches * (done + 0.5)) / kills) await after(5);
        if (isDone) break;
        await after(chance() * 150);
        await server.stop("SIGKILL");
        await server.start();
        done += 1;
        if (done % 10 === 0 || kills < 10) say(`killed ${done} times, ${batches()} batches`);
      }
      await sending;
      const seconds = (performance.now() - startedAt) / 1000;
      say("everything is sent");
      await server.stop("SIGKILL");
      const database = openDatabase(`file:${join(folder, "yilu.db")}`, prismaFolder);
      const faults = await faultsOf(database.client, sent);
      await database.close();
      return { faults, plays: sent.reduce((sum, one) => sum + one.plays.length, 0), deliveries, batches: batches(), unheard: senders.reduce((sum, sender) => sum + sender.unheard, 0), kills: done + 1, seconds };
    } finally {
      await server.remove();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Screens in several zones with their tokens and ledgers, in a data folder that no server runs on yet. */
async function setUp(folder: string, players: number, playsEach: number, chance: () => number, now: number): Promise<Sent[]> {
  const world = await World.start({ variables: { DATA_DIR: folder }, clock: () => now });
  try {
    const { media, playlist, entry } = world.place("here");
    const mediaIds = [media.id, (await world.approved("here")).id, (await world.approved("here")).id];
    const edges = new Map(zones.map((zone) => [zone, edgesOf(zone, now)]));
    const sent: Sent[] = [];
    for (let index = 0; index < players; index += 1) {
      const timeZone = zones[index % zones.length] ?? "";
      const screen = await world.screen("here", { timeZone });
      const ledgerId = `${String(index).padStart(8, "0")}-0000-4000-8000-000000000000`;
      sent.push({ screenId: screen.id, token: await world.token(screen), timeZone, ledgerId, plays: ledgerOf(playsEach, edges.get(timeZone) ?? [], mediaIds, { playlistId: playlist.id, entryId: entry.id }, chance) });
    }
    return sent;
  } finally {
    await world.close();
  }
}
