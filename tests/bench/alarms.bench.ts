/** What looking at every screen costs, as it is done once a minute, beside asking the database once a screen. */
import { defaultAlarmRules } from "@yilu/contract";
import { openReader } from "@yilu/prisma";
import { systemClock } from "@yilu/server/clock.ts";
import { UnitOfWork } from "@yilu/server/database/unit-of-work.ts";
import { EventBus } from "@yilu/server/events.ts";
import { FactsRepository } from "@yilu/server/features/alarms/facts.repository.ts";
import { AlarmsRepository } from "@yilu/server/features/alarms/repository.ts";
import { AlarmSettingsRepository } from "@yilu/server/features/alarms/settings.repository.ts";
import { AlarmWatch } from "@yilu/server/features/alarms/watch-service.ts";
import { ManifestService } from "@yilu/server/features/schedule/manifest-service.ts";
import { ScheduleRepository } from "@yilu/server/features/schedule/repository.ts";
import { join } from "node:path";
import { wellReport } from "../support/alarm-desk.ts";
import { seedFleet, type Fleet } from "./fleet.ts";
import { timed, type Figure } from "./table.ts";

const minute = 60_000;
const day = 24 * 60 * minute;
const sample = 200;

/** Reports, ledgers and two days of plans: a tenth is off, one in twenty has something the matter. */
async function live({ client, screenIds }: Fleet, now: number): Promise<void> {
  const date = (at: number) => new Date(at).toISOString().slice(0, 10);
  for (let from = 0; from < screenIds.length; from += 500) {
    const some = screenIds.slice(from, from + 500).map((screenId, index) => ({ screenId, n: from + index }));
    await client.screenStatus.createMany({
      data: some.map(({ screenId, n }) => ({
        screenId,
        lastSeenAt: BigInt(n % 10 === 3 ? now - (n % 300) * 10 * minute : now),
        onlineUntil: BigInt(n % 10 === 3 ? 0 : now + day),
        report: { ...wellReport, playing: { mediaId: `m${n % 36}`, entryId: `e${n % 50}`, startedAt: now }, cacheUsedBytes: n % 40 === 7 ? 9_990 * 1024 * 1024 : wellReport.cacheUsedBytes, download: n % 40 === 7 ? null : wellReport.download, clock: n % 60 === 11 ? "estimated" : "synced" },
        ledgerId: `l${n}`,
        ledgerHead: 5_000,
      })),
    });
    await client.ledger.createMany({ data: some.map(({ screenId, n }) => ({ screenId, ledgerId: `l${n}`, receivedTo: 5_000 - (n % 7), received: 5_000, conflictAt: n % 500 === 1 ? BigInt(now - minute) : null })) });
    await client.screenAssignment.createMany({ data: some.map(({ screenId, n }) => ({ key: n + 1, screenId, screenName: screenId, unitId: "u", unitPath: "/u/", kind: "bus", timeZone: "Asia/Shanghai", fromAt: 0n })) });
    await client.screenDay.createMany({ data: some.flatMap(({ n }) => [now - day, now].map((at) => ({ assignmentKey: n + 1, date: date(at), planned: 900_000n, completed: n % 100 === 17 ? 300 : 880 }))) });
  }
}

export async function alarmFigures(screens: number): Promise<Figure[]> {
  const now = Date.now();
  const fleet = await seedFleet(screens, now);
  const { client, folder } = fleet;
  const reader = openReader(`file:${join(folder, "yilu.db")}`, client);
  try {
    await live(fleet, now);
    const manifests = new ManifestService(new ScheduleRepository(client), systemClock);
    await manifests.current(); // made once, and kept while nothing changes
    const questions = { few: FactsRepository.ofFew(client, "sqlite"), many: FactsRepository.ofMany(reader, "sqlite") };
    const fail = (error: unknown) => {
      throw error;
    };
    const watch = new AlarmWatch(new AlarmsRepository(client, "sqlite"), questions, new AlarmSettingsRepository(client), { rules: () => Promise.resolve(defaultAlarmRules) }, manifests, new UnitOfWork(client), new EventBus(fail), systemClock, [], fail);
    // Somebody watched until a minute ago.
    await client.setting.create({ data: { key: "alarms.watch", value: JSON.stringify({ evaluatedAt: now - minute, outages: [] }) } });
    let raised = 0;
    const first = await timed(async () => (raised = (await watch.evaluate()).raised));
    const times: number[] = [];
    let deafMs = 0;
    let heardAt = performance.now();
    const listening = setInterval(() => {
      deafMs = Math.max(deafMs, performance.now() - heardAt);
      heardAt = performance.now();
    }, 1);
    for (let run = 0; run < 7; run += 1) times.push(await timed(() => watch.evaluate()));
    clearInterval(listening);
    const alone = await timed(async () => {
      for (const id of fleet.screenIds.slice(0, sample)) {
        await questions.few.facts({ ids: [id] });
        await questions.few.current([id]);
      }
    });
    const reported = await timed(() => watch.look(fleet.screenIds.slice(0, sample)));
    console.log(`  ${screens} screens, ${raised} alarms`);
    await watch.close();
    return [
      { what: `alarms of ${screens} screens looked at`, value: Math.min(...times), unit: "ms", bar: 1000, naive: { what: `two queries a screen (${sample} asked, scaled)`, value: (alone * screens) / sample } },
      { what: "  the first time, with all of them raised", value: first, unit: "ms", bar: null, naive: null },
      { what: "  the longest that nobody else is answered meanwhile", value: deafMs, unit: "ms", bar: null, naive: null },
      { what: `  ${sample} that have just reported`, value: reported, unit: "ms", bar: null, naive: null },
    ];
  } finally {
    await reader.close();
    await fleet.close();
  }
}
