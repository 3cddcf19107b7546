import type { routes } from "@yilu/contract";
import type { FixturesOf } from "./fixture.ts";
import { workbook } from "./workbooks.ts";
import type { Side, World } from "./world.ts";

const noPlan = "0".repeat(64);

/** A workbook that adds one screen to a unit. */
async function oneRow(world: World, side: Side): Promise<string> {
  return (await workbook([[world.place(side).unit.name, world.name(side, "车"), "公交", "", "1路"]])).toString("base64");
}

async function application(world: World, side: Side) {
  const base64 = await oneRow(world, side);
  return { body: { base64, plan: (await world.server.imports.preview(world.server.system, base64)).plan } };
}

const filteredBy = (world: World) => {
  const there = world.place("there");
  return { unitId: there.unit.id, groupId: there.group.id };
};

export const importFixtures: FixturesOf<(typeof routes)["imports"]> = {
  template: { input: () => ({}), outside: "filtered", nameless: true },
  export: {
    input: () => ({}),
    outside: "filtered",
    nameless: true,
    smuggled: (world) => Object.entries(filteredBy(world)).map(([name, value]) => ({ query: { [name]: value } })),
  },
  preview: {
    input: async (world) => {
      const rows = (["here", "below"] as const).map((side) => [world.place(side).unit.name, world.name(side, "车"), "公交"]);
      return { body: { base64: (await workbook(rows)).toString("base64") } };
    },
    outside: "filtered",
  },
  apply: {
    input: application,
    outside: "refersToMissing",
    smuggled: async (world) => {
      const row = [world.place("here").unit.name, world.name("here", "车"), "公交", "", "", "", "", "", world.place("there").group.name];
      return [{ body: { base64: (await workbook([row])).toString("base64"), plan: noPlan } }, { body: { base64: await oneRow(world, "there"), plan: noPlan } }];
    },
  },
  stop: { input: () => ({ body: { run: "nothingrun" } }), outside: "own" },
};

/** What a player makes up as its token. */
let tokens = 0;
export function madeUpToken(): string {
  tokens += 1;
  return String(tokens).padStart(43, "T");
}

export const enrolmentFixtures: FixturesOf<(typeof routes)["enrolments"]> = {
  create: {
    input: async (world, side) => ({ body: { screenIds: [(await world.screen(side)).id], days: 14 } }),
    outside: "refersToMissing",
    smuggled: async (world) => {
      const [own, other] = [await world.screen("here"), await world.screen("there")];
      return [{ body: { screenIds: [own.id, other.id], days: 14 } }];
    },
  },
  claim: {
    input: async (world) => {
      const screen = await world.screen("here");
      const { links } = await world.server.enrolments.create(world.server.system, { screenIds: [screen.id], days: 14 }, "https://yilu.example");
      return { body: { secret: links[0]?.url.split("enrol=")[1] ?? "", token: madeUpToken() } };
    },
    outside: "own",
  },
};
