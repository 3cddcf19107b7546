import type { Found } from "@yilu/contract";
import { expect, test } from "vitest";
import { groupsOf, listOf, placeOf } from "../../console/src/features/search/places.ts";

const found = (kind: Found["kind"], id: string): Found => ({ kind, id, name: id, note: "", posterUrl: null });

test("each kind opens where its page opens one thing", () => {
  const kinds = ["screen", "media", "playlist", "entry", "campaign", "unit"] as const;
  expect(kinds.map((kind) => placeOf({ kind, id: "a1" }))).toEqual(["/screens?screen=a1", "/media?id=a1", "/playlists?edit=a1", "/entries?view=list&edit=a1", "/campaigns?campaign=a1", "/screens?unitId=a1"]);
});

test("the rest of a kind is in its list, filtered by the same words", () => {
  expect(listOf("screen", "湘D 0")).toBe("/screens?view=list&q=%E6%B9%98D+0");
  expect(listOf("unit", "西渡")).toBeNull();
});

test("what was found stands by kind, in the order it came", () => {
  const rows = [found("screen", "s1"), found("screen", "s2"), found("media", "m1")];
  const totals = { screen: 9, media: 1, playlist: 0, entry: 0, campaign: 0, unit: 0 };
  expect(groupsOf({ rows, totals })).toEqual([
    { kind: "screen", rows: rows.slice(0, 2), total: 9 },
    { kind: "media", rows: rows.slice(2), total: 1 },
  ]);
});
