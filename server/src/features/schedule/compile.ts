import * as contract from "@yilu/contract";
import type { Manifest } from "@yilu/contract";
import * as z from "zod/mini";
import { canonicalJson } from "../../canonical-json.ts";
import { sha256Hex } from "../../random.ts";
import { itemDurationMs } from "../playlists/presenter.ts";
import { orderOf, settingsOf } from "../screens/presenter.ts";
import { scheduleEntryOf } from "./presenter.ts";
import type { Content } from "./repository.ts";
import { isTargeted, type TargetedScreen } from "./targets.ts";

/** A manifest without what differs between equal screens. */
export type SharedManifest = Omit<Manifest, "screenId" | "generatedAt" | "horizonEnd">;

export interface CompiledScreen extends TargetedScreen {
  name: string;
  line: string | null;
  unitName: string;
  manifest: SharedManifest;
}

export interface MediaLabel {
  title: string;
  level: contract.Level;
  posterUrl: string;
}

/** Everything that every screen should play, as of one content version. */
export interface Compiled {
  /** Content version and day it was made for; another key means it is stale. */
  key: string;
  screens: ReadonlyMap<string, CompiledScreen>;
  /** Media of all manifests. */
  media: ReadonlyMap<string, MediaLabel>;
  /** Entries of all manifests. */
  entries: ReadonlyMap<string, { name: string; unitPath: string; screenCount: number }>;
  units: ReadonlyMap<string, string>;
}

const chunkList = z.array(contract.sha256);
const entryIdList = z.array(z.string());

/**
 * Makes the manifests of all screens. Screens with the same zone, shape and entries share one manifest object, so
 * ten thousand equal buses cost one; and targets are asked once for all screens that no target can tell apart.
 */
export function compile(content: Content, key: string): Compiled {
  const units = new Map(content.units.map((unit) => [unit.id, unit]));
  const unitPaths = new Map(content.units.map((unit) => [unit.id, unit.path]));
  const rules = content.entries.map((row) => ({ row, unitPath: row.unit.path, targets: row.targets }));
  const playlists = new Map(content.playlists.map((playlist) => [playlist.id, playlist]));
  const groupsOf = new Map<string, string[]>();
  for (const { screenId, groupId } of content.members) groupsOf.set(screenId, [...(groupsOf.get(screenId) ?? []), groupId]);
  const named = new Set(content.entries.flatMap((row) => row.targets.flatMap(({ kind, ref }) => (kind === "screen" ? [ref] : []))));
  const media = new Map<string, MediaLabel>();
  for (const playlist of content.playlists) {
    for (const { media: one } of playlist.items) {
      media.set(one.id, { title: one.title, level: contract.level.parse(one.level), posterUrl: `/api/posters/${one.sha256 ?? one.sourceSha256}` });
    }
  }
  const shared = new Map<string, SharedManifest>();
  const aims = new Map<string, Content["entries"]>();
  const screens = new Map<string, CompiledScreen>();
  const campaigns = content.campaigns.map(({ entryIds, evidencePerDay }) => ({ entryIds: new Set(entryIdList.parse(entryIds)), perDay: evidencePerDay }));
  const counts = new Map<SharedManifest, number>();

  for (const row of content.screens) {
    const unit = units.get(row.unitId);
    if (unit === undefined) continue; // read in one transaction, and a unit with screens cannot be deleted
    const screen: TargetedScreen = { id: row.id, kind: row.kind, unitPath: unit.path, groupIds: groupsOf.get(row.id) ?? [] };
    const aim = [row.unitId, row.kind, ...screen.groupIds, named.has(row.id) ? row.id : ""].join(" ");
    let mine = aims.get(aim);
    if (mine === undefined) {
      mine = rules.filter((rule) => isTargeted(screen, rule, (id) => unitPaths.get(id))).map((rule) => rule.row);
      aims.set(aim, mine);
    }
    const settings = row.settings === null ? "" : canonicalJson(row.settings);
    const likeness = [row.kind, row.timeZone, row.widthPx, row.heightPx, settings, ...mine.map((entry) => entry.id)].join(" ");
    let manifest = shared.get(likeness);
    if (manifest === undefined) {
      manifest = manifestOf(row, mine, playlists, campaigns);
      shared.set(likeness, manifest);
    }
    counts.set(manifest, (counts.get(manifest) ?? 0) + 1);
    screens.set(row.id, { ...screen, name: row.name, line: row.line, unitName: unit.name, manifest });
  }
  const entries = new Map(content.entries.map((row) => [row.id, { name: row.name, unitPath: row.unit.path, screenCount: 0 }]));
  for (const [manifest, count] of counts) {
    for (const { id } of manifest.entries) {
      const entry = entries.get(id);
      if (entry) entry.screenCount += count;
    }
  }
  return { key, screens, media, entries, units: unitPaths };
}

type PlaylistContent = Content["playlists"][number];
/** A campaign that wants pictures: of which entries, and how many a screen and day. */
interface PictureCampaign {
  entryIds: ReadonlySet<string>;
  perDay: number;
}

/** The playlists and media that entries show. Only approved bytes play: what is not approved never reaches a screen. */
export function programmeOf(playlists: readonly PlaylistContent[]): Pick<SharedManifest, "playlists" | "media"> {
  const media = new Map<string, Manifest["media"][number]>();
  const lists = playlists.map((playlist) => ({
    id: playlist.id,
    items: playlist.items.flatMap((item) => {
      const { file, status } = item.media;
      if (status !== "approved" || file === null) return [];
      media.set(item.mediaId, {
        id: item.mediaId,
        title: item.media.title,
        kind: contract.mediaKind.parse(file.kind),
        mimeType: file.mimeType,
        sha256: file.sha256,
        bytes: Number(file.bytes),
        chunkSha256s: chunkList.parse(file.chunkSha256s),
        widthPx: file.widthPx,
        heightPx: file.heightPx,
        validFrom: item.media.validFrom === null ? null : Number(item.media.validFrom),
        validUntil: item.media.validUntil === null ? null : Number(item.media.validUntil),
      });
      return [{ mediaId: item.mediaId, durationMs: itemDurationMs(item) }];
    }),
  }));
  return { playlists: lists, media: [...media.values()].sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

/**
 * How many pictures a day a screen takes while it shows each of these entries: what a campaign wants of a screen is
 * shared out among its entries there, at least one for each; of several campaigns the most.
 */
function picturesOf(rows: Content["entries"], campaigns: readonly PictureCampaign[]): { entryId: string; perDay: number }[] {
  const wanted = new Map<string, number>();
  for (const { entryIds, perDay } of campaigns) {
    const own = rows.filter(({ id }) => entryIds.has(id));
    own.forEach(({ id }, index) => {
      const part = Math.max(1, Math.floor(perDay / own.length) + (index < perDay % own.length ? 1 : 0));
      wanted.set(id, Math.max(wanted.get(id) ?? 0, part));
    });
  }
  return rows.flatMap(({ id }) => {
    const perDay = wanted.get(id);
    return perDay === undefined ? [] : [{ entryId: id, perDay }];
  });
}

function manifestOf(screen: Content["screens"][number], rows: Content["entries"], playlists: ReadonlyMap<string, PlaylistContent>, campaigns: readonly PictureCampaign[]): SharedManifest {
  const kind = contract.screenKind.parse(screen.kind);
  const used = [...new Set(rows.map((row) => row.playlistId))].sort().flatMap((id) => playlists.get(id) ?? []);
  const evidence = picturesOf(rows, campaigns);
  const settings = settingsOf(screen.settings);
  const body = {
    timeZone: screen.timeZone,
    order: orderOf(kind),
    entries: rows.map(scheduleEntryOf),
    ...programmeOf(used),
    profile: { kind, widthPx: screen.widthPx, heightPx: screen.heightPx, ...settings, fit: settings.fit ?? "contain", muted: settings.muted ?? true, ...(evidence.length === 0 ? {} : { evidence }) },
  };
  return { revision: sha256Hex(canonicalJson(body)), ...body };
}
