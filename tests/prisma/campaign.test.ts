import { readFileSync, statSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { campaign, campaignDates, demoNotice, entries, filmPath, films, groups, playlists, screens, screensOf, units, users } from "../../prisma/seed/campaign.ts";

const june = campaignDates("2026-06-24");
const entryOf = (key: string) => {
  const entry = entries(june).find((one) => one.key === key);
  if (entry === undefined) throw new Error(`no entry ${key}`);
  return entry;
};

describe("campaignDates", () => {
  it("is the real campaign's month in June", () => {
    expect(campaignDates("2023-06-08")).toEqual({
      startDate: "2023-06-01",
      endDate: "2023-06-30",
      specialDate: "2023-06-26",
      plansDue: { date: "2023-06-13", time: "18:00" },
      reportDue: { date: "2023-07-01", time: "18:00" },
    });
  });

  it("ends a December in December and reports in the next year", () => {
    expect(campaignDates("2026-12-31")).toEqual({
      startDate: "2026-12-01",
      endDate: "2026-12-31",
      specialDate: "2026-12-26",
      plansDue: { date: "2026-12-13", time: "18:00" },
      reportDue: { date: "2027-01-01", time: "18:00" },
    });
  });

  it.each([
    ["2026-02-01", "2026-02-28"],
    ["2028-02-10", "2028-02-29"],
    ["2000-02-29", "2000-02-29"],
    ["2100-02-28", "2100-02-28"],
  ])("gives February of %s its last day %s", (today, endDate) => {
    expect(campaignDates(today).endDate).toBe(endDate);
    expect(campaignDates(today).reportDue.date).toBe(`${today.slice(0, 4)}-03-01`);
  });

  it.each(["2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-6-1", "today", "2026-06-24T00:00"])("refuses %s", (today) => {
    expect(() => campaignDates(today)).toThrow(RangeError);
  });
});

describe("the demo's data", () => {
  it("has the 25 townships and the 界牌 area under the county", () => {
    const townships = units.filter((unit) => unit.kind === "township");
    expect(townships.filter((unit) => /^430421\d{6}$/.test(unit.code ?? ""))).toHaveLength(25);
    expect(townships.filter((unit) => unit.code === null).map((unit) => unit.name)).toEqual(["界牌片区"]);
    expect(units.filter((unit) => unit.parentKey === null).map((unit) => unit.name)).toEqual(["衡阳县"]);
  });

  it("names every parent before its children and every key once", () => {
    const seen = new Set<string>();
    for (const unit of units) {
      expect(unit.parentKey === null || seen.has(unit.parentKey)).toBe(true);
      seen.add(unit.key);
    }
    for (const list of [units, screens, groups, films, playlists, users, entries(june)]) expect(new Set(list.map((one) => one.key)).size).toBe(list.length);
  });

  it("refers only to what there is", () => {
    const unitKeys = units.map((unit) => unit.key);
    const filmKeys = films.map((film) => film.key);
    for (const one of [...screens, ...groups, ...films, ...playlists, ...users, ...entries(june), campaign(june)]) expect(unitKeys).toContain(one.unitKey);
    for (const item of playlists.flatMap((playlist) => playlist.items)) expect(filmKeys).toContain(item.filmKey);
    for (const entry of entries(june)) {
      expect(playlists.map((playlist) => playlist.key)).toContain(entry.playlistKey);
      expect(screensOf(entry).length).toBeGreaterThan(0);
    }
  });

  it("gives images a length in every playlist, videos none, and leaves out what waits for review", () => {
    for (const item of playlists.flatMap((playlist) => playlist.items)) {
      const film = films.find((one) => one.key === item.filmKey);
      expect(film?.kind === "image").toBe(item.durationMs !== null);
      expect(film?.role).not.toBe("submitted");
    }
  });

  it("has 16 buses, 12 coaches and 8 LED walls, each plate once", () => {
    expect([16, 12, 8]).toEqual(["bus", "coach", "led"].map((kind) => screens.filter((screen) => screen.kind === kind).length));
    expect(new Set(screens.flatMap((screen) => screen.plate ?? [])).size).toBe(28);
  });

  it("marks itself as a demo in both languages", () => {
    expect(demoNotice.zh).toMatch(/^演示数据/);
    expect(demoNotice.en).toMatch(/^Demo data/);
  });
});

describe("the campaign's schedule", () => {
  it("plays the programme alone on every screen on the 26th from 20:00 to 21:00", () => {
    const takeover = entryOf("hero-takeover");
    expect(takeover).toMatchObject({ tier: "takeover", startDate: "2026-06-26", endDate: "2026-06-26", start: "hard", dayparts: [{ days: [1, 2, 3, 4, 5, 6, 7], from: "20:00", to: "21:00" }] });
    expect(screensOf(takeover)).toHaveLength(screens.length);
  });

  it("reaches all buses and coaches with the main loop and every LED wall with exactly one loop", () => {
    expect(screensOf(entryOf("main-loop"))).toHaveLength(28);
    expect([...screensOf(entryOf("led-wide-loop")), ...screensOf(entryOf("led-loop"))].sort()).toEqual(screens.filter((screen) => screen.kind === "led").map((screen) => screen.key).sort());
  });

  it("has a default playlist without dates on every screen", () => {
    expect(entryOf("default")).toMatchObject({ tier: "default", startDate: null, endDate: null, dayparts: [] });
    expect(screensOf(entryOf("default"))).toHaveLength(screens.length);
  });

  it("counts every entry but the default towards the campaign", () => {
    expect(campaign(june).entryKeys).toEqual(["main-loop", "county-peak", "township-extra", "led-wide-loop", "led-loop", "hero-day", "hero-takeover"]);
  });
});

describe("the films", () => {
  it.each(films.map((film) => [film.file, film] as const))("%s is as it is described", (_file, film) => {
    const bytes = readFileSync(filmPath(film));
    if (film.kind === "image") {
      expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
      expect(bytes.length).toBeLessThanOrEqual(150_000);
      return;
    }
    expect(bytes.length).toBeLessThanOrEqual(600_000);
    expect(bytes.indexOf("moov")).toBeLessThan(bytes.indexOf("mdat"));
    // ISO/IEC 14496-12, mvhd version 0: time scale and duration follow the two dates.
    const header = bytes.indexOf("mvhd") + 4;
    expect((bytes.readUInt32BE(header + 16) / bytes.readUInt32BE(header + 12)) * 1000).toBe(film.durationMs);
    expect(bytes.includes("avc1")).toBe(true);
    expect(bytes.includes("mp4a")).toBe(film.hasAudio);
  });

  it("are at most 4 MB together", () => {
    expect(films.reduce((sum, film) => sum + statSync(filmPath(film)).size, 0)).toBeLessThanOrEqual(4_000_000);
  });

  it("cover all four levels", () => {
    expect([...new Set(films.map((film) => film.level))].sort()).toEqual(["county", "municipal", "national", "provincial"]);
  });
});
