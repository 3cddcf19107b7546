import type { Wall } from "@yilu/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { wellReport } from "../support/alarm-desk.ts";
import { databaseKinds } from "../support/databases.ts";
import { Client } from "../support/server.ts";
import { noon, World, type Side } from "../support/world.ts";

const hour = 3_600_000;
const day = 24 * hour;

describe.each(databaseKinds)("the wall, on %s", (database) => {
  let world: World;
  let now = noon;
  beforeAll(async () => {
    world = await World.start({ database, clock: () => now });
  });
  afterAll(() => world.close());

  /** What the place's screen last said. */
  const says = async (side: Side, lastSeenAt: number, isOnline: boolean): Promise<void> => {
    const { screen, media, entry } = world.place(side);
    const data = { lastSeenAt: BigInt(lastSeenAt), onlineUntil: BigInt(isOnline ? now + day : 0), report: { ...wellReport, playing: { mediaId: media.id, entryId: entry.id, startedAt: now } } };
    await world.inspector.client.screenStatus.upsert({ where: { screenId: screen.id }, create: { screenId: screen.id, ...data }, update: data });
  };
  const seenBy = async (side: Side): Promise<Wall> => {
    now += 5_000; // a wall is made anew after four seconds
    const { staff } = world.place(side);
    const shared = await world.server.shares.create(staff, { title: "大屏", expiresAt: now + day, shared: { what: "wall" } });
    const { status, body } = await new Client(world.server.origin).request("GET", `/api/shared/${shared.token}/wall`);
    expect(status).toBe(200);
    return body as Wall;
  };

  it("tells the screens of one's unit and those below apart, and what they show; nothing of others", async () => {
    await says("here", now, true);
    await says("below", now - hour, false);
    await says("there", now, true);
    const wall = await seenBy("here");
    expect(wall.screens).toEqual({ total: 2, online: 1, offline: 1, alarm: 0, notOut: 0, kinds: [{ kind: "bus", total: 2, online: 1 }, { kind: "coach", total: 0, online: 0 }, { kind: "led", total: 0, online: 0 }] });
    expect(wall.playing.map(({ title, screens }) => [title, screens])).toEqual([[world.place("here").media.title, 1]]);
    expect(wall.marks).toEqual([{ kind: "bus", line: "1路", states: expect.stringMatching(/^(of|fo)$/) }]);
    expect(wall.standing).toEqual({ by: "today", of: "units", rows: [{ key: world.place("below").unit.id, name: world.place("below").unit.name, screens: 1, delivered: 3, target: 0, contributed: null }] });
    expect(wall.plays.completed).toBe(5);
    const text = JSON.stringify(wall);
    for (const secret of world.secrets()) expect(text).not.toContain(secret);
  });

  it("a vehicle that was not on today is not out, one with an alarm is told as such, silence aside", async () => {
    await says("here", now - 13 * hour, false); // before midnight
    const { screen } = world.place("below");
    await says("below", now, true);
    await world.inspector.client.alarm.create({ data: { id: "w1", screenId: screen.id, kind: "storageLow", openKey: "w1", raisedAt: BigInt(now), detail: { kind: "storageLow", freeBytes: 1, quotaBytes: 100, persistent: true } } });
    await world.inspector.client.alarm.create({ data: { id: "w2", screenId: world.place("here").screen.id, kind: "offline", openKey: "w2", raisedAt: BigInt(now), detail: { kind: "offline", lastSeenAt: now } } });
    const wall = await seenBy("here");
    expect(wall.screens).toMatchObject({ total: 2, online: 0, offline: 0, alarm: 1, notOut: 1 });
    expect([wall.alarms.open, wall.alarms.screens]).toEqual([2, 2]);
    await world.inspector.client.alarm.deleteMany();
  });

  it("an emergency and the next takeover of the week stand on it, with how many screens are ready for it", async () => {
    const { staff, playlist, screen, media } = world.place("here");
    const target = { kind: "screen" as const, screenId: screen.id };
    await world.server.schedule.startEmergency(staff, { name: "暴雨预警", playlistId: playlist.id, minutes: 10, include: [target], exclude: [] });
    const always = { startDate: "2026-06-28", endDate: "2026-06-28", dayparts: [{ days: [7], from: "20:00", to: "21:00" }], exceptDates: [], window: null, share: { kind: "fill" as const, weight: 1 }, maxPlaysPerHour: null, start: "soft" as const };
    await world.server.schedule.create(staff, { ...always, name: "致敬禁毒英雄", playlistId: playlist.id, tier: "takeover", include: [target], exclude: [] });
    const wall = await seenBy("here");
    expect(wall.emergencies).toMatchObject([{ name: "暴雨预警", screens: 1, endsAt: expect.any(Number) }]);
    expect(wall.next).toMatchObject({ name: "致敬禁毒英雄", startsAt: Date.UTC(2026, 5, 28, 12, 0), screens: 1, ready: 0, poster: { mediaId: media.id } });
  });

  it("a running campaign names the wall, and its units stand against its target", async () => {
    const { staff, unit, entry } = world.place("here");
    await world.server.campaigns.create(staff, {
      name: "全民禁毒宣传月",
      theme: "全民禁毒你我他",
      startDate: "2026-06-01",
      endDate: "2026-06-30",
      specialDates: [],
      targetPlaysPerScreenPerDay: 10,
      entryIds: [entry.id],
      unitIds: [unit.id],
      reportDue: Date.UTC(2026, 6, 1, 10, 0),
      closesAt: null,
      audienceEstimate: null,
      evidencePerDay: 0,
      notes: "",
    });
    now += 61_000; // a campaign is looked for once a minute
    const wall = await seenBy("here");
    expect(wall.campaign).toEqual({ name: "全民禁毒宣传月", day: 26, days: 30 });
    expect(wall.standing).toEqual({ by: "campaign", of: "units", rows: [{ key: unit.id, name: unit.name, screens: 2, delivered: 2, target: 520, contributed: false }] });
  });

  it("a link to it opens nothing else, shows only posters of its own, and ends when it was revoked or its time is over", async () => {
    const { staff, media } = world.place("here");
    const anyone = new Client(world.server.origin);
    const code = async (path: string) => {
      const { status, body } = await anyone.request("GET", path);
      return status === 200 ? 200 : (body as { code: string }).code;
    };
    const make = () => world.server.shares.create(staff, { title: "指挥室", expiresAt: now + hour, shared: { what: "wall" } });
    const { token, path, share } = await make();
    expect(path).toBe(`/console/wall/${token}`);
    expect(await code(`/api/shared/${token}/wall`)).toBe(200);
    expect(await code(`/api/shared/${token}`)).toBe("notFound");
    expect(await code(`/api/shared/${token}/posters/${media.id}`)).toBe(200);
    expect(await code(`/api/shared/${token}/posters/${world.place("there").media.id}`)).toBe("notFound");
    const report = await world.server.shares.create(staff, { title: "月报", expiresAt: now + hour, shared: { what: "report", from: "2026-06-01", to: "2026-06-26", by: "unit" } });
    expect(await code(`/api/shared/${report.token}/wall`)).toBe("notFound");
    await world.server.shares.revoke(staff, share.id);
    expect(await code(`/api/shared/${token}/wall`)).toBe("shareEnded");
    const second = await make();
    now += hour;
    expect(await code(`/api/shared/${second.token}/wall`)).toBe("shareEnded");
    expect(await code(`/api/shared/${second.token}/posters/${media.id}`)).toBe("shareEnded");
    expect(await code(`/api/shared/${"A".repeat(43)}/wall`)).toBe("notFound");
  });
});
