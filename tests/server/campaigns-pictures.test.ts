import { createHash } from "node:crypto";
import type { Manifest } from "@yilu/contract";
import { chosen } from "@yilu/server/features/campaigns/screen-pictures.ts";
import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import { campaignAt, campaignBody } from "../support/campaign-calls.ts";
import { databaseKinds } from "../support/databases.ts";
import { pictureInput } from "../support/remote-calls.ts";
import { noon, World } from "../support/world.ts";
import { documentText, filesOfZip } from "../support/zip.ts";
import { userIn } from "../support/server.ts";

const dayMs = 86_400_000;
const dayOf = (at: number) => String(Math.floor(at / dayMs));

test("pictures are chosen to differ: first the screens, then the films, then the days", () => {
  const taken = (screenName: string, mediaTitle: string, day: number) => ({ screenName, mediaTitle, takenAt: day * dayMs });
  const all = [taken("一号车", "甲", 9), taken("一号车", "甲", 8), taken("一号车", "乙", 7), taken("二号车", "甲", 3), taken("一号车", "甲", 2)];
  expect(chosen(all, 2, dayOf)).toEqual([taken("二号车", "甲", 3), taken("一号车", "甲", 9)]);
  expect(chosen(all, 3, dayOf)).toEqual([taken("二号车", "甲", 3), taken("一号车", "乙", 7), taken("一号车", "甲", 9)]);
  expect(chosen(all, 9, dayOf)).toHaveLength(5);
});

describe.each(databaseKinds)("what screens showed, in a summary, on %s", (database) => {
  let world: World;
  let now = noon;
  beforeEach(async () => {
    now = noon;
    world = await World.start({ database, clock: () => now });
  });
  afterEach(() => world.close());

  const send = (side: "here" | "there" | "below", minutesAgo: number, change = {}) =>
    world.server.evidence.add({ screenId: world.place(side).screen.id, tokenSha256: "" }, pictureInput(world, side, { takenAt: noon - minutesAgo * 60_000, ...change }));

  it("each unit has its own, with screen, time and film; the package and the document hold them after the originals are gone", async () => {
    const here = world.place("here");
    const there = world.place("there");
    const { id } = await world.server.campaigns.create(world.server.system, {
      ...campaignBody(world, "here"),
      name: "禁毒宣传月",
      unitId: world.server.root.id,
      unitIds: [here.unit.id, there.unit.id],
      entryIds: [here.entry.id, there.entry.id],
    });
    await send("here", 30);
    await send("here", 20, { clock: "estimated" });
    await send("there", 10);
    await send("below", 10); // of an entry that is none of the campaign's
    await send("here", 26 * 24 * 60); // before the campaign began
    const { head, summary } = await world.server.summaries.close(world.server.system, id);
    expect(summary.pictures.map(({ unitName, screenName, mediaTitle, takenAt, clock }) => [unitName, screenName, mediaTitle, noon - takenAt, clock])).toEqual(
      [
        [here.unit.name, here.screen.name, here.media.title, 30 * 60_000, "synced"],
        [here.unit.name, here.screen.name, here.media.title, 20 * 60_000, "estimated"],
        [there.unit.name, there.screen.name, there.media.title, 10 * 60_000, "synced"],
      ].sort((one, other) => (one[0] === summary.pictures[0]?.unitName ? 0 : 1) - (other[0] === summary.pictures[0]?.unitName ? 0 : 1)),
    );
    now += 400 * dayMs;
    expect(await world.server.evidence.forget(180)).toBe(5);

    const { cookie } = await userIn(world.server, "administrator", world.server.root.id, "chief");
    const get = async (path: string) => Buffer.from(await (await fetch(`${world.server.origin}/api/campaigns/${id}/${path}`, { headers: { cookie } })).arrayBuffer());
    const docx = await get("summary.docx");
    const text = documentText(docx);
    expect(text).toContain("播放画面（由播放端自动截取）");
    expect(text).toContain(`${here.screen.name}，2026年6月26日 11:40（时间为推算），《${here.media.title}》`);
    expect(text).not.toContain("图片缺失");
    const files = filesOfZip(await get("summary.zip"));
    const evidence = [...files].filter(([name]) => name.startsWith("evidence/"));
    expect(evidence.map(([name]) => name.replace(/ [0-9a-f]{8}\.jpg$/, "")).sort()).toEqual(
      [`evidence/${here.unit.name}/${here.screen.name} 2026-06-26 113000`, `evidence/${here.unit.name}/${here.screen.name} 2026-06-26 114000`, `evidence/${there.unit.name}/${there.screen.name} 2026-06-26 115000`].sort(),
    );
    expect(evidence.map(([, bytes]) => createHash("sha256").update(bytes).digest("hex")).sort()).toEqual(summary.pictures.map((picture) => picture.sha256).sort());
    expect(files.get("data.json.sha256")?.toString("utf8")).toBe(`${head.sha256}  data.json\n`);
  });

  it("players are asked for pictures as soon as a campaign wants some, and no longer once it does not", async () => {
    const place = world.place("here");
    const asked = async () => {
      const answer = await fetch(`${world.server.origin}/api/player/manifest`, { headers: { authorization: `Bearer ${place.token}` } });
      return ((await answer.json()) as Manifest).profile.evidence ?? [];
    };
    const { id, version } = await campaignAt(world, "here");
    expect(await asked()).toEqual([]);
    const { unitId: _unitId, ...content } = { ...campaignBody(world, "here"), name: "有佐证" };
    const changed = await world.server.campaigns.change(place.staff, id, { ...content, evidencePerDay: 3, version });
    expect(await asked()).toEqual([{ entryId: place.entry.id, perDay: 3 }]);
    await world.server.campaigns.change(place.staff, id, { ...content, evidencePerDay: 0, version: changed.version });
    expect(await asked()).toEqual([]);
  });
});
