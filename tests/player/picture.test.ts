import type { Manifest, PlayerProfile } from "@yilu/contract";
import { Window } from "happy-dom";
import { beforeEach, expect, test, vi } from "vitest";
import { showProfile, type PictureParts } from "../../player/src/playback/picture.ts";

const everyDay = [1, 2, 3, 4, 5, 6, 7];
/** Wed 24 June 2026, in Shanghai. */
const at = (hour: number): number => Date.UTC(2026, 5, 24, hour - 8);

const manifest = (change: Partial<PlayerProfile>): Manifest => ({
  revision: "a".repeat(64),
  screenId: "screen",
  generatedAt: at(0),
  horizonEnd: at(24),
  timeZone: "Asia/Shanghai",
  order: "synced",
  entries: [],
  playlists: [],
  media: [],
  profile: { kind: "led", widthPx: 960, heightPx: 320, fit: "cover", muted: true, ...change },
});

let parts: PictureParts;
beforeEach(() => {
  const { document } = new Window();
  const element = (tag: string): unknown => document.createElement(tag); // happy-dom's elements behave like a browser's; their types differ
  parts = { root: element("div") as HTMLElement, dim: element("div") as HTMLElement, videos: [element("video") as HTMLVideoElement] };
  vi.stubGlobal("innerWidth", 1920);
  vi.stubGlobal("innerHeight", 1080);
});
const box = () => [parts.root.style.left, parts.root.style.top, parts.root.style.width, parts.root.style.height, parts.root.style.rotate];

test("an LED processor that shows a corner of the window gets the picture there", () => {
  showProfile(parts, manifest({ viewport: { x: 0, y: 0, widthPx: 960, heightPx: 320 } }), at(12), false);
  expect(box()).toEqual(["0px", "0px", "960px", "320px", "none"]);
  expect(parts.root.style.getPropertyValue("--fit")).toBe("cover");
  showProfile(parts, manifest({}), at(12), false);
  expect(box()).toEqual(["", "", "", "", "none"]);
});

test.each([
  [90, ["1920px", "0px", "1080px", "1920px", "90deg"]],
  [180, ["1920px", "1080px", "1920px", "1080px", "180deg"]],
  [270, ["0px", "1080px", "1080px", "1920px", "270deg"]],
] as const)("a screen hung %i° clockwise is filled", (rotation, expected) => {
  showProfile(parts, manifest({ rotation }), at(12), false);
  expect(box()).toEqual(expected);
});

test("brightness and volume go by daypart; black on purpose is black", () => {
  const night = [{ days: everyDay, from: "20:00", to: "06:00", percent: 40 }];
  const one = manifest({ muted: false, brightness: night, volume: [{ days: everyDay, from: "00:00", to: "24:00", percent: 50 }] });
  showProfile(parts, one, at(12), false);
  expect(parts.dim.hidden).toBe(true);
  expect(parts.videos.map(({ muted, volume }) => [muted, volume])).toEqual([[false, 0.5]]);
  showProfile(parts, one, at(21), false);
  expect([parts.dim.hidden, parts.dim.style.opacity]).toEqual([false, "0.6"]);
  showProfile(parts, one, at(12), true);
  expect([parts.dim.hidden, parts.dim.style.opacity]).toEqual([false, "1"]);
});

test("muted by staff it is mute, whatever the profile says", () => {
  showProfile(parts, manifest({ muted: false }), at(12), false, true);
  expect(parts.videos.map(({ muted }) => muted)).toEqual([true]);
  showProfile(parts, manifest({ muted: false }), at(12), false, false);
  expect(parts.videos.map(({ muted }) => muted)).toEqual([false]);
});
