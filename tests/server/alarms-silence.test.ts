import type { AlarmDetail } from "@yilu/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { AlarmDesk, day, hour, minute } from "../support/alarm-desk.ts";
import { databaseKinds } from "../support/databases.ts";

/** Wednesday 24 June 2026, noon in Shanghai. */
const noon = Date.UTC(2026, 5, 24, 4, 0);

describe.each(databaseKinds)("when silence is an alarm, on %s", (database) => {
  let desk: AlarmDesk;
  beforeAll(async () => {
    desk = await AlarmDesk.open(database, noon);
  });
  beforeEach(() => desk.reset(noon));
  afterAll(() => desk.close());

  const detailOf = async (screenId: string): Promise<AlarmDetail> => (await desk.client.alarm.findFirstOrThrow({ where: { screenId, clearedAt: null } })).detail as AlarmDetail;

  it("an LED wall that is silent for 30 minutes, and clears when it is back", async () => {
    const wall = await desk.screen("led");
    await desk.leave(wall);
    await desk.doze(29 * minute);
    expect(await desk.kinds(wall)).toEqual([]);
    await desk.pass(minute);
    expect(await desk.kinds(wall)).toEqual(["offline"]);
    expect(await detailOf(wall)).toEqual({ kind: "offline", lastSeenAt: noon });
    expect(desk.told).toEqual(["/county/buses/"]);
    await desk.report(wall, {});
    await desk.watch.look([wall]);
    expect(await desk.kinds(wall)).toEqual([]);
    const [row] = await desk.client.alarm.findMany({ where: { screenId: wall } });
    expect(row).toMatchObject({ openKey: null, clearedAt: BigInt(noon + 30 * minute), raisedAt: BigInt(noon + 30 * minute) });
  });

  it("counts operating hours only: a wall that closes at 22:00 is not silent at night, and one not switched on in the morning is, half an hour after it should be", async () => {
    const everyDay = [1, 2, 3, 4, 5, 6, 7];
    const wall = await desk.screen("led", { operatingHours: [{ days: everyDay, from: "08:00", to: "22:00" }] });
    desk.now = noon + 9 * hour + 50 * minute; // 21:50
    await desk.report(wall, {});
    await desk.watch.evaluate();
    await desk.pass(5 * minute, [wall]);
    await desk.leave(wall); // 21:55
    await desk.doze(10 * hour + 29 * minute); // until 08:24: 5 minutes in the evening and 24 in the morning
    expect(await desk.kinds(wall)).toEqual([]);
    await desk.pass(minute);
    expect(await desk.kinds(wall)).toEqual(["offline"]);
  });

  it("the server's own operating hours hold where a screen has none", async () => {
    await desk.reset(noon, [{ days: [1, 2, 3, 4, 5, 6, 7], from: "08:00", to: "12:10" }]);
    const wall = await desk.screen("led");
    await desk.leave(wall);
    await desk.doze(3 * hour);
    expect(await desk.kinds(wall)).toEqual([]);
  });

  it("a bus is switched off by its driver: it is an alarm after a whole day, and then by day", async () => {
    const bus = await desk.screen("bus", { operatingHours: [{ days: [1, 2, 3, 4, 5, 6, 7], from: "06:00", to: "11:00" }] });
    await desk.leave(bus);
    await desk.doze(24 * hour + 30 * minute);
    expect(await desk.kinds(bus)).toEqual([]); // it is half past twelve, after hours
    await desk.doze(17 * hour + 30 * minute);
    expect(await desk.kinds(bus)).toEqual(["offline"]); // 06:00 of the next day
    await desk.report(bus, {});
    await desk.watch.evaluate();
    expect(await desk.kinds(bus)).toEqual([]);
  });

  it("the time in which this server was down is nobody's silence: there is no storm when it is back", async () => {
    const walls = [await desk.screen("led"), await desk.screen("led"), await desk.screen("led")];
    const bus = await desk.screen("bus");
    await desk.pass(10 * minute, [...walls, bus]);
    for (const id of [...walls, bus]) await desk.leave(id);
    await desk.restart();
    expect(await desk.jump(3 * day)).toMatchObject({ raised: 0 }); // down for three days
    await desk.doze(29 * minute);
    for (const wall of walls) expect(await desk.kinds(wall)).toEqual([]);
    await desk.pass(minute);
    for (const wall of walls) expect(await desk.kinds(wall)).toEqual(["offline"]); // from here on it is theirs
    expect(await desk.kinds(bus)).toEqual([]);
  });

  it("short stops each night do not hide a bus that is gone: only they are left out", async () => {
    const bus = await desk.screen("bus");
    await desk.leave(bus);
    for (let stop = 0; stop < 4; stop += 1) {
      await desk.doze(5 * hour + 50 * minute);
      await desk.jump(10 * minute);
    }
    expect(await desk.kinds(bus)).toEqual([]); // 24 hours, of which 40 minutes do not count
    await desk.doze(41 * minute);
    expect(await desk.kinds(bus)).toEqual(["offline"]);
  });

  it("two processes that look at the same moment raise one alarm", async () => {
    const wall = await desk.screen("led");
    await desk.leave(wall);
    await desk.doze(29 * minute);
    const first = desk.watch;
    const held = desk.now;
    await desk.restart();
    desk.now = held + 2 * minute;
    await Promise.all([first.evaluate(), desk.watch.evaluate()]);
    expect(await desk.client.alarm.count({ where: { screenId: wall } })).toBe(1);
  });

  it("many at once are one hint for each unit", async () => {
    const walls = [];
    for (let n = 0; n < 20; n += 1) walls.push(await desk.screen("led"));
    for (const id of walls) await desk.leave(id);
    desk.told.length = 0;
    await desk.doze(30 * minute);
    expect(await desk.client.alarm.count({ where: { clearedAt: null } })).toBe(20);
    expect(desk.told).toEqual(["/county/buses/"]);
  });

  it("a report is looked at soon after it came", async () => {
    const bus = await desk.screen("bus");
    await desk.report(bus, { lostPlays: 1 });
    const raised = new Promise<void>((done) => desk.events.on("changed", ({ what }) => void (what === "alarms" && done())));
    desk.events.emit("screen.live", { live: { screenId: bus } as never, unitPath: "/county/buses/" });
    await raised;
    expect(await desk.kinds(bus)).toEqual(["playbackFailing"]);
  });
});
