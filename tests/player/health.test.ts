import "fake-indexeddb/auto";
import { playerStatus } from "@yilu/contract";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Cache } from "../../player/src/cache/cache.ts";
import { Clock } from "../../player/src/clock.ts";
import { Album } from "../../player/src/evidence/album.ts";
import { Ledger, makeUuid } from "../../player/src/ledger/ledger.ts";
import { poweredOn } from "../../player/src/ledger/runs.ts";
import { openDatabase, readState, type Database } from "../../player/src/storage/database.ts";
import { healthOf, weighty, type Patient } from "../../player/src/sync/health.ts";
import type { Programme } from "../../player/src/sync/programme.ts";

/** Wed 24 June 2026, 15:42 in Shanghai. */
const known = Date.UTC(2026, 5, 24, 7, 42);
const MINUTE_MS = 60_000;

/** A page load at a true instant, of a device whose clock is a quarter of an hour ahead. */
async function boot(db: Database, at: number) {
  let monotonicMs = 0;
  const clock = new Clock(makeUuid(), (await readState(db, "floorAt")) ?? null, { monotonic: () => monotonicMs, device: () => at + monotonicMs + 15 * MINUTE_MS });
  const ledger = await Ledger.open(db, clock);
  await ledger.bind("screen");
  return {
    clock,
    ledger,
    /** Time goes on, and it is written down that the player is on. */
    on: async (ms: number) => {
      monotonicMs += ms;
      await ledger.note();
    },
    anchor: () => clock.adopt({ serverAt: at + monotonicMs, monotonicMs }),
  };
}

beforeAll(() => void vi.stubGlobal("navigator", { storage: { persisted: async () => true } }));
afterAll(() => void vi.unstubAllGlobals());

const patientOf = async (db: Database, { clock, ledger }: { clock: Clock; ledger: Ledger }, change: Partial<Patient> = {}): Promise<Patient> => ({
  clock,
  ledger,
  cache: { progress: () => ({ doneBytes: 5, totalBytes: 10, state: "downloading" }), space: async () => ({ usedBytes: 1, quotaBytes: 2 }) } as unknown as Cache, // all that is asked of it
  album: await Album.open(db),
  programme: { playing: null, newest: null } as unknown as Programme, // all that is asked of it
  director: { running: null, failedItems: 3, showing: "black", offer: () => undefined, refresh: () => undefined, run: async () => undefined, close: () => undefined },
  measures: { gaps: [], droppedFrames: 7, firstFrameMs: null },
  stage: { oneDecoder: false, prepare: () => Promise.reject(new Error("none")), clear: () => undefined },
  isMuted: false,
  decoders: undefined,
  ...change,
});

test("when the player was on is known of every run that can be dated, also of one that never reached the server", async () => {
  const db = await openDatabase(makeUuid());
  const first = await boot(db, known);
  first.anchor();
  await first.on(10 * MINUTE_MS);
  const away = await boot(db, known + 60 * MINUTE_MS);
  await away.on(0);
  await away.on(20 * MINUTE_MS);
  expect(poweredOn(await away.ledger.history(), 100)).toEqual([[known, known + 10 * MINUTE_MS]]);
  const back = await boot(db, known + 120 * MINUTE_MS);
  await back.on(5 * MINUTE_MS);
  back.anchor();
  await back.on(5 * MINUTE_MS);
  const stretches = [
    [known, known + 10 * MINUTE_MS],
    [known + 60 * MINUTE_MS, known + 80 * MINUTE_MS],
    [known + 120 * MINUTE_MS, known + 130 * MINUTE_MS],
  ];
  expect(poweredOn(await back.ledger.history(), 100)).toEqual(stretches);
  expect(poweredOn(await back.ledger.history(), 2)).toEqual(stretches.slice(1));
});

test("a report has the shape that the server wants; when the player was on is told only with a whole one", async () => {
  const db = await openDatabase(makeUuid());
  await (await boot(db, known - 60 * MINUTE_MS)).on(MINUTE_MS);
  const run = await boot(db, known);
  run.anchor();
  await run.on(2 * MINUTE_MS);
  const brief = await healthOf(await patientOf(db, run), false);
  expect(playerStatus.parse(brief)).toEqual(brief);
  expect(brief).toMatchObject({ restarts: 2, runStartedAt: known, isMuted: false, evidenceWaiting: 0, evidenceLost: 0, showing: "black", droppedFrames: 7, failedItems: 3 });
  expect(Object.keys(brief)).not.toContain("decoders");
  expect(Object.keys(brief)).not.toContain("poweredOn");
  const whole = await healthOf(await patientOf(db, run, { isMuted: true, decoders: 4 }), true);
  expect(playerStatus.parse(whole)).toEqual(whole);
  expect(whole).toMatchObject({ isMuted: true, decoders: 4, poweredOn: [[known - 60 * MINUTE_MS, known - 59 * MINUTE_MS], [known, known + 2 * MINUTE_MS]] });
});

test("a box that was found to have one decoder says so, whatever preflight found", async () => {
  const db = await openDatabase(makeUuid());
  const run = await boot(db, known);
  const patient = await patientOf(db, run, { decoders: 4 });
  patient.stage.oneDecoder = true;
  expect((await healthOf(patient, false)).decoders).toBe(1);
});

test("sound and pictures are told of at once when they change", async () => {
  const db = await openDatabase(makeUuid());
  const run = await boot(db, known);
  const patient = await patientOf(db, run);
  const before = weighty(patient);
  expect(weighty({ ...patient, isMuted: true })).not.toBe(before);
  await patient.album.add({ id: makeUuid(), screenId: "screen", takenAt: known, clock: "synced", mediaId: null, entryId: null, commandId: "asked", runId: "run", takenMonotonicMs: 0 }, "AA==");
  expect(weighty(patient)).not.toBe(before);
});
