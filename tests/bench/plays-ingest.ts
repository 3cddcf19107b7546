/** Durable, deduplicated ingest with its roll-ups, against the database alone with the same rows; and everything again. */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import type { Play } from "@yilu/contract";
import type { Provider } from "@yilu/prisma";
import { addScreen, openBooks, playOf, type Books } from "../support/books.ts";
import { newDatabase, type TestDatabase } from "../support/databases.ts";
import { bareBooks, barePostgresql, bareSqlite, type Bare } from "./bare.ts";
import type { Figure } from "./table.ts";

export const screens = 200;
export const batch = 500;
const rounds = 3;
export const start = Date.parse("2026-06-01T00:00:00+08:00");
export const ledgerOf = (screen: number): string => `${String(screen).padStart(8, "0")}-0000-4000-8000-000000000000`;

/** A batch as a screen sends it: ten seconds each, one after the other. */
function batchOf(index: number): Play[] {
  return Array.from({ length: batch }, (_, row) => {
    const seq = index * batch + row + 1;
    return playOf(seq, start + seq * 10_000, { mediaId: row % 3 === 0 ? "m2" : "m1", airtimeMs: 10_000 });
  });
}

/** The database alone: one table, its key, its index; batch after batch. @returns ms */
async function baseline(bare: Bare, batches: number): Promise<number> {
  const before = performance.now();
  for (let index = 0; index < batches; index += 1) {
    const rows = batchOf(index);
    for (let screen = 1; screen <= screens; screen += 1) await bare.enter(screen, rows);
  }
  return performance.now() - before;
}

/** Every screen sends a batch and waits for its acknowledgement before the next, as players do. @returns ms */
async function ingest(books: Books, batches: number): Promise<number> {
  const before = performance.now();
  await Promise.all(
    Array.from({ length: screens }, async (_, screen) => {
      for (let index = 0; index < batches; index += 1) await books.service.receive({ screenId: `s${screen}`, ledgerId: ledgerOf(screen), rows: batchOf(index) });
    }),
  );
  return performance.now() - before;
}

async function bytesOf({ client, provider, url }: TestDatabase): Promise<number> {
  if (provider === "postgresql") {
    const [row] = await client.$queryRaw<{ bytes: bigint }[]>`SELECT pg_database_size(current_database()) AS "bytes"`;
    return Number(row?.bytes ?? 0);
  }
  await client.$queryRawUnsafe("PRAGMA wal_checkpoint(TRUNCATE)");
  return statSync(url.slice("file:".length)).size;
}

interface Round {
  bare: number;
  first: number;
  again: number;
  added: number;
  bytes: number;
}

/** A fresh baseline and fresh books. */
async function round(provider: Provider, batches: number): Promise<Round> {
  const folder = mkdtempSync(join(tmpdir(), "yilu-bench-"));
  const database = await newDatabase(provider);
  // On PostgreSQL the table stands in the same cluster, and is gone before ours is measured.
  const bare = provider === "sqlite" ? bareSqlite(join(folder, "bare.db")) : await barePostgresql(database.url);
  try {
    await bare.exec(bareBooks(provider === "sqlite" ? " WITHOUT ROWID" : ""));
    const bareMs = await baseline(bare, batches);
    await bare.exec(`DROP TABLE "Bare"`);
    const opened = await openBooks(database, () => start + 400 * 86_400_000);
    for (let screen = 0; screen < screens; screen += 1) await addScreen(opened, `s${screen}`);
    const empty = await bytesOf(database);
    const first = await ingest(opened, batches);
    const bytes = (await bytesOf(database)) - empty;
    const again = await ingest(opened, batches);
    const added = (await opened.client.play.count()) - screens * batches * batch;
    if (opened.failures.length > 0) throw new Error(String(opened.failures[0]));
    return { bare: bareMs, first, again, added, bytes };
  } finally {
    await bare.close();
    await database.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function ingestFigures(provider: Provider, batches: number): Promise<Figure[]> {
  const all: Round[] = [];
  for (let run = 0; run < rounds; run += 1) all.push(await round(provider, batches));
  // What else the machine does falls on both: the round whose ratio lies in the middle counts.
  const middle = all.sort((one, other) => one.bare / one.first - other.bare / other.first)[1];
  if (middle === undefined) return [];
  const { bare, first, again, added, bytes } = middle;
  const plays = screens * batches * batch;
  const perSecond = (ms: number) => (plays / ms) * 1000;
  const alone = provider === "sqlite" ? "better-sqlite3 alone, 500 a commit, synchronous=FULL" : "pg alone, one INSERT of 500 a commit, fsync";
  return [
    { what: `${plays} plays: durable, deduplicated, with roll-ups`, value: perSecond(first), unit: "/s", bar: Math.round(perSecond(bare) / 2), isLeast: true, naive: { what: `${alone} (bar: half)`, value: perSecond(bare) } },
    { what: "  everything sent again: time against the first", value: again / first, unit: "×", bar: 2, naive: null },
    { what: "  plays that this added", value: added, unit: "", bar: 0, naive: null },
    { what: "  bytes per million plays, all that is kept of them", value: bytes / plays, unit: "MB", bar: null, naive: null },
  ];
}
