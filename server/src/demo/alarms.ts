import type { AlarmDetail } from "@yilu/contract";
import type { Database } from "@yilu/prisma";
import { newId } from "../random.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const megabyte = 1024 * 1024;

/** Screens that no simulator plays, so that something is always the matter: by a part of their names. */
const quiet = { wall: "岣嵝乡政府门口", coach: "湘D·A1952", bus: "湘D·0326D" } as const;

export const isQuiet = (name: string): boolean => Object.values(quiet).some((part) => name.includes(part));

interface Story {
  /** Part of the screen's name. */
  screen: string;
  detail: AlarmDetail;
  raisedAt: number;
  clearedAt?: number;
  taken?: { at: number; by: string; note: string };
}

function stories(now: number): Story[] {
  const yesterday = new Date(now - dayMs).toISOString().slice(0, 10);
  return [
    { screen: quiet.bus, detail: { kind: "storageLow", freeBytes: 160 * megabyte, quotaBytes: 4_000 * megabyte, persistent: true }, raisedAt: now - 5 * hourMs },
    { screen: quiet.wall, detail: { kind: "offline", lastSeenAt: now - 3 * hourMs }, raisedAt: now - 150 * minuteMs },
    { screen: quiet.coach, detail: { kind: "offline", lastSeenAt: now - 51 * hourMs }, raisedAt: now - 27 * hourMs, taken: { at: now - 24 * hourMs, by: "李静", note: "在修理厂，周五出厂" } },
    { screen: "湘D·0205D", detail: { kind: "planMissed", date: yesterday, planned: 612, delivered: 431 }, raisedAt: now - 20 * hourMs, clearedAt: now - 14 * hourMs },
    { screen: "湘D·0809D", detail: { kind: "clockUntrusted", reportedAt: now - 2 * dayMs }, raisedAt: now - 2 * dayMs, clearedAt: now - 2 * dayMs + 12 * minuteMs },
    { screen: "渣江镇文化广场", detail: { kind: "playbackFailing", failedItems: 4, lostPlays: 0 }, raisedAt: now - 3 * dayMs, clearedAt: now - 3 * dayMs + 95 * minuteMs, taken: { at: now - 3 * dayMs + 20 * minuteMs, by: "李静", note: "重启播放端，重新下载后正常" } },
  ];
}

/**
 * What the quiet screens last said, and the alarms of the last days. To be written once the quiet screens have their
 * players: what is written agrees with what the server finds by itself from then on.
 */
export async function seedAlarms(client: Database, now: number): Promise<void> {
  // As if this server had watched all the while: else the silence of before its first start would be nobody's.
  const value = JSON.stringify({ evaluatedAt: now, outages: [] });
  await client.setting.upsert({ where: { key: "alarms.watch" }, create: { key: "alarms.watch", value }, update: { value } });
  const named = async (part: string): Promise<string> => (await client.screen.findFirstOrThrow({ where: { name: { contains: part } } })).id;
  const well = { revision: null, download: null, playing: null, cacheUsedBytes: 420 * megabyte, cacheQuotaBytes: 4_000 * megabyte, persistent: true, ledgerHead: 0, unsentPlays: 0, clock: "synced", droppedFrames: 0, failedItems: 0 };
  const last = [
    { screen: quiet.wall, lastSeenAt: now - 3 * hourMs, report: well },
    { screen: quiet.coach, lastSeenAt: now - 51 * hourMs, report: well },
    { screen: quiet.bus, lastSeenAt: now - 25 * minuteMs, report: { ...well, cacheUsedBytes: 3_840 * megabyte } },
  ];
  for (const { screen, lastSeenAt, report } of last) {
    const data = { lastSeenAt: BigInt(lastSeenAt), onlineUntil: 0n, report };
    const screenId = await named(screen);
    await client.screenStatus.upsert({ where: { screenId }, create: { screenId, ...data }, update: data });
  }
  for (const { screen, detail, raisedAt, clearedAt, taken } of stories(now)) {
    const screenId = await named(screen);
    await client.alarm.create({
      data: {
        id: newId(),
        screenId,
        kind: detail.kind,
        openKey: clearedAt === undefined ? `${screenId}:${detail.kind}` : null,
        raisedAt: BigInt(raisedAt),
        clearedAt: clearedAt === undefined ? null : BigInt(clearedAt),
        detail,
        ...(taken === undefined ? {} : { acknowledgedAt: BigInt(taken.at), acknowledgedBy: taken.by, note: taken.note }),
      },
    });
  }
}
