import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openDatabase, type Database } from "@yilu/prisma";
import { newId, newSecret, sha256Hex } from "@yilu/server/random.ts";

const prismaFolder = fileURLToPath(new URL("../../prisma", import.meta.url));
const units = 40;
const groups = 30;
const entries = 50;
const chunk = 500;

export interface Fleet {
  folder: string;
  client: Database;
  rootId: string;
  screenIds: string[];
  /** Players' tokens, in use, in the order of `screenIds`. */
  tokens: string[];
  entryIds: string[];
  unitIds: string[];
  close(): Promise<void>;
}

/** A data folder that a server has not been started on yet: an empty, migrated SQLite database. */
export async function newFolder(): Promise<{ folder: string; client: Database; close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "yilu-bench-"));
  const database = openDatabase(`file:${join(folder, "yilu.db")}`, prismaFolder);
  await database.migrate();
  return {
    folder,
    client: database.client,
    close: async () => {
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function inChunks<T>(rows: readonly T[], insert: (some: T[]) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < rows.length; at += chunk) await insert(rows.slice(at, at + chunk));
}

const range = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));

/** A county with so many screens in 40 units and 30 groups, 12 playlists of video and 50 entries with every kind of target. */
export async function seedFleet(screens: number, now: number): Promise<Fleet> {
  const { folder, client, close } = await newFolder();
  const rootId = newId();
  const unitIds = range(units, newId);
  const groupIds = range(groups, newId);
  const at = BigInt(now);
  await client.unit.create({ data: { id: rootId, name: "某县", kind: "bureau", path: `/${rootId}/` } });
  await client.unit.createMany({ data: unitIds.map((id, n) => ({ id, name: `单位${n}`, kind: "operator", parentId: rootId, path: `/${rootId}/${id}/` })) });
  await client.screenGroup.createMany({ data: groupIds.map((id, n) => ({ id, name: `组${n}`, unitId: rootId })) });
  const userId = newId();
  await client.user.create({ data: { id: userId, username: "bench", displayName: "量", role: "administrator", unitId: rootId, passwordHash: "", createdAt: at } });

  const screenIds = range(screens, newId);
  const tokens = range(screens, newSecret);
  const rows = screenIds.map((id, n) => {
    const kind = n % 10 < 7 ? "bus" : n % 10 < 9 ? "coach" : "led";
    const [widthPx, heightPx] = kind === "led" && n % 20 === 9 ? [1080, 1920] : [1920, 1080];
    return { id, unitId: unitIds[n % units] ?? rootId, kind, name: `屏${n}`, line: `${n % 60}路`, widthPx, heightPx, timeZone: "Asia/Shanghai", tags: [], createdAt: at };
  });
  await inChunks(rows, (data) => client.screen.createMany({ data }));
  const members = screenIds.flatMap((screenId, n) => (n % 3 === 0 ? [{ screenId, groupId: groupIds[n % groups] ?? "" }] : []));
  await inChunks(members, (data) => client.screenGroupMember.createMany({ data }));
  const tokenRows = screenIds.map((screenId, n) => ({ screenId, tokenSha256: sha256Hex(tokens[n] ?? ""), createdAt: at, usedAt: at }));
  await inChunks(tokenRows, (data) => client.playerToken.createMany({ data }));

  const mediaIds = range(36, newId);
  const files = mediaIds.map((id, n) => ({ sha256: sha256Hex(id), bytes: 12_000_000n, mimeType: "video/mp4", kind: "video", durationMs: 12_000 + 1500 * (n % 7), widthPx: 1920, heightPx: 1080, chunkSha256s: range(12, (k) => sha256Hex(`${id} ${k}`)), createdAt: at }));
  await client.mediaFile.createMany({ data: files });
  await client.media.createMany({ data: mediaIds.map((id, n) => ({ id, unitId: rootId, title: `片${n}`, level: "county", status: "approved", sha256: sha256Hex(id), sourceSha256: sha256Hex(id), uploaderId: userId, createdAt: at })) });
  const playlistIds = range(12, newId);
  await client.playlist.createMany({ data: playlistIds.map((id, n) => ({ id, unitId: rootId, name: `列表${n}`, updatedAt: at })) });
  const items = playlistIds.flatMap((playlistId, n) => range(3 + (n % 4), (position) => ({ id: newId(), playlistId, position, mediaId: mediaIds[(3 * n + position) % mediaIds.length] ?? "" })));
  await client.playlistItem.createMany({ data: items });

  const entryIds = range(entries, newId);
  const everyDay = [1, 2, 3, 4, 5, 6, 7];
  await client.scheduleEntry.createMany({
    data: entryIds.map((id, n) => ({
      ...{ id, unitId: rootId, name: `排期${n}`, playlistId: playlistIds[n % playlistIds.length] ?? "", tier: n === 0 ? "default" : n === 1 ? "takeover" : "regular", updatedAt: at, start: "soft" },
      ...(n === 1 ? { startDate: "2026-06-26", endDate: "2026-06-26" } : { startDate: "2026-01-01", endDate: "2028-12-31" }),
      exceptDates: n % 7 === 0 ? ["2026-06-10"] : [],
      dayparts: n % 3 === 0 ? [] : [{ days: everyDay, from: `0${5 + (n % 4)}:00`, to: `${17 + (n % 5)}:30` }],
      share: n % 5 === 2 ? { kind: "percent", percent: 2 } : { kind: "fill", weight: 1 + (n % 4) },
      maxPlaysPerHour: n % 11 === 5 ? 6 : null,
    })),
  });
  const targets = entryIds.flatMap((entryId, n) => {
    const one = (kind: string, ref: string, excluded = false, position = 0) => ({ id: newId(), entryId, position, excluded, kind, ref });
    if (n < 10) return [one("all", "")];
    if (n < 20) return [one("screenKind", n % 2 === 0 ? "bus" : "led"), one("group", groupIds[n % groups] ?? "", true, 1)];
    if (n < 35) return [one("unit", unitIds[n % units] ?? "")];
    return [one("group", groupIds[n % groups] ?? ""), one("unit", unitIds[n % units] ?? "", false, 1)];
  });
  await client.entryTarget.createMany({ data: targets });
  await client.contentVersion.create({ data: { id: 1, version: 1n } });
  return { folder, client, rootId, screenIds, tokens, entryIds, unitIds, close };
}
