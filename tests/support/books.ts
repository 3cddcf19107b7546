import type { Play } from "@yilu/contract";
import { UnitOfWork } from "@yilu/server/database/unit-of-work.ts";
import { EventBus } from "@yilu/server/events.ts";
import { PlaysRepository } from "@yilu/server/features/plays/repository.ts";
import { PlaysService } from "@yilu/server/features/plays/service.ts";
import type { TestDatabase } from "./databases.ts";

export const revision = "a".repeat(64);

/** The play-keeping part of the server on a database, with media m1, m2, an entry and a playlist. */
export async function openBooks(database: TestDatabase, now: () => number, maxWaitingRows?: number) {
  const { client } = database;
  await client.unit.create({ data: { id: "county", name: "county", kind: "county", path: "/county/" } });
  await client.user.create({ data: { id: "u", unitId: "county", username: "u", displayName: "u", role: "operator", passwordHash: "", createdAt: 0n } });
  for (const id of ["m1", "m2"]) {
    await client.media.create({ data: { id, unitId: "county", title: `film ${id}`, level: "county", status: "approved", sourceSha256: id, uploaderId: "u", createdAt: 0n } });
  }
  await client.playlist.create({ data: { id: "p", unitId: "county", name: "p", updatedAt: 0n } });
  await client.scheduleEntry.create({
    data: { id: "e", unitId: "county", name: "e", playlistId: "p", tier: "regular", dayparts: [], exceptDates: [], share: { kind: "fill", weight: 1 }, start: "soft", updatedAt: 0n },
  });
  const failures: unknown[] = [];
  const counted: { screenId: string; plays: number; playsToday: number }[] = [];
  const events = new EventBus((error) => failures.push(error));
  events.on("plays.counted", ({ screenId, plays, playsToday }) => counted.push({ screenId, plays, playsToday }));
  const repository = new PlaysRepository(client, database.provider);
  const service = new PlaysService(repository, new UnitOfWork(client), events, now, (error) => failures.push(error), maxWaitingRows);
  return { client, service, repository, failures, counted };
}

export type Books = Awaited<ReturnType<typeof openBooks>>;

/** A screen in a zone, from the beginning of time. @returns the key of its assignment */
export async function addScreen({ client }: Books, id: string, timeZone = "Asia/Shanghai", line: string | null = null): Promise<number> {
  const row = await client.screenAssignment.create({
    data: { screenId: id, screenName: id, unitId: "county", unitPath: "/county/", kind: "bus", line, timeZone, fromAt: 0n },
  });
  return row.key;
}

/** A play as a player sends it. */
export function playOf(seq: number, startedAt: number, more: Partial<Play> = {}): Play {
  return { seq, mediaId: "m1", playlistId: "p", entryId: "e", revision, startedAt, airtimeMs: 8000, outcome: "completed", clock: "synced", notBefore: null, notAfter: null, ...more };
}

/** Everything in the books that a report could show, without keys that depend on the order of arrival. */
export async function contents({ client }: Books) {
  const plays = await client.play.findMany({ orderBy: [{ ledgerKey: "asc" }, { seq: "asc" }] });
  const hours = await client.playHour.findMany({ orderBy: [{ hourStartAt: "asc" }, { assignmentKey: "asc" }, { mediaKey: "asc" }] });
  const days = await client.playDay.findMany({ orderBy: [{ date: "asc" }, { assignmentKey: "asc" }, { mediaKey: "asc" }] });
  const ledgers = await client.ledger.findMany({ orderBy: { key: "asc" } });
  const apart = await client.playKeptApart.findMany({ orderBy: { digest: "asc" }, select: { seq: true, reason: true } });
  return { plays, hours, days, ledgers, apart };
}
