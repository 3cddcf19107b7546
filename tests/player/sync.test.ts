import "fake-indexeddb/auto";
import type { Manifest, ManifestMedia, Play } from "@yilu/contract";
import type { ScheduleEntry } from "@yilu/contract/schedule";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Cache } from "../../player/src/cache/cache.ts";
import { Clock } from "../../player/src/clock.ts";
import { makeUuid, type Batch } from "../../player/src/ledger/ledger.ts";
import { openDatabase, readState } from "../../player/src/storage/database.ts";
import { byNeed, Programme } from "../../player/src/sync/programme.ts";
import { Sender } from "../../player/src/sync/sender.ts";

/** Wed 24 June 2026, 15:00 in Shanghai. */
const start = Date.UTC(2026, 5, 24, 7, 0);
const film = (id: string): ManifestMedia => ({
  id,
  title: id,
  kind: "video",
  mimeType: "video/mp4",
  sha256: Buffer.from(id).toString("hex").padEnd(64, "0"),
  bytes: 1,
  chunkSha256s: ["c".repeat(64)],
  widthPx: 1280,
  heightPx: 720,
  validFrom: null,
  validUntil: null,
});
const entry = (id: string, change: Partial<ScheduleEntry> = {}): ScheduleEntry => ({
  id,
  playlistId: `list-${id}`,
  tier: "regular",
  startDate: null,
  endDate: null,
  dayparts: [],
  exceptDates: [],
  window: null,
  share: { kind: "fill", weight: 1 },
  maxPlaysPerHour: null,
  start: "soft",
  ...change,
});
/** One film per entry, of the same name. */
const manifest = (letter: string, ...entries: ScheduleEntry[]): Manifest => ({
  revision: letter.repeat(64),
  screenId: "screen",
  generatedAt: start,
  horizonEnd: start + 30 * 86_400_000,
  timeZone: "Asia/Shanghai",
  order: "resume",
  entries,
  playlists: entries.map(({ id, playlistId }) => ({ id: playlistId, items: [{ mediaId: id, durationMs: 15_000 }] })),
  media: entries.map(({ id }) => film(id)),
  profile: { kind: "bus", widthPx: 1280, heightPx: 720, fit: "contain", muted: true },
});

async function office(answers: (() => Response)[]) {
  const db = await openDatabase(makeUuid());
  const clock = new Clock("run", null, { monotonic: () => 0, device: () => start });
  const held = new Set<string>();
  const cache = await Cache.open(
    db,
    clock,
    {
      isLasting: true,
      order: () => undefined,
      onReport: () => undefined,
      file: async () => null,
      remove: async () => undefined,
      space: async () => ({ usedBytes: 0, quotaBytes: 1e9 }),
    },
    () => null,
  );
  vi.spyOn(cache, "has").mockImplementation((sha256) => held.has(sha256));
  const ready: string[] = [];
  const refused: string[] = [];
  const asked: HeadersInit[] = [];
  vi.stubGlobal("fetch", async (_url: string, { headers }: { headers: HeadersInit }) => {
    asked.push(headers);
    const answer = answers.shift();
    if (!answer) throw new TypeError("fetch failed");
    return answer();
  });
  const programme = await Programme.open(db, clock, cache, () => "token", {
    ready: ({ revision }) => ready.push(revision.charAt(0)),
    refused: () => refused.push("refused"),
    changed: () => undefined,
  });
  const hold = (...ids: string[]): void => ids.forEach((id) => held.add(film(id).sha256));
  return { db, cache, programme, ready, refused, asked, hold };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the programme", () => {
  test("the first manifest may begin at once; a later one only when all it shows in three days is verified", async () => {
    const first = manifest("1", entry("road"));
    const later = entry("hero", { startDate: "2026-06-26", endDate: "2026-06-26" });
    const farOff = entry("summary", { startDate: "2026-06-30", endDate: "2026-06-30" });
    const second = manifest("2", entry("road"), entry("water"), later, farOff);
    const { db, programme, ready, hold } = await office([() => Response.json(first), () => Response.json(second)]);
    await programme.ask();
    expect(ready).toEqual(["1"]);
    await programme.adopted(first);
    await programme.ask();
    hold("road", "water");
    programme.check();
    expect(ready).toEqual(["1"]);
    expect(programme.playing?.revision).toBe(first.revision);
    expect((await readState(db, "nextManifest"))?.revision).toBe(second.revision);
    hold("hero");
    programme.check();
    expect(ready).toEqual(["1", "2"]);
    await programme.adopted(second);
    expect((await readState(db, "manifest"))?.revision).toBe(second.revision);
    expect(await readState(db, "nextManifest")).toBeUndefined();
    programme.close();
  });

  test("[E4] an emergency waits for its own file only", async () => {
    const first = manifest("1", entry("road"));
    const window = { startsAt: start - 1_000, endsAt: start + 1_800_000 };
    const second = manifest("2", entry("road"), entry("water"), entry("alarm", { tier: "emergency", window, start: "hard" }));
    const { programme, ready, hold } = await office([() => Response.json(first), () => Response.json(second)]);
    hold("road");
    await programme.ask();
    await programme.adopted(first);
    await programme.ask();
    expect(ready).toEqual(["1"]);
    hold("alarm");
    programme.check();
    expect(ready).toEqual(["1", "2"]);
    programme.close();
  });

  test("of the media wanted, those of emergencies that are on or to come are urgent", async () => {
    const window = (from: number, to: number) => ({ window: { startsAt: start + from, endsAt: start + to }, tier: "emergency" as const, start: "hard" as const });
    const entries = [entry("road"), entry("over", window(-2_000, -1_000)), entry("alarm", window(-1_000, 60_000)), entry("tomorrow", window(86_400_000, 90_000_000))];
    const { cache, programme } = await office([() => Response.json(manifest("1", ...entries))]);
    const want = vi.spyOn(cache, "want");
    await programme.ask();
    const [media, urgent] = want.mock.lastCall ?? [];
    expect(media?.map(({ id }) => id).toSorted()).toEqual(["alarm", "over", "road", "tomorrow"]);
    expect(urgent).toEqual(new Set([film("alarm").sha256, film("tomorrow").sha256]));
    programme.close();
  });

  test("asks by the revision it has; an unchanged programme costs nothing", async () => {
    const first = manifest("1", entry("road"));
    const { programme, asked } = await office([() => Response.json(first), () => new Response(null, { status: 304 })]);
    await programme.ask();
    await programme.ask();
    expect(asked).toEqual([{ authorization: "Bearer token" }, { authorization: "Bearer token", "if-none-match": `"${first.revision}"` }]);
    programme.close();
  });

  test("a refused token is told apart from a server in trouble", async () => {
    const { programme, refused } = await office([
      () => new Response("bad gateway", { status: 502 }),
      () => Response.json({ code: "notSignedIn" }, { status: 401 }),
      () => Response.json({ code: "playerTokenRefused" }, { status: 401 }),
    ]);
    await programme.ask();
    await programme.ask();
    expect(refused).toEqual([]);
    await programme.ask();
    expect(refused).toEqual(["refused"]);
    programme.close();
  });

  test("an answer that does not fit the contract is not played", async () => {
    const { programme, ready } = await office([() => Response.json({ ...manifest("1", entry("road")), timeZone: "Mars/Olympus" })]);
    await programme.ask();
    expect(ready).toEqual([]);
    expect(programme.newest).toBeNull();
    programme.close();
  });

  test("what is shown first is fetched first", () => {
    const programme = manifest("1", entry("late", { startDate: "2026-06-25" }), entry("never", { endDate: "2026-06-01" }), entry("now"));
    expect(byNeed(programme, start).map(({ id }) => id)).toEqual(["now", "late", "never"]);
  });
});

describe("sending plays", () => {
  const batch = (...seqs: number[]): Batch => ({ ledgerId: "ledger", plays: seqs.map((seq) => ({ seq }) as Play) }); // the sender looks at nothing else

  test("sends until the books are empty, and removes what each answer names", async () => {
    const batches = [batch(1, 2), batch(3)];
    const acknowledged: unknown[] = [];
    let sent = 0;
    const sender = new Sender(
      { nextBatch: async () => batches.shift() ?? null, acknowledge: async (ack) => void acknowledged.push(ack.acknowledged) },
      { isReady: true, plays: async ({ plays }) => ({ ledgerId: "ledger", acknowledged: plays.map(({ seq }): [number, number] => [seq, seq]), keptApart: [] }) },
      () => (sent += 1),
    );
    sender.wake();
    await vi.advanceTimersByTimeAsync(0);
    expect(acknowledged).toEqual([
      [
        [1, 1],
        [2, 2],
      ],
      [[3, 3]],
    ]);
    expect(sent).toBe(2);
  });

  test("without an answer nothing is removed, and the same plays go again", async () => {
    const asked: number[][] = [];
    const acknowledged: unknown[] = [];
    const sender = new Sender(
      { nextBatch: async () => (acknowledged.length === 0 ? batch(1) : null), acknowledge: async (ack) => void acknowledged.push(ack) },
      {
        isReady: true,
        plays: async ({ plays }) => {
          asked.push(plays.map(({ seq }) => seq));
          return asked.length < 2 ? null : { ledgerId: "ledger", acknowledged: [[1, 1]], keptApart: [] };
        },
      },
      () => undefined,
    );
    sender.wake();
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toEqual([[1]]);
    expect(acknowledged).toEqual([]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked).toEqual([[1], [1]]);
    expect(acknowledged).toHaveLength(1);
  });

  test("plays gather for as long as the profile says, and go together", async () => {
    let closed: number[] = [];
    const asked: number[][] = [];
    const sender = new Sender(
      { nextBatch: async () => (closed.length > 0 ? batch(...closed) : null), acknowledge: async () => void (closed = []) },
      { isReady: true, plays: async ({ plays }) => (asked.push(plays.map(({ seq }) => seq)), { ledgerId: "ledger", acknowledged: [[1, 9]], keptApart: [] }) },
      () => undefined,
      () => 900_000,
    );
    for (const seq of [1, 2, 3]) {
      closed.push(seq);
      sender.gather();
      await vi.advanceTimersByTimeAsync(290_000);
    }
    expect(asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(asked).toEqual([[1, 2, 3]]);
    closed.push(4);
    sender.gather();
    sender.wake();
    await vi.advanceTimersByTimeAsync(2_000_000);
    expect(asked).toEqual([[1, 2, 3], [4]]);
  });

  test("off line it does not try", async () => {
    let asked = 0;
    const sender = new Sender({ nextBatch: async () => ((asked += 1), batch(1)), acknowledge: async () => undefined }, { isReady: false, plays: async () => null }, () => undefined);
    sender.wake();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toBe(0);
  });
});
