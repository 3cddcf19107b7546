/**
 * What keeping the books costs, each figure beside its baseline in the same run: durable deduplicated ingest against
 * better-sqlite3 alone, the same again (everything sent twice), players over real sockets, a month's report against the
 * bare sum over its roll-up, and bytes per million plays. Prints figures; `npx tsx tests/bench/plays.bench.ts [--full]`.
 */
import { createRequire } from "node:module";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import type { Play } from "@yilu/contract";
import { protocolVersion } from "@yilu/contract";
import { CompletenessRepository } from "@yilu/server/features/reports/completeness.repository.ts";
import { ReportsRepository } from "@yilu/server/features/reports/repository.ts";
import { io } from "socket.io-client";
import { addScreen, openBooks, playOf, type Books } from "../support/books.ts";
import { newDatabase, prismaFolder } from "../support/databases.ts";
import { playAt, World } from "../support/world.ts";

/** What is used here of better-sqlite3, which has no types of its own; it is the one that the database folder installs. */
interface Bare {
  pragma(text: string): unknown;
  exec(sql: string): unknown;
  prepare(sql: string): { run(...values: (number | string | null)[]): unknown };
  transaction<A extends unknown[]>(work: (...args: A) => void): (...args: A) => void;
  close(): void;
}
const Sqlite = createRequire(join(prismaFolder, "package.json"))("better-sqlite3") as new (file: string) => Bare;

const full = process.argv.includes("--full");
const screens = 200;
const batchesPerScreen = full ? 10 : 2;
const batch = 500;
const total = screens * batchesPerScreen * batch;
const start = Date.parse("2026-06-01T00:00:00+08:00");
const ledgerOf = (screen: number) => `${String(screen).padStart(8, "0")}-0000-4000-8000-000000000000`;

interface Figure {
  what: string;
  value: string;
  bar: string;
  kept: boolean | null;
}
const figures: Figure[] = [];
const note = (what: string, value: string, bar = "", kept: boolean | null = null) => {
  figures.push({ what, value, bar, kept });
  console.log(`${what.padEnd(64)} ${value.padStart(16)}${bar === "" ? "" : `   bar ${bar}${kept === false ? "   MISSED" : ""}`}`);
};
const perSecond = (count: number, ms: number) => Math.round((count / ms) * 1000);

/** A batch as a screen sends it: ten seconds each, one after the other. */
function batchOf(index: number): Play[] {
  return Array.from({ length: batch }, (_, row) => {
    const seq = index * batch + row + 1;
    return playOf(seq, start + seq * 10_000, { mediaId: row % 3 === 0 ? "m2" : "m1", airtimeMs: 10_000 });
  });
}

/** better-sqlite3 with the same rows and nothing else: one table, its key, its index; batches of 500, synchronous=FULL. */
function baseline(folder: string, run: number): number {
  const database = new Sqlite(join(folder, `bare-${run}.db`));
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  database.exec(`CREATE TABLE "Play" ("ledgerKey" INTEGER NOT NULL, "seq" INTEGER NOT NULL, "assignmentKey" INTEGER NOT NULL, "mediaKey" INTEGER NOT NULL, "playlistKey" INTEGER NOT NULL, "entryKey" INTEGER NOT NULL,
    "revisionKey" INTEGER NOT NULL, "startedAt" BIGINT NOT NULL, "airtimeMs" INTEGER NOT NULL, "outcome" INTEGER NOT NULL, "clock" INTEGER NOT NULL, "notBefore" BIGINT, "notAfter" BIGINT, PRIMARY KEY ("ledgerKey", "seq"));
    CREATE INDEX "started" ON "Play" ("startedAt")`);
  const insert = database.prepare(`INSERT INTO "Play" VALUES (?, ?, ?, ?, 1, 1, 1, ?, ?, 0, 0, NULL, NULL) ON CONFLICT DO NOTHING`);
  const enter = database.transaction((ledger: number, rows: Play[]) => {
    for (const row of rows) insert.run(ledger, row.seq, ledger, row.mediaId === "m1" ? 1 : 2, row.startedAt, row.airtimeMs);
  });
  const before = performance.now();
  for (let index = 0; index < batchesPerScreen; index += 1) {
    const rows = batchOf(index);
    for (let screen = 1; screen <= screens; screen += 1) enter(screen, rows);
  }
  const ms = performance.now() - before;
  database.close();
  return ms;
}

/** Every screen sends a batch and waits for its acknowledgement before the next, as players do. */
async function ingest(books: Books): Promise<number> {
  const before = performance.now();
  await Promise.all(
    Array.from({ length: screens }, async (_, screen) => {
      for (let index = 0; index < batchesPerScreen; index += 1) await books.service.receive({ screenId: `s${screen}`, ledgerId: ledgerOf(screen), rows: batchOf(index) });
    }),
  );
  return performance.now() - before;
}

/** One round: a fresh baseline and fresh books. */
async function round(): Promise<{ bare: number; first: number; again: number; added: number; megabytes: number }> {
  const folder = mkdtempSync(join(tmpdir(), "yilu-bench-"));
  const database = await newDatabase("sqlite");
  try {
    const opened = await openBooks(database, () => start + 400 * 86_400_000);
    for (let screen = 0; screen < screens; screen += 1) await addScreen(opened, `s${screen}`);
    const file = database.url.slice("file:".length);
    const empty = statSync(file).size;
    const bare = Math.min(baseline(folder, 1), baseline(folder, 2));
    const first = await ingest(opened);
    const again = await ingest(opened);
    const added = (await opened.client.play.count()) - total;
    await opened.client.$queryRawUnsafe("PRAGMA wal_checkpoint(TRUNCATE)");
    if (opened.failures.length > 0) throw new Error(String(opened.failures[0]));
    return { bare, first, again, added, megabytes: (statSync(file).size - empty) / total };
  } finally {
    await database.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function books(): Promise<void> {
  // What else the machine does falls on both: the round whose ratio lies in the middle counts.
  const rounds = [await round(), await round(), await round()].sort((one, other) => one.bare / one.first - other.bare / other.first);
  const [, middle] = rounds;
  if (middle === undefined) return;
  const { bare, first, again, added, megabytes } = middle;
  note(`better-sqlite3 alone, ${total} plays in batches of ${batch}`, `${perSecond(total, bare)} /s`);
  note("durable deduplicated ingest with roll-ups", `${perSecond(total, first)} /s`);
  note("  ratio to better-sqlite3 alone", (bare / first).toFixed(2), "≥ 0.5", bare / first >= 0.5);
  note("everything sent again", `${perSecond(total, again)} /s`);
  note("  time against the first, and plays that it added", `${(again / first).toFixed(2)}, ${added}`, "≤ 2, 0", again / first <= 2 && added === 0);
  note("bytes per million plays, with everything kept of them", `${megabytes.toFixed(1)} MB`);
}

async function sockets(): Promise<void> {
  const world = await World.start({ clock: () => start + 400 * 86_400_000 });
  const place = world.place("here");
  try {
    const players = [];
    for (let index = 0; index < screens; index += 1) players.push({ token: await world.token(await world.screen("here")), index });
    const connected = await Promise.all(
      players.map(({ token, index }) => {
        const auth = { token, protocol: protocolVersion, ledgerId: ledgerOf(index), playerVersion: "bench" };
        const socket = io(`${world.server.origin}/player`, { transports: ["websocket"], auth, forceNew: true, reconnection: false });
        return new Promise<typeof socket>((resolve, reject) => {
          socket.on("welcome", () => resolve(socket));
          socket.on("connect_error", reject);
        });
      }),
    );
    const before = performance.now();
    await Promise.all(
      connected.map(async (socket, player) => {
        for (let index = 0; index < batchesPerScreen; index += 1) {
          const plays = Array.from({ length: batch }, (_, row) => playAt(place, index * batch + row + 1, start + (index * batch + row) * 10_000));
          const answer: unknown = await socket.timeout(60_000).emitWithAck("plays", { ledgerId: ledgerOf(player), plays });
          if ((answer as { ok: boolean }).ok !== true) throw new Error(JSON.stringify(answer)); // every answer says whether it is one
        }
      }),
    );
    const rate = perSecond(total, performance.now() - before);
    for (const socket of connected) socket.disconnect();
    const entered = await world.inspector.client.play.count({ where: { startedAt: { lt: BigInt(start + 300 * 86_400_000) } } });
    if (entered < total) throw new Error(`only ${entered} of ${total} plays are in the books`);
    note(`${screens} players over real sockets, acknowledged`, `${rate} /s`, "≥ 10000 /s", rate >= 10_000);
  } finally {
    await world.close();
  }
}

/** A month of 25 million plays, as its roll-ups: written directly, since single plays are never read by a report. */
async function report(): Promise<void> {
  const database = await newDatabase("sqlite");
  try {
    const [fleet, media, days, perCell] = [700, 40, 30, 30];
    const { client } = database;
    await client.$executeRawUnsafe(`INSERT INTO "ScreenAssignment" ("screenId", "screenName", "unitId", "unitPath", "kind", "line", "timeZone", "fromAt")
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${fleet}) SELECT 's' || i, '车' || i, 'u' || (i % 60), '/c/u' || (i % 60) || '/', CASE i % 10 WHEN 0 THEN 'led' ELSE 'bus' END, (i % 40) || '路', 'Asia/Shanghai', 0 FROM n`);
    await client.$executeRawUnsafe(`INSERT INTO "PlayName" ("kind", "ref", "name", "level")
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${media}) SELECT 'media', 'm' || i, '片' || i, CASE i % 4 WHEN 0 THEN 'national' WHEN 1 THEN 'provincial' WHEN 2 THEN 'municipal' ELSE 'county' END FROM n UNION ALL SELECT 'entry', 'e', '循环', NULL`);
    await client.$executeRawUnsafe(`INSERT INTO "PlayDay" ("assignmentKey", "mediaKey", "entryKey", "date", "completed", "interrupted", "failed", "airtimeMs", "planned")
      WITH RECURSIVE d(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM d WHERE i < ${days})
      SELECT a."key", n."key", ${media + 1}, '2026-06-' || CASE WHEN d.i < 10 THEN '0' ELSE '' END || d.i, ${perCell - 1}, 1, 0, ${perCell * 15_000}, ${perCell * 1000}
      FROM d, "ScreenAssignment" a, "PlayName" n WHERE n."kind" = 'media' ORDER BY 4, 1, 2`);
    const plays = fleet * media * days * perCell;
    const repository = new ReportsRepository(client, "sqlite");
    const completeness = new CompletenessRepository(client);
    const scope = { from: "2026-06-01", to: "2026-06-30", unitPaths: ["/c/"] };
    const best = async (work: () => Promise<unknown>) => {
      await work();
      const times = [];
      for (let run = 0; run < 3; run += 1) {
        const before = performance.now();
        await work();
        times.push(performance.now() - before);
      }
      return Math.min(...times);
    };
    const bareBy = { unit: `a."unitId"`, screen: `a."screenId"`, media: `d."mediaKey"`, level: `n."level"`, day: `d."date"` } as const;
    for (const [by, key] of Object.entries(bareBy) as [keyof typeof bareBy, string][]) {
      const bare = await best(
        () => client.$queryRawUnsafe(`SELECT ${key}, SUM("completed"), SUM("interrupted"), SUM("failed"), SUM("airtimeMs") FROM "PlayDay" d JOIN "ScreenAssignment" a ON a."key" = d."assignmentKey"
          JOIN "PlayName" n ON n."key" = d."mediaKey" WHERE d."date" BETWEEN '2026-06-01' AND '2026-06-30' AND a."unitPath" LIKE '/c/%' GROUP BY 1`),
      );
      const ours = await best(() => repository.counts(by, scope));
      note(`a month of ${(plays / 1e6).toFixed(1)} million plays by ${by}: ours, bare SQL`, `${ours.toFixed(0)}, ${bare.toFixed(0)} ms`, "≤ 300 ms, ≤ 1.5 ×", ours <= 300 && ours <= 1.5 * bare);
    }
    note("  how complete it is", `${(await best(() => completeness.books(scope, start, start + 30 * 86_400_000))).toFixed(0)} ms`);
  } finally {
    await database.remove();
  }
}

await books();
if (!process.argv.includes("--books")) await report();
if (!process.argv.includes("--books")) await sockets();
if (figures.some((figure) => figure.kept === false)) process.exitCode = 1;
