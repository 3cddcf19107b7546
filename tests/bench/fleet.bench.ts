/** What a change costs a county of ten thousand screens, beside asking the database once a screen. */
import type { BodyOf, routes } from "@yilu/contract";
import { capacity } from "@yilu/contract/schedule";
import { systemCaller } from "@yilu/server/caller.ts";
import { systemClock } from "@yilu/server/clock.ts";
import { parseEnv } from "@yilu/server/env.ts";
import { compile } from "@yilu/server/features/schedule/compile.ts";
import { ManifestService } from "@yilu/server/features/schedule/manifest-service.ts";
import { ScheduleRepository } from "@yilu/server/features/schedule/repository.ts";
import { startServer } from "@yilu/server/server.ts";
import { pino } from "pino";
import { seedFleet, type Fleet } from "./fleet.ts";
import { median, timed, type Figure } from "./table.ts";

const everyScreen = { include: { unit: true, groups: true } } as const;
const everyEntry = { include: { unit: true, targets: true }, orderBy: { id: "asc" } } as const;
const everyItem = { include: { items: { orderBy: { position: "asc" }, include: { media: { include: { file: true } } } } } } as const;

/** The naive way: for each screen ask for it, the entries and the playlists, and make its manifest by itself. */
async function oneByOne({ client, screenIds, entryIds }: Fleet, howMany: number, alsoFits: boolean): Promise<number> {
  const step = Math.floor(screenIds.length / howMany);
  const some = screenIds.filter((_, n) => n % step === 0).slice(0, howMany);
  const ms = await timed(async () => {
    for (const id of some) {
      const row = await client.screen.findUniqueOrThrow({ where: { id }, ...everyScreen });
      const entries = await client.scheduleEntry.findMany(everyEntry);
      const playlists = await client.playlist.findMany(everyItem);
      const units = await client.unit.findMany({ select: { id: true, path: true, name: true } });
      const { screens } = compile({ version: 0, screens: [row], members: row.groups, units, entries, playlists, campaigns: [] }, "naive");
      const manifest = screens.get(id)?.manifest;
      const entry = manifest?.entries.find((one) => one.id === entryIds[2]);
      if (alsoFits && manifest && entry) capacity(manifest, entry, Date.now(), Date.now() + 366 * 86_400_000);
    }
  });
  return (ms * screenIds.length) / some.length;
}

/** After one change of one unit's entry: equal content is one object, and what is not concerned keeps its revision. */
async function afterOneChange(fleet: Fleet): Promise<number> {
  const { client, entryIds, unitIds } = fleet;
  const manifests = new ManifestService(new ScheduleRepository(client), systemClock);
  const changed = entryIds[20] ?? "";
  const times: number[] = [];
  for (let run = 0; run < 5; run += 1) {
    const before = await manifests.current();
    await client.scheduleEntry.update({ where: { id: changed }, data: { maxPlaysPerHour: 100 + run } });
    await client.contentVersion.update({ where: { id: 1 }, data: { version: { increment: 1 } } });
    times.push(await timed(() => manifests.current()));
    const after = await manifests.current();
    const moved = [...after.screens].filter(([id, { manifest }]) => before.screens.get(id)?.manifest.revision !== manifest.revision).map(([id]) => id);
    const concerned = await client.screen.count({ where: { unitId: unitIds[20] ?? "" } });
    if (moved.length !== concerned) throw new Error(`${moved.length} revisions moved, ${concerned} screens are concerned`);
    const objects = new Set([...after.screens.values()].map(({ manifest }) => manifest));
    const revisions = new Set([...objects].map((manifest) => manifest.revision));
    if (objects.size !== revisions.size) throw new Error(`${objects.size} manifests are kept for ${revisions.size} contents`);
    if (run === 0) console.log(`  ${after.screens.size} screens share ${objects.size} manifests; the change concerned ${concerned}`);
  }
  return median(times);
}

/** Saving an entry that is for every screen, as the console does it, until it is answered. */
async function saving({ folder, rootId, entryIds }: Fleet): Promise<{ median: number; longest: number; deafMs: number }> {
  const env = parseEnv({ HOST: "127.0.0.1", PORT: "0", DATA_DIR: folder, LOG_LEVEL: "silent" });
  const server = await startServer(env, pino({ level: "silent" }), systemClock);
  let deafMs = 0;
  let heardAt = performance.now();
  const listening = setInterval(() => {
    deafMs = Math.max(deafMs, performance.now() - heardAt);
    heardAt = performance.now();
  }, 1);
  try {
    const caller = systemCaller(rootId, `/${rootId}/`);
    const id = entryIds[2] ?? "";
    const times: number[] = [];
    for (let run = 0; run < 7; run += 1) {
      const { id: _id, unitId: _unit, unitName: _name, playlistName: _list, screenCount, updatedAt: _at, ...entry } = await server.schedule.get(caller, id);
      if (screenCount < 1000) throw new Error(`only ${screenCount} screens`);
      const body: BodyOf<typeof routes.entries.change> = { ...entry, share: { kind: "percent", percent: 2 + run / 10 } };
      times.push(await timed(() => server.schedule.change(caller, id, body)));
      await new Promise((resolve) => setTimeout(resolve, 500)); // in which everybody is told
    }
    return { median: median(times), longest: Math.max(...times), deafMs };
  } finally {
    clearInterval(listening);
    await server.close();
  }
}

export async function fleetFigures(screens: number): Promise<Figure[]> {
  const fleet = await seedFleet(screens, Date.now());
  try {
    const sample = 50;
    const compiled = await afterOneChange(fleet);
    const saved = await saving(fleet);
    const each = { what: `one query a screen (${sample} asked, scaled)`, value: await oneByOne(fleet, sample, false) };
    const eachFits = { what: "one query and one capacity a screen (scaled)", value: await oneByOne(fleet, sample, true) };
    return [
      { what: `manifests of ${screens} screens after one change`, value: compiled, unit: "ms", bar: 5000, naive: each },
      { what: `saving an entry on ${screens} screens`, value: saved.median, unit: "ms", bar: 1000, naive: eachFits },
      { what: "  the longest of seven in a row", value: saved.longest, unit: "ms", bar: null, naive: null },
      { what: "  the longest that nobody else is answered meanwhile", value: saved.deafMs, unit: "ms", bar: null, naive: null },
    ];
  } finally {
    await fleet.close();
  }
}
