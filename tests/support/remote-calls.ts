import type { EvidenceInput, routes } from "@yilu/contract";
import { campaignAt } from "./campaign-calls.ts";
import type { FixturesOf } from "./fixture.ts";
import { jpeg } from "./jpeg.ts";
import { noon, type Side, type World } from "./world.ts";

let count = 0;

/** A picture that a player sampled, of the place's own media and entry. */
export function pictureInput(world: World, side: Side, change: Partial<EvidenceInput> = {}): EvidenceInput {
  count += 1;
  const { media, entry } = world.place(side);
  return {
    id: `0f1e2d3c-0000-4000-8000-${String(count).padStart(12, "0")}`,
    takenAt: noon - 60_000,
    clock: "synced",
    mediaId: media.id,
    entryId: entry.id,
    commandId: null,
    jpegBase64: jpeg(`picture ${count}`).toString("base64"),
    ...change,
  };
}

/** A picture in the books of the place's screen. */
export function pictureAt(world: World, side: Side): Promise<{ id: string }> {
  return world.server.evidence.add({ screenId: world.place(side).screen.id, tokenSha256: "" }, pictureInput(world, side));
}

const ofScreen = async (world: World, side: Side) => ({ params: { id: (await world.screen(side)).id } });

/** Sends one's own screen and another unit's in one batch. */
const astray = (world: World) => [world.place("here").screen.id, world.place("there").screen.id];

export const remoteFixtures: FixturesOf<typeof routes.remote> = {
  settings: { input: ofScreen, outside: "notFound" },
  changeSettings: {
    input: async (world, side) => ({ body: { screenIds: [(await world.screen(side)).id], set: { fit: "cover" as const }, clear: [] } }),
    outside: "refersToMissing",
    smuggled: (world) => [{ body: { screenIds: astray(world), set: { muted: false }, clear: ["fit"] } }],
  },
  send: {
    input: async (world, side) => ({ body: { screenIds: [(await world.screen(side)).id], kind: "identify" as const } }),
    outside: "refersToMissing",
    smuggled: (world) => [{ body: { screenIds: astray(world), kind: "reload" } }],
  },
  power: { input: ofScreen, outside: "notFound" },
  commands: { input: ofScreen, outside: "notFound" },
};

export const evidenceFixtures: FixturesOf<typeof routes.evidence> = {
  add: { input: (world, side) => ({ body: pictureInput(world, side === "there" ? "here" : side) }), outside: "own" },
  list: {
    input: async (world) => {
      for (const side of ["here", "below", "there"] as const) await pictureAt(world, side);
      return { query: { pageSize: 200 } };
    },
    outside: "filtered",
    smuggled: async (world) => {
      const { unit, screen, media } = world.place("there");
      const { id: campaignId } = await campaignAt(world, "there");
      return [{ query: { unitId: unit.id } }, { query: { screenId: screen.id } }, { query: { mediaId: media.id } }, { query: { campaignId } }];
    },
  },
  picture: { input: async (world, side) => ({ params: { id: (await pictureAt(world, side)).id } }), outside: "notFound" },
};
