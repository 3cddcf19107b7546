import type { AlarmDetail } from "@yilu/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { AlarmDesk, day, hour, minute, oneProgramme } from "../support/alarm-desk.ts";
import { databaseKinds } from "../support/databases.ts";

/** Wednesday 24 June 2026, noon in Shanghai. */
const noon = Date.UTC(2026, 5, 24, 4, 0);
const old = "a".repeat(64);
const next = "b".repeat(64);
const megabyte = 1024 * 1024;

describe.each(databaseKinds)("when something is an alarm, on %s", (database) => {
  let desk: AlarmDesk;
  beforeAll(async () => {
    desk = await AlarmDesk.open(database, noon);
  });
  beforeEach(() => desk.reset(noon));
  afterAll(() => desk.close());

  const detailOf = async (screenId: string): Promise<AlarmDetail> => (await desk.client.alarm.findFirstOrThrow({ where: { screenId, clearedAt: null } })).detail as AlarmDetail;

  it("a screen that is well has none, and neither has one without a player or one that was never seen", async () => {
    const well = await desk.screen("led");
    const unpaired = await desk.screen("led");
    await desk.client.playerToken.deleteMany({ where: { screenId: unpaired } });
    const neverSeen = await desk.screen("led");
    await desk.client.screenStatus.delete({ where: { screenId: neverSeen } });
    expect(await desk.jump(2 * minute)).toEqual({ screens: 3, raised: 0, cleared: 0 });
    expect(await desk.kinds(well)).toEqual([]);
  });

  describe("download stuck", () => {
    const part = (doneBytes: number, state: "downloading" | "failed" = "downloading") => ({ revision: old, download: { revision: next, state, doneBytes, totalBytes: 100 * megabyte } });
    beforeEach(() => {
      desk.programme = { ...oneProgramme, revision: next };
    });

    it("on line and no further for 30 minutes; clears as soon as more arrives", async () => {
      const bus = await desk.screen("bus");
      await desk.report(bus, part(42 * megabyte));
      await desk.watch.evaluate();
      await desk.doze(29 * minute, [bus]);
      expect(await desk.kinds(bus)).toEqual([]);
      await desk.pass(minute, [bus]);
      expect(await desk.kinds(bus)).toEqual(["downloadStuck"]);
      expect(await detailOf(bus)).toEqual({ kind: "downloadStuck", why: "noProgress", doneBytes: 42 * megabyte, totalBytes: 100 * megabyte, beginsAt: null });
      await desk.report(bus, part(43 * megabyte));
      await desk.watch.evaluate();
      expect(await desk.kinds(bus)).toEqual([]);
    });

    it("time off line does not count, and coming back does not clear", async () => {
      const bus = await desk.screen("bus");
      await desk.report(bus, part(42 * megabyte));
      await desk.watch.evaluate();
      await desk.doze(20 * minute, [bus]);
      await desk.leave(bus);
      await desk.doze(2 * hour);
      await desk.report(bus, part(42 * megabyte));
      await desk.watch.evaluate();
      await desk.doze(20 * minute, [bus]);
      expect(await desk.kinds(bus)).toEqual([]);
      await desk.doze(11 * minute, [bus]);
      expect(await desk.kinds(bus)).toEqual(["downloadStuck"]);
      await desk.leave(bus);
      await desk.doze(hour);
      await desk.report(bus, part(42 * megabyte));
      await desk.watch.evaluate();
      expect(await desk.kinds(bus)).toEqual(["downloadStuck"]);
    });

    it("a screen that downloads at night only is not stuck by day", async () => {
      const bus = await desk.screen("bus", { downloadHours: [{ days: [1, 2, 3, 4, 5, 6, 7], from: "23:00", to: "05:00" }] });
      await desk.report(bus, part(0));
      await desk.watch.evaluate();
      await desk.doze(2 * hour, [bus]);
      expect(await desk.kinds(bus)).toEqual([]);
    });

    it("what the player has given up says so", async () => {
      const bus = await desk.screen("bus");
      await desk.report(bus, part(42 * megabyte, "failed"));
      await desk.watch.evaluate();
      await desk.doze(31 * minute, [bus]);
      expect(await detailOf(bus)).toMatchObject({ why: "failed" });
    });

    it("not ready twelve hours before an entry begins, while it is off; one that gets on with it is none", async () => {
      await desk.reset(noon - 2 * hour);
      desk.programme = { ...oneProgramme, revision: next, entries: [{ tier: "regular", startDate: "2026-06-25", window: null }] };
      const [away, busy] = [await desk.screen("bus"), await desk.screen("bus")];
      await desk.report(away, part(0));
      await desk.leave(away);
      await desk.watch.evaluate();
      for (let step = 0; step < 13; step += 1) {
        await desk.report(busy, part((step + 1) * megabyte));
        await desk.doze(10 * minute, [busy]);
      }
      expect(await desk.kinds(busy)).toEqual([]);
      expect(await desk.kinds(away)).toEqual(["downloadStuck"]); // ten past twelve
      expect(await detailOf(away)).toMatchObject({ why: "notReady", beginsAt: Date.UTC(2026, 5, 24, 16, 0) });
      await desk.report(away, { revision: old, download: { revision: next, state: "ready", doneBytes: 100 * megabyte, totalBytes: 100 * megabyte } });
      await desk.watch.evaluate();
      expect(await desk.kinds(away)).toEqual([]);
    });
  });

  describe("storage low", () => {
    const space = (usedPercent: number, change: object = {}) => ({ cacheUsedBytes: usedPercent * 100 * megabyte, cacheQuotaBytes: 10_000 * megabyte, download: null, ...change });

    it("below a tenth; clears well above it, not at it", async () => {
      const bus = await desk.screen("bus");
      await desk.report(bus, space(91));
      await desk.watch.look([bus]);
      expect(await desk.kinds(bus)).toEqual(["storageLow"]);
      expect(await detailOf(bus)).toEqual({ kind: "storageLow", freeBytes: 900 * megabyte, quotaBytes: 10_000 * megabyte, persistent: true });
      await desk.report(bus, space(89));
      await desk.watch.look([bus]);
      expect(await desk.kinds(bus)).toEqual(["storageLow"]);
      expect(await detailOf(bus)).toMatchObject({ freeBytes: 900 * megabyte });
      await desk.report(bus, space(88));
      await desk.watch.look([bus]);
      expect(await desk.kinds(bus)).toEqual([]);
    });

    it("below 500 MB of a small card", async () => {
      const bus = await desk.screen("bus");
      await desk.report(bus, { cacheUsedBytes: 501 * megabyte, cacheQuotaBytes: 1000 * megabyte, download: null });
      await desk.watch.look([bus]);
      expect(await desk.kinds(bus)).toEqual(["storageLow"]);
    });

    it("films that no programme needs make way by themselves: a card full of them is not low", async () => {
      const bus = await desk.screen("bus");
      await desk.report(bus, space(99, { download: { revision: old, state: "ready", doneBytes: 800 * megabyte, totalBytes: 800 * megabyte } }));
      await desk.watch.look([bus]);
      expect(await desk.kinds(bus)).toEqual([]);
    });

    it("a storage that the browser may clear is told of at twice the mark, and by itself only where that is asked for", async () => {
      const bus = await desk.screen("bus");
      await desk.report(bus, space(81, { persistent: false }));
      await desk.watch.look([bus]);
      expect(await desk.kinds(bus)).toEqual(["storageLow"]);
      const other = await desk.screen("bus");
      await desk.report(other, space(10, { persistent: false }));
      await desk.watch.look([other]);
      expect(await desk.kinds(other)).toEqual([]);
      desk.rules = { ...desk.rules, alarmNotPersistent: true };
      await desk.watch.look([other]);
      expect(await desk.kinds(other)).toEqual(["storageLow"]);
    });

    it("what a screen said before it went off stays as it was", async () => {
      const bus = await desk.screen("bus");
      await desk.report(bus, space(95));
      await desk.watch.look([bus]);
      await desk.leave(bus);
      await desk.doze(hour);
      expect(await desk.kinds(bus)).toEqual(["storageLow"]);
    });
  });

  it("clock untrusted: estimated for five minutes while on line; clears when it is set", async () => {
    const bus = await desk.screen("bus");
    await desk.report(bus, { clock: "estimated" });
    await desk.watch.evaluate();
    await desk.doze(4 * minute, [bus]);
    expect(await desk.kinds(bus)).toEqual([]);
    await desk.pass(minute, [bus]);
    expect(await desk.kinds(bus)).toEqual(["clockUntrusted"]);
    await desk.report(bus, { clock: "synced" });
    await desk.watch.look([bus]);
    expect(await desk.kinds(bus)).toEqual([]);
  });

  describe("playback failing", () => {
    it("three failed items within an hour; clears after an hour without one", async () => {
      const bus = await desk.screen("bus");
      await desk.watch.evaluate();
      for (const failedItems of [1, 2, 3]) {
        await desk.doze(10 * minute, [bus]);
        await desk.report(bus, { failedItems });
        await desk.watch.look([bus]);
        expect(await desk.kinds(bus)).toEqual(failedItems < 3 ? [] : ["playbackFailing"]);
      }
      expect(await detailOf(bus)).toEqual({ kind: "playbackFailing", failedItems: 3, lostPlays: 0 });
      await desk.doze(59 * minute, [bus]);
      expect(await desk.kinds(bus)).toEqual(["playbackFailing"]);
      await desk.doze(2 * minute, [bus]);
      expect(await desk.kinds(bus)).toEqual([]);
    });

    it("three failures in three hours are none, and neither are those of before this server looked", async () => {
      const bus = await desk.screen("bus");
      await desk.report(bus, { failedItems: 40 });
      await desk.watch.evaluate();
      for (const failedItems of [41, 42, 43]) {
        await desk.doze(61 * minute, [bus]);
        await desk.report(bus, { failedItems });
        await desk.watch.look([bus]);
      }
      expect(await desk.kinds(bus)).toEqual([]);
    });

    it("a player that begins anew counts from nought", async () => {
      const bus = await desk.screen("bus");
      await desk.report(bus, { failedItems: 40 });
      await desk.watch.evaluate();
      await desk.report(bus, { failedItems: 3 });
      await desk.watch.look([bus]);
      expect(await desk.kinds(bus)).toEqual(["playbackFailing"]);
    });

    it("a play that no ledger holds; a restart of this server does not clear what it cannot know", async () => {
      const bus = await desk.screen("bus");
      await desk.report(bus, { lostPlays: 2 });
      await desk.watch.look([bus]);
      expect(await detailOf(bus)).toEqual({ kind: "playbackFailing", failedItems: 0, lostPlays: 2 });
      await desk.restart();
      await desk.report(bus, { lostPlays: 0 });
      await desk.watch.evaluate();
      expect(await desk.kinds(bus)).toEqual(["playbackFailing"]);
      await desk.doze(hour, [bus]);
      expect(await desk.kinds(bus)).toEqual([]);
    });
  });

  describe("plan missed", () => {
    it("yesterday below four fifths; clears when late plays make it good", async () => {
      const bus = await desk.screen("bus");
      await desk.worked(bus, "2026-06-23", 300, 200);
      await desk.doze(6 * minute);
      expect(await desk.kinds(bus)).toEqual(["planMissed"]);
      expect(await detailOf(bus)).toEqual({ kind: "planMissed", date: "2026-06-23", planned: 300, delivered: 200 });
      await desk.worked(bus, "2026-06-23", 300, 250);
      await desk.doze(6 * minute, [bus]);
      expect(await desk.kinds(bus)).toEqual(["planMissed"]); // 83 %: not yet well above
      await desk.worked(bus, "2026-06-23", 300, 256);
      await desk.doze(6 * minute, [bus]);
      expect(await desk.kinds(bus)).toEqual([]);
    });

    it("today so far; what a takeover displaced and what is still on the bus is not missed, and a few plays say nothing", async () => {
      const [missed, displaced, waiting, few] = [await desk.screen("bus"), await desk.screen("bus"), await desk.screen("bus"), await desk.screen("bus")];
      await desk.worked(missed, "2026-06-24", 100, 79);
      await desk.worked(displaced, "2026-06-24", 100, 50, 45);
      await desk.worked(waiting, "2026-06-24", 100, 60);
      await desk.report(waiting, { ledgerHead: 30 });
      await desk.worked(few, "2026-06-24", 19, 0);
      await desk.doze(6 * minute);
      expect(await Promise.all([missed, displaced, waiting, few].map((id) => desk.kinds(id)))).toEqual([["planMissed"], [], [], []]);
    });

    it("the day before yesterday is history", async () => {
      const bus = await desk.screen("bus");
      await desk.worked(bus, "2026-06-23", 300, 100);
      await desk.doze(6 * minute);
      expect(await desk.kinds(bus)).toEqual(["planMissed"]);
      desk.now += 12 * hour; // past midnight
      await desk.report(bus, {});
      await desk.watch.evaluate();
      expect(await desk.kinds(bus)).toEqual([]);
    });
  });

  it("ledger conflict: told for a day after the last one", async () => {
    const bus = await desk.screen("bus");
    await desk.client.ledger.create({ data: { screenId: bus, ledgerId: "l", receivedTo: 5, received: 5, conflictAt: BigInt(noon) } });
    await desk.jump(minute);
    expect(await desk.kinds(bus)).toEqual(["ledgerConflict"]);
    desk.now = noon + day;
    await desk.report(bus, { ledgerHead: 5 });
    await desk.watch.evaluate();
    expect(await desk.kinds(bus)).toEqual([]);
  });

  it("a kind that is no longer watched clears, and so do the alarms of a screen whose player is taken away", async () => {
    const [one, other] = [await desk.screen("led"), await desk.screen("led")];
    for (const id of [one, other]) await desk.leave(id);
    await desk.doze(30 * minute);
    await desk.client.playerToken.deleteMany({ where: { screenId: one } });
    await desk.watch.evaluate();
    expect([await desk.kinds(one), await desk.kinds(other)]).toEqual([[], ["offline"]]);
    desk.rules = { ...desk.rules, kinds: ["storageLow"] };
    await desk.watch.evaluate();
    expect(await desk.kinds(other)).toEqual([]);
  });
});
