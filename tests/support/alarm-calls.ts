import { defaultAlarmRules, type AlarmDetail, type AlarmRecipient, type routes } from "@yilu/contract";
import type { FixturesOf } from "./fixture.ts";
import { noon, type Side, type World } from "./world.ts";

let count = 0;

/** An open alarm of a new screen at the place, whose player nothing was heard of since. */
export async function alarmAt(world: World, side: Side, detail: AlarmDetail = { kind: "clockUntrusted", reportedAt: noon }): Promise<{ id: string; screenId: string }> {
  count += 1;
  const { id: screenId } = await world.screen(side);
  await world.token({ id: screenId });
  const id = `alarm-${count}`;
  await world.inspector.client.alarm.create({ data: { id, screenId, kind: detail.kind, openKey: `${screenId}:${detail.kind}`, raisedAt: BigInt(noon - 60_000), detail } });
  return { id, screenId };
}

const addressOf = (): string => `person-${(count += 1)}@example.cn`;
const everywhere = ["here", "below", "there", "above"] as const;

function recipientAt(world: World, side: Side): Promise<AlarmRecipient> {
  return world.server.alarms.recipients.add(world.server.system, { unitId: world.place(side).unit.id, email: addressOf(), kinds: null });
}

async function oneOfEach(world: World): Promise<void> {
  for (const side of everywhere) await alarmAt(world, side);
}

export const alarmFixtures: FixturesOf<typeof routes.alarms> = {
  list: {
    input: async (world) => {
      await oneOfEach(world);
      return { query: { pageSize: 200, state: "all" } };
    },
    outside: "filtered",
    smuggled: (world) => [{ query: { unitId: world.place("there").unit.id } }, { query: { screenId: world.place("there").screen.id } }],
  },
  summary: {
    input: async (world) => {
      await oneOfEach(world);
      return {};
    },
    outside: "filtered",
  },
  csv: {
    input: async (world) => {
      await oneOfEach(world);
      return {};
    },
    outside: "filtered",
    smuggled: (world) => [{ query: { unitId: world.place("there").unit.id } }],
  },
  acknowledge: {
    input: async (world, side) => ({ body: { ids: [(await alarmAt(world, side)).id], note: "已派人去看" } }),
    outside: "refersToMissing",
    smuggled: async (world) => [{ body: { ids: [(await alarmAt(world, "here")).id, (await alarmAt(world, "there")).id], note: "" } }],
  },
};

export const alarmSettingsFixtures: FixturesOf<typeof routes.alarmSettings> = {
  get: { input: () => ({}), outside: "own" },
  change: {
    input: async (world) => ({ body: { rules: defaultAlarmRules, quietHours: null, digestMinutes: 10, version: (await world.server.alarms.settings.get()).version } }),
    outside: "own",
  },
  tryMail: { input: () => ({ body: { email: addressOf() } }), outside: "own" },
  tryWebhook: { input: () => ({}), outside: "own" },
  recipients: {
    input: async (world) => {
      for (const side of everywhere) await recipientAt(world, side);
      return {};
    },
    outside: "filtered",
  },
  addRecipient: { input: (world, side) => ({ body: { unitId: world.place(side).unit.id, email: addressOf(), kinds: ["offline"] } }), outside: "refersToMissing" },
  changeRecipient: {
    input: async (world, side) => ({ params: { id: (await recipientAt(world, side)).id }, body: { unitId: world.place(side).unit.id, email: addressOf(), kinds: null } }),
    outside: "notFound",
    smuggled: async (world) => [{ params: { id: (await recipientAt(world, "here")).id }, body: { unitId: world.place("there").unit.id, email: addressOf(), kinds: null } }],
  },
  removeRecipient: { input: async (world, side) => ({ params: { id: (await recipientAt(world, side)).id } }), outside: "notFound" },
};

/** A link to the wall of the place's unit. */
async function wallAt(world: World, side: Side): Promise<string> {
  const { staff } = world.place(side);
  return (await world.server.shares.create(staff, { title: world.name(side, "大屏"), expiresAt: noon + 86_400_000, shared: { what: "wall" } })).token;
}

export const wallFixtures: FixturesOf<typeof routes.wall> = {
  get: { input: () => ({}), outside: "filtered" },
  // Whoever holds a link sees what its maker's unit sees: it is made here, whoever calls.
  open: { input: async (world) => ({ params: { token: await wallAt(world, "here") } }), outside: "filtered" },
  poster: { input: async (world) => ({ params: { token: await wallAt(world, "here"), mediaId: world.place("here").media.id } }), outside: "own" },
};
