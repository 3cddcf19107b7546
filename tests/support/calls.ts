import { reportBy, routes, securityPresets, type AnyEndpoint, type BodyOf } from "@yilu/contract";
import { alarmFixtures, alarmSettingsFixtures, wallFixtures } from "./alarm-calls.ts";
import { campaignFixtures, shareFixtures } from "./campaign-calls.ts";
import { enrolmentFixtures, importFixtures } from "./enrolment-calls.ts";
import type { Fixture, FixturesOf } from "./fixture.ts";
import { evidenceFixtures, remoteFixtures } from "./remote-calls.ts";
import { testPassword } from "./server.ts";
import { entryBody, noon, screenBody, type Side, type World } from "./world.ts";

export type { Fixture, Input } from "./fixture.ts";

type Routes = typeof routes;
type Fixtures = { [F in keyof Routes]: FixturesOf<Routes[F]> };

const nextPassword = "horse-battery-43";
const days = { from: "2026-06-24", to: "2026-06-27" };

const filteredBy = (world: World) => {
  const there = world.place("there");
  return { unitId: there.unit.id, screenId: there.screen.id, mediaId: there.media.id, groupId: there.group.id };
};

async function screenChange(world: World, side: Side) {
  const { id, version } = await world.screen(side);
  return { params: { id }, body: { ...screenBody(world.name(side, "车"), world.place(side).unit.id), version } };
}

async function entryChange(world: World, side: Side) {
  const { id, version, playlistId } = await world.entry(side);
  return { params: { id }, body: { ...entryBody(world.name(side, "排期"), playlistId, [{ kind: "screen" as const, screenId: world.place(side).screen.id }]), version } };
}

/** An entry with dates, which can be copied to others. */
function dated(world: World, side: Side) {
  const { staff, playlist, screen } = world.place(side);
  return world.server.schedule.create(staff, { ...entryBody(world.name(side, "排期"), playlist.id, [{ kind: "screen", screenId: screen.id }]), startDate: "2026-07-01", endDate: "2026-07-02" });
}

function emergencyBody(world: World, side: Side): BodyOf<Routes["emergencies"]["start"]> {
  const { playlist, screen } = world.place(side);
  return { name: world.name(side, "紧急"), playlistId: playlist.id, minutes: 10, include: [{ kind: "screen", screenId: screen.id }], exclude: [] };
}

const emergencyAt = (world: World, side: Side) => world.server.schedule.startEmergency(world.place(side).staff, emergencyBody(world, side));

async function playlistChange(world: World, side: Side) {
  const { id, version } = await world.playlist(side);
  return { params: { id }, body: { name: world.name(side, "列表"), items: [{ mediaId: world.place(side).media.id, durationMs: 5_000 }], version } };
}

async function userChange(world: World, side: Side) {
  const { id, version } = await world.user(side);
  return { params: { id }, body: { displayName: world.name(side, "人"), role: "operator" as const, unitId: world.place(side).unit.id, disabled: false, version } };
}

function newEntry(world: World, side: Side): BodyOf<Routes["entries"]["create"]> {
  const { unit, playlist, screen } = world.place(side);
  return { ...entryBody(world.name(side, "排期"), playlist.id, [{ kind: "screen", screenId: screen.id }]), unitId: unit.id };
}

/** Ways to point an entry at another unit's things. */
function astray<B extends Pick<ReturnType<typeof entryBody>, "playlistId" | "include" | "exclude">>(world: World, body: B): B[] {
  const there = world.place("there");
  const targets = [
    { kind: "unit" as const, unitId: there.unit.id },
    { kind: "group" as const, groupId: there.group.id },
    { kind: "screen" as const, screenId: there.screen.id },
  ];
  return [{ ...body, playlistId: there.playlist.id }, ...targets.flatMap((target) => [{ ...body, include: [...body.include, target] }, { ...body, exclude: [target] }])];
}

/** Media whose bytes the players of the place show; of the unit above one that is not approved, since approved ones are shared. */
async function bytesAt(world: World, side: Side) {
  return { params: { sha256: side === "above" ? (await world.pending(side)).sha256 : world.place(side).media.sha256 } };
}

/** Reports about another unit's things. */
function astrayReports(world: World) {
  const { unitId, screenId, mediaId } = filteredBy(world);
  return [{ unitId }, { screenId }, { mediaId }].map((filter) => ({ ...days, ...filter }));
}

async function codeFor(world: World) {
  return { code: (await world.server.pairing.offer("https://yilu.example")).code };
}

/** One for every endpoint: the type says when one is missing. */
export const fixtures: Fixtures = {
  audit: {
    list: { input: () => ({ query: { pageSize: 200 } }), outside: "filtered" },
    csv: { input: () => ({}), outside: "filtered" },
    verify: { input: () => ({}), outside: "filtered", nameless: true },
  },
  search: { everywhere: { input: () => ({ query: { q: "地" } }), outside: "filtered", nameless: true } },
  security: {
    policy: { input: () => ({}), outside: "own" },
    changePolicy: { input: () => ({ body: securityPresets.standard }), outside: "own" },
    sessions: { input: () => ({}), outside: "own" },
    endSession: { input: () => ({ params: { id: "0".repeat(64) } }), outside: "own" },
    sessionsOf: { input: async (world, side) => ({ params: { id: (await world.user(side)).id } }), outside: "notFound" },
    endSessionsOf: { input: async (world, side) => ({ params: { id: (await world.user(side)).id } }), outside: "notFound" },
  },
  session: {
    signIn: { input: async (world, side) => ({ body: { username: (await world.user(side)).username, password: testPassword } }), outside: "own", endsSession: true },
    me: { input: () => ({}), outside: "own" },
    signOut: { input: () => ({}), outside: "own", endsSession: true },
    changePassword: { input: () => ({ body: { current: testPassword, next: nextPassword } }), outside: "own", endsSession: true },
  },
  units: {
    list: { input: () => ({}), outside: "filtered" },
    create: { input: (world, side) => ({ body: { name: world.name(side, "单位"), kind: "operator", parentId: world.place(side).unit.id, code: null } }), outside: "refersToMissing" },
    change: {
      input: async (world, side) => {
        const { id, version } = await world.unit(side);
        return { params: { id }, body: { name: world.name(side, "单位"), code: null, version } };
      },
      // A unit made below the root is a sibling, and not reachable either.
      outside: "notFound",
    },
    remove: { input: async (world, side) => ({ params: { id: (await world.unit(side)).id } }), outside: "notFound" },
  },
  users: {
    list: { input: () => ({ query: { pageSize: 200 } }), outside: "filtered", smuggled: (world) => [{ query: { unitId: filteredBy(world).unitId } }] },
    create: {
      input: (world, side) => ({ body: { username: world.username(), displayName: world.name(side, "人"), role: "operator", unitId: world.place(side).unit.id } }),
      outside: "refersToMissing",
    },
    change: {
      input: userChange,
      outside: "notFound",
      smuggled: async (world) => {
        const { params, body } = await userChange(world, "here");
        return [{ params, body: { ...body, unitId: filteredBy(world).unitId } }];
      },
    },
    resetPassword: { input: async (world, side) => ({ params: { id: (await world.user(side)).id } }), outside: "notFound" },
  },
  media: {
    list: { input: () => ({ query: { pageSize: 200 } }), outside: "filtered", smuggled: (world) => [{ query: { unitId: filteredBy(world).unitId } }] },
    get: { input: async (world, side) => ({ params: { id: (await world.pending(side)).id } }), outside: "notFound" },
    change: {
      input: async (world, side) => {
        const { id, version } = await world.pending(side);
        return { params: { id }, body: { title: world.name(side, "图"), level: "provincial", validFrom: null, validUntil: null, version } };
      },
      outside: "notFound",
      // What waits there was sent in by another of that unit: an operator mends only what is of the own one, a reviewer only the own upload.
      forbidden: (role, side) => role === "reviewer" || (role === "operator" && side === "below"),
    },
    remove: { input: async (world, side) => ({ params: { id: (await world.pending(side)).id } }), outside: "notFound" },
    decide: {
      input: async (world, side) => {
        const { id, sha256 } = await world.pending(side);
        return { params: { id }, body: { sha256, decision: "approve", reason: "" } };
      },
      outside: "notFound",
    },
    policy: { input: () => ({}), outside: "own" },
    changePolicy: { input: () => ({ body: { steps: 1, remindDays: 7 } }), outside: "own" },
    file: { input: bytesAt, outside: "notFound" },
    poster: { input: bytesAt, outside: "notFound" },
  },
  playlists: {
    list: { input: () => ({ query: { pageSize: 200 } }), outside: "filtered", smuggled: (world) => [{ query: { unitId: filteredBy(world).unitId } }] },
    get: { input: (world, side) => ({ params: { id: world.place(side).playlist.id } }), outside: "notFound" },
    create: {
      input: (world, side) => ({ body: { name: world.name(side, "列表"), unitId: world.place(side).unit.id, items: [{ mediaId: world.place(side).media.id, durationMs: 5_000 }] } }),
      outside: "refersToMissing",
      smuggled: (world) => [{ body: { name: world.name("here", "列表"), items: [{ mediaId: filteredBy(world).mediaId, durationMs: null }] } }],
    },
    change: {
      input: playlistChange,
      outside: "notFound",
      smuggled: async (world) => {
        const { params, body } = await playlistChange(world, "here");
        return [{ params, body: { ...body, items: [...body.items, { mediaId: filteredBy(world).mediaId, durationMs: null }] } }];
      },
    },
    remove: { input: async (world, side) => ({ params: { id: (await world.playlist(side)).id } }), outside: "notFound" },
  },
  entries: {
    list: { input: () => ({ query: { pageSize: 200 } }), outside: "filtered", smuggled: (world) => [{ query: { unitId: filteredBy(world).unitId } }] },
    get: { input: (world, side) => ({ params: { id: world.place(side).entry.id } }), outside: "notFound" },
    create: {
      input: (world, side) => ({ body: newEntry(world, side) }),
      outside: "refersToMissing",
      smuggled: (world) => astray(world, newEntry(world, "here")).map((body) => ({ body })),
    },
    change: {
      input: entryChange,
      outside: "notFound",
      smuggled: async (world) => {
        const { params, body } = await entryChange(world, "here");
        return astray(world, body).map((one) => ({ params, body: one }));
      },
    },
    remove: { input: async (world, side) => ({ params: { id: (await world.entry(side)).id } }), outside: "notFound" },
    preview: {
      input: (world, side) => ({ params: { id: world.place(side).screen.id }, query: { from: noon, to: noon + 300_000 } }),
      outside: "notFound",
    },
  },
  planning: {
    check: {
      input: (world, side) => ({ body: { ...newEntry(world, side), id: null } }),
      outside: "refersToMissing",
      smuggled: (world) => astray(world, { ...newEntry(world, "here"), id: null }).map((body) => ({ body })),
    },
    copy: {
      input: async (world, side) => ({ body: { entryIds: [(await dated(world, side)).id], startDate: "2026-08-01", suffix: "再" } }),
      outside: "refersToMissing",
      smuggled: async (world) => {
        const [own, other] = [await dated(world, "here"), await dated(world, "there")];
        return [{ body: { entryIds: [own.id, other.id], startDate: "2026-08-01", suffix: "再" } }];
      },
    },
    explain: { input: (world, side) => ({ params: { id: world.place(side).screen.id }, query: { at: noon } }), outside: "notFound" },
    minute: {
      input: () => ({ query: { at: noon } }),
      outside: "filtered",
      smuggled: (world) => [{ query: { at: noon, unitId: filteredBy(world).unitId } }, { query: { at: noon, groupId: filteredBy(world).groupId } }],
    },
    timeline: {
      input: () => ({ query: { from: noon, to: noon + 3_600_000 } }),
      outside: "filtered",
      smuggled: (world) => {
        const { unitId, groupId } = filteredBy(world);
        return [{ unitId }, { groupId }].map((filter) => ({ query: { from: noon, to: noon + 3_600_000, ...filter } }));
      },
    },
  },
  emergencies: {
    list: {
      input: async (world) => {
        for (const side of ["here", "below", "there"] as const) await emergencyAt(world, side);
        return {};
      },
      outside: "filtered",
    },
    start: {
      input: (world, side) => ({ body: emergencyBody(world, side) }),
      outside: "refersToMissing",
      smuggled: (world) => astray(world, emergencyBody(world, "here")).map((body) => ({ body })),
    },
    stop: { input: async (world, side) => ({ params: { id: (await emergencyAt(world, side)).id } }), outside: "notFound" },
  },
  screens: {
    list: {
      input: () => ({ query: { pageSize: 200 } }),
      outside: "filtered",
      smuggled: (world) => [{ query: { unitId: filteredBy(world).unitId } }, { query: { groupId: filteredBy(world).groupId } }],
    },
    get: { input: (world, side) => ({ params: { id: world.place(side).screen.id } }), outside: "notFound" },
    create: {
      input: (world, side) => ({ body: screenBody(world.name(side, "车"), world.place(side).unit.id) }),
      outside: "refersToMissing",
      smuggled: (world) => [{ body: { ...screenBody(world.name("here", "车"), world.place("here").unit.id), groupIds: [filteredBy(world).groupId] } }],
    },
    change: {
      input: screenChange,
      outside: "notFound",
      smuggled: async (world) => {
        const { params, body } = await screenChange(world, "here");
        const { unitId, groupId } = filteredBy(world);
        return [{ params, body: { ...body, unitId } }, { params, body: { ...body, groupIds: [groupId] } }];
      },
    },
    remove: { input: async (world, side) => ({ params: { id: (await world.screen(side)).id } }), outside: "notFound" },
    pair: { input: async (world, side) => ({ params: { id: (await world.screen(side)).id }, body: await codeFor(world) }), outside: "notFound" },
    rotateToken: { input: (world, side) => ({ params: { id: world.place(side).screen.id } }), outside: "notFound" },
    revokeToken: {
      input: async (world, side) => {
        const screen = await world.screen(side);
        await world.token(screen);
        return { params: { id: screen.id } };
      },
      outside: "notFound",
    },
  },
  groups: {
    list: { input: () => ({}), outside: "filtered" },
    create: { input: (world, side) => ({ body: { name: world.name(side, "组"), unitId: world.place(side).unit.id } }), outside: "refersToMissing" },
    change: {
      input: async (world, side) => {
        const { id, version } = await world.group(side);
        return { params: { id }, body: { name: world.name(side, "组"), version } };
      },
      outside: "notFound",
    },
    remove: { input: async (world, side) => ({ params: { id: (await world.group(side)).id } }), outside: "notFound" },
  },
  player: {
    offerPairing: { input: () => ({ body: {} }), outside: "own" },
    claimPairing: {
      input: async (world) => {
        const { code, secret } = await world.server.pairing.offer("https://yilu.example");
        return { body: { code, secret } };
      },
      outside: "own",
    },
    manifest: { input: () => ({}), outside: "own" },
  },
  reports: {
    plays: {
      input: () => ({ query: { ...days, by: "screen" } }),
      outside: "filtered",
      smuggled: (world) =>
        reportBy.options.flatMap((by) => astrayReports(world).map((query) => ({ query: { ...query, by } }))),
    },
    playsCsv: {
      input: () => ({ query: { ...days, by: "screen" } }),
      outside: "filtered",
      smuggled: (world) => {
        return astrayReports(world).map((query) => ({ query: { ...query, by: "screen" } }));
      },
    },
    playsXlsx: { input: () => ({ query: { ...days, by: "screen" } }), outside: "filtered", nameless: true, smuggled: (world) => astrayReports(world).map((query) => ({ query: { ...query, by: "screen" } })) },
    heat: { input: () => ({ query: days }), outside: "filtered", nameless: true, smuggled: (world) => astrayReports(world).map((query) => ({ query })) },
    books: { input: () => ({ query: days }), outside: "filtered", smuggled: (world) => [{ query: { ...days, unitId: filteredBy(world).unitId } }, { query: { ...days, screenId: filteredBy(world).screenId } }] },
    booksCsv: { input: () => ({ query: { ...days, columns: "unitName,counted" } }), outside: "filtered", smuggled: (world) => [{ query: { ...days, unitId: filteredBy(world).unitId } }, { query: { ...days, screenId: filteredBy(world).screenId } }] },
    booksXlsx: {
      input: () => ({ query: { ...days, sort: "missing", order: "desc" } }),
      outside: "filtered",
      nameless: true,
      smuggled: (world) => [{ query: { ...days, unitId: filteredBy(world).unitId } }, { query: { ...days, screenId: filteredBy(world).screenId } }],
    },
    overview: { input: () => ({}), outside: "filtered", nameless: true },
  },
  campaigns: campaignFixtures,
  shares: shareFixtures,
  enrolments: enrolmentFixtures,
  imports: importFixtures,
  remote: remoteFixtures,
  evidence: evidenceFixtures,
  alarms: alarmFixtures,
  alarmSettings: alarmSettingsFixtures,
  wall: wallFixtures,
};

/** What a call carries, when it does not matter of which endpoint. */
export interface AnyInput {
  params?: object;
  query?: object;
  body?: unknown;
}

export interface NamedCall {
  name: string;
  endpoint: AnyEndpoint;
  fixture: {
    input(world: World, side: Side): AnyInput | Promise<AnyInput>;
    outside: Fixture<AnyEndpoint>["outside"];
    forbidden?: NonNullable<Fixture<AnyEndpoint>["forbidden"]>;
    smuggled?(world: World): AnyInput[] | Promise<AnyInput[]>;
    nameless?: true;
    endsSession?: true;
  };
}

/** Every endpoint of the contract with its fixture. @throws when one has none */
export function everyCall(): NamedCall[] {
  return Object.entries(routes).flatMap(([feature, calls]) =>
    Object.entries<AnyEndpoint>(calls).map(([call, endpoint]) => {
      const name = `${feature}.${call}`;
      const known: Record<string, Record<string, unknown>> = fixtures;
      const fixture = known[feature]?.[call];
      if (fixture === undefined) throw new Error(`no fixture for ${name}: add one to tests/support/calls.ts`);
      return { name, endpoint, fixture: fixture as NamedCall["fixture"] }; // made for this very endpoint, as Fixtures demands
    }),
  );
}

/** Path and query of a call. */
export function addressOf(endpoint: AnyEndpoint, { params = {}, query = {} }: AnyInput): string {
  const values = new Map(Object.entries(params).map(([key, value]) => [key, encodeURIComponent(String(value))]));
  const path = endpoint.path.replaceAll(/:([a-zA-Z0-9]+)/g, (_, key: string) => values.get(key) ?? "");
  const search = new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)])).toString();
  return search === "" ? path : `${path}?${search}`;
}
