import type { BodyOf, Campaign, routes } from "@yilu/contract";
import type { FixturesOf } from "./fixture.ts";
import { png } from "./png.ts";
import { ledgerId, noon, playAt, type Side, type World } from "./world.ts";

type Content = BodyOf<typeof routes.campaigns.create>;
let count = 0;

/** A campaign of June 2026 for the place's own unit and entry. The unit above runs one that nobody below takes part in. */
export function campaignBody(world: World, side: Side): Content & { unitId: string } {
  const { unit, entry } = world.place(side);
  return {
    name: world.name(side, "活动"),
    theme: "全民禁毒你我他",
    startDate: "2026-06-01",
    endDate: "2026-06-30",
    specialDates: ["2026-06-26"],
    targetPlaysPerScreenPerDay: 100,
    entryIds: [entry.id],
    unitIds: side === "above" ? [] : [unit.id],
    reportDue: Date.parse("2026-07-01T18:00:00+08:00"),
    closesAt: null,
    audienceEstimate: null,
    evidencePerDay: 0,
    notes: "",
    unitId: unit.id,
  };
}

export const campaignAt = (world: World, side: Side): Promise<Campaign> => world.server.campaigns.create(world.place(side).staff, campaignBody(world, side));

export async function campaignChange(world: World, side: Side) {
  const { id, version } = await campaignAt(world, side);
  const { unitId: _unitId, ...content } = campaignBody(world, side);
  return { params: { id }, body: { ...content, version } };
}

/** A picture as a page sends it. */
export function pictureBody(): { base64: string } {
  count += 1;
  return { base64: png(count * 6007).toString("base64") };
}

export async function pictureAt(world: World, side: Side): Promise<{ params: { id: string; sha256: string } }> {
  const { staff, unit } = world.place(side);
  if (side === "above") return { params: { id: (await campaignAt(world, side)).id, sha256: "f".repeat(64) } };
  const { id } = await campaignAt(world, side);
  const { sha256 } = await world.server.contributions.addPicture(staff, id, unit.id, pictureBody().base64);
  return { params: { id, sha256 } };
}

/** A campaign that is drafted. */
export async function draftedAt(world: World, side: Side): Promise<Campaign> {
  const campaign = await campaignAt(world, side);
  await world.server.summaries.draft(world.place(side).staff, campaign.id);
  return campaign;
}

/** A picture of the campaign's newest summary. */
async function pictureIn(world: World, side: Side, id: string): Promise<string> {
  const { staff, unit, media } = world.place(side);
  if (side === "above") return "f".repeat(64); // nobody contributes there
  await world.server.contributions.put(staff, id, unit.id, { text: "", links: [], mediaIds: [media.id], pictures: [] });
  const { summary } = await world.server.summaries.draft(staff, id);
  return summary.contributions[0]?.evidence[0]?.sha256 ?? "";
}

/** A campaign that is closed, and one more play since, of days that no other figure here looks at. */
export async function closedAt(world: World, side: Side): Promise<Campaign> {
  const place = world.place(side);
  const campaign = await campaignAt(world, side);
  await world.server.summaries.close(place.staff, campaign.id);
  count += 1;
  await world.server.plays.receive({ screenId: place.screen.id, ledgerId, rows: [playAt(place, 1000 + count, noon - 16 * 86_400_000)] });
  return campaign;
}

export function shareBody(world: World, side: Side): BodyOf<typeof routes.shares.create> {
  return {
    title: world.name(side, "链接"),
    expiresAt: noon + 7 * 86_400_000,
    shared: { what: "report", from: "2026-06-24", to: "2026-06-27", by: "screen", unitId: world.place(side).unit.id },
  };
}

export const shareAt = (world: World, side: Side) => world.server.shares.create(world.place(side).staff, shareBody(world, side));

const days = { from: "2026-06-24", to: "2026-06-27" };
const byCampaign = async (world: World, side: Side) => ({ params: { id: (await campaignAt(world, side)).id } });

/** Ways to let a campaign name another unit's things. */
function astrayCampaigns<B extends { entryIds: string[]; unitIds: string[] }>(world: World, body: B): B[] {
  const there = world.place("there");
  return [{ ...body, unitIds: [...body.unitIds, there.unit.id] }, { ...body, entryIds: [...body.entryIds, there.entry.id] }];
}

export const campaignFixtures: FixturesOf<typeof routes.campaigns> = {
  list: {
    input: async (world) => {
      for (const side of ["here", "below", "there"] as const) await campaignAt(world, side);
      return { query: { pageSize: 200 } };
    },
    outside: "filtered",
  },
  get: { input: byCampaign, outside: "notFound" },
  create: {
    input: (world, side) => ({ body: campaignBody(world, side) }),
    outside: "refersToMissing",
    smuggled: (world) => astrayCampaigns(world, campaignBody(world, "here")).map((body) => ({ body })),
  },
  change: {
    input: campaignChange,
    outside: "notFound",
    smuggled: async (world) => {
      const { params, body } = await campaignChange(world, "here");
      return astrayCampaigns(world, body).map((one) => ({ params, body: one }));
    },
  },
  remove: { input: byCampaign, outside: "notFound" },
  readiness: { input: byCampaign, outside: "notFound" },
  standing: { input: byCampaign, outside: "notFound" },
  contributions: { input: byCampaign, outside: "notFound" },
  contribute: {
    input: async (world, side) => ({
      params: { id: (await campaignAt(world, side)).id, unitId: world.place(side).unit.id },
      body: { text: "本单位播放情况良好。", links: [{ title: "报道", url: "https://example.com/a" }], mediaIds: [world.place(side).media.id], pictures: [] },
    }),
    outside: "notFound",
    smuggled: async (world) => {
      const params = { id: (await campaignAt(world, "here")).id, unitId: world.place("here").unit.id };
      const body = { text: "", links: [], mediaIds: [], pictures: [] };
      const there = await pictureAt(world, "there");
      return [{ params, body: { ...body, mediaIds: [world.place("there").media.id] } }, { params, body: { ...body, pictures: [{ sha256: there.params.sha256, caption: "" }] } }];
    },
  },
  addPicture: { input: async (world, side) => ({ params: { id: (await campaignAt(world, side)).id, unitId: world.place(side).unit.id }, body: pictureBody() }), outside: "notFound" },
  picture: { input: pictureAt, outside: "notFound" },
  draft: { input: byCampaign, outside: "notFound" },
  close: { input: byCampaign, outside: "notFound" },
  addendum: { input: async (world, side) => ({ params: { id: (await closedAt(world, side)).id } }), outside: "notFound" },
  summary: { input: async (world, side) => ({ params: { id: (await draftedAt(world, side)).id } }), outside: "notFound" },
  summaryDocx: { input: async (world, side) => ({ params: { id: (await draftedAt(world, side)).id } }), outside: "notFound" },
  summaryZip: { input: async (world, side) => ({ params: { id: (await draftedAt(world, side)).id } }), outside: "notFound" },
};

export const shareFixtures: FixturesOf<typeof routes.shares> = {
    list: {
      input: async (world) => {
        for (const side of ["here", "below", "there"] as const) await shareAt(world, side);
        return {};
      },
      outside: "filtered",
    },
    create: {
      input: (world, side) => ({ body: shareBody(world, side) }),
      outside: "refersToMissing",
      smuggled: async (world) => {
        const { title, expiresAt } = shareBody(world, "here");
        const { id } = await campaignAt(world, "there");
        return [
          { body: { title, expiresAt, shared: { what: "campaign", campaignId: id } } },
          { body: { title, expiresAt, shared: { what: "report", ...days, by: "day", campaignId: id } } },
          { body: { title, expiresAt, shared: { what: "books", ...days, campaignId: id } } },
          { body: { title, expiresAt, shared: { what: "books", ...days, unitId: world.place("there").unit.id } } },
        ];
      },
    },
    revoke: { input: async (world, side) => ({ params: { id: (await shareAt(world, side)).share.id } }), outside: "notFound" },
    open: { input: async (world, side) => ({ params: { token: (await shareAt(world, side)).token } }), outside: "own" },
    picture: {
      input: async (world, side) => {
        const { id } = await draftedAt(world, side);
        const { token } = await world.server.shares.create(world.place(side).staff, { title: world.name(side, "链接"), expiresAt: noon + 7 * 86_400_000, shared: { what: "campaign", campaignId: id } });
        return { params: { token, sha256: await pictureIn(world, side, id) } };
      },
      outside: "own",
    },
  };
