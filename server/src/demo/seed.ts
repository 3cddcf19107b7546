import { readFile } from "node:fs/promises";
import type { Target } from "@yilu/contract";
import { campaign, campaignDates, demoTimeZone, entries, filmPath, filmPosterPath, films, groups, playlists, screens, settings, units, users } from "@yilu/prisma/seed";
import { systemCaller, type Caller } from "../caller.ts";
import { dayStart, localDate } from "../features/plays/local-time.ts";
import type { RunningServer } from "../server.ts";

type Ids = ReadonlyMap<string, string>;

/** Ids by the keys of the demo data. @throws on a key that does not exist: the demo data contradict themselves */
function idOf(ids: Ids, key: string): string {
  const id = ids.get(key);
  if (id === undefined) throw new Error(`demo data: no ${key}`);
  return id;
}

/**
 * Writes the demo campaign through the server's own services, so that everything is checked and audited as if staff
 * had entered it: who uploads is not who reviews.
 * @param say told what is being done
 */
export async function seedDemo(server: RunningServer, password: string, now: number, say: (what: string) => void): Promise<void> {
  const root = await rootCaller(server);

  say(`单位 ${units.length} · 用户 ${users.length} / units, users`);
  const unitIds = new Map<string, string>();
  for (const { key, parentKey, name, kind, code } of units) {
    unitIds.set(key, parentKey === null ? root.unitId : (await server.users.createUnit(root, { name, kind, code, parentId: idOf(unitIds, parentKey) })).id);
  }
  const callers = new Map<string, Caller>();
  for (const { key, username, displayName, role, unitKey } of users) {
    if (username === "admin") continue; // made by the first start
    const row = await server.users.addUser(root, { username, displayName, role, unitId: idOf(unitIds, unitKey) }, password, false);
    callers.set(key, { userId: row.id, name: displayName, role, unitId: row.unitId, unitPath: row.unit.path, address: null });
  }
  const staff = (key: string): Caller => {
    const caller = callers.get(key);
    if (caller === undefined) throw new Error(`demo data: no user ${key}`);
    return caller;
  };

  say(`屏幕 ${screens.length} / screens`);
  const groupIds = new Map<string, string>();
  for (const { key, name, unitKey } of groups) groupIds.set(key, (await server.screens.createGroup(root, { name, unitId: idOf(unitIds, unitKey) })).id);
  const screenIds = new Map<string, string>();
  for (const { key, unitKey, ...screen } of screens) {
    const mine = groups.filter((group) => group.screenKeys.includes(key)).map((group) => idOf(groupIds, group.key));
    screenIds.set(key, (await server.screens.create(root, { ...screen, unitId: idOf(unitIds, unitKey), timeZone: demoTimeZone, groupIds: mine })).id);
  }
  for (const { screenKeys, set } of settings) await server.settings.change(root, { screenIds: screenKeys.map((key) => idOf(screenIds, key)), set, clear: [] });

  const filmIds = new Map<string, string>();
  for (const [index, film] of films.entries()) {
    say(`素材 ${index + 1}/${films.length} 《${film.title}》`);
    const metadata = { filename: film.file, title: film.title, level: film.level, unitId: idOf(unitIds, film.unitKey) };
    const { mediaId } = await server.media.intake.takeCopy(staff("scheduler"), metadata, filmPath(film));
    filmIds.set(film.key, mediaId);
    const { sha256 } = await server.media.service.get(root, mediaId);
    const poster = filmPosterPath(film);
    if (poster !== null) await server.media.service.setPoster(sha256, await readFile(poster));
    if (film.role !== "submitted") await server.media.service.decide(staff("reviewer"), mediaId, { sha256, decision: "approve", reason: "" });
  }

  say(`播放列表 ${playlists.length} / playlists`);
  const playlistIds = new Map<string, string>();
  for (const { key, name, unitKey, items } of playlists) {
    const input = { name, unitId: idOf(unitIds, unitKey), items: items.map(({ filmKey, durationMs }) => ({ mediaId: idOf(filmIds, filmKey), durationMs })) };
    playlistIds.set(key, (await server.playlists.create(staff("scheduler"), input)).id);
  }

  const dates = campaignDates(localDate(now, demoTimeZone));
  const planned = entries(dates);
  say(`排期 ${planned.length}，${dates.startDate} 至 ${dates.endDate}，特别节目 ${dates.specialDate} / schedule entries`);
  const targetOf = (target: (typeof planned)[number]["include"][number]): Target => {
    switch (target.kind) {
      case "unit":
        return { kind: "unit", unitId: idOf(unitIds, target.unitKey) };
      case "group":
        return { kind: "group", groupId: idOf(groupIds, target.groupKey) };
      case "screen":
        return { kind: "screen", screenId: idOf(screenIds, target.screenKey) };
      default:
        return target;
    }
  };
  const entryIds = new Map<string, string>();
  for (const { key, playlistKey, unitKey, include, exclude, ...entry } of planned) {
    const { id } = await server.schedule.create(staff("scheduler"), {
      ...entry,
      unitId: idOf(unitIds, unitKey),
      playlistId: idOf(playlistIds, playlistKey),
      include: include.map(targetOf),
      exclude: exclude.map(targetOf),
    });
    entryIds.set(key, id);
  }

  const { name, theme, startDate, endDate, specialDate, reportDue, playsPerScreenPerDay, unitKey, entryKeys } = campaign(dates);
  say(`宣传活动 ${name}，总结 ${reportDue.date} ${reportDue.time} 前 / campaign`);
  await server.campaigns.create(staff("scheduler"), {
    name,
    theme,
    startDate,
    endDate,
    specialDates: [specialDate],
    targetPlaysPerScreenPerDay: playsPerScreenPerDay,
    entryIds: entryKeys.map((key) => idOf(entryIds, key)),
    unitIds: units.filter((unit) => unit.key !== unitKey).map((unit) => idOf(unitIds, unit.key)),
    reportDue: dayStart(reportDue.date, demoTimeZone) + minutesOf(reportDue.time) * 60_000,
    closesAt: null,
    audienceEstimate: null,
    evidencePerDay: 2,
    notes: "",
    unitId: idOf(unitIds, unitKey),
  });
}

/** Minutes since midnight of a local time, "18:00". */
function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/** The server acting for the root unit. */
export async function rootCaller(server: RunningServer): Promise<Caller> {
  const root = (await server.users.units(systemCaller("", "/"))).find(({ parentId }) => parentId === null);
  if (root === undefined) throw new Error("demo data: no root unit");
  return systemCaller(root.id, root.path);
}

/**
 * The bus whose screen the visitor's own player drives, and a fresh token for that player.
 *
 * @param screenId which bus it was at earlier starts; null, or gone: the first.
 */
export async function demoPlayer(server: RunningServer, screenId: string | null): Promise<{ screenId: string; screenName: string; token: string }> {
  const root = await rootCaller(server);
  const { rows } = await server.screens.page(root, { page: 1, pageSize: 200, kind: "bus" });
  const screen = rows.find(({ id }) => id === screenId) ?? rows[0];
  if (screen === undefined) throw new Error("demo data: no bus");
  return { screenId: screen.id, screenName: screen.name, token: await server.pairing.enrol(root, screen.id) };
}
