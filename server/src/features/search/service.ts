import { may, type Found, type SearchAnswer, type SearchKind } from "@yilu/contract";
import type { Caller } from "../../caller.ts";
import type { CampaignsService } from "../campaigns/service.ts";
import type { MediaService } from "../media/service.ts";
import type { PlaylistsService } from "../playlists/service.ts";
import type { ScheduleService } from "../schedule/service.ts";
import type { ScreensService } from "../screens/service.ts";
import type { UsersService } from "../users/service.ts";

/** So many of each kind are shown; the rest is in its list. */
const most = 5;

export interface Searched {
  screens: Pick<ScreensService, "page">;
  media: Pick<MediaService, "list">;
  playlists: Pick<PlaylistsService, "page">;
  schedule: Pick<ScheduleService, "page">;
  campaigns: Pick<CampaignsService, "page">;
  users: Pick<UsersService, "units">;
}

type Part = { rows: Found[]; total: number };
const none: Part = { rows: [], total: 0 };
const said = (...words: (string | null)[]): string => words.filter((word) => word !== null && word !== "").join(" · ");

/** One question to every list: each answers with what the caller may see of it. */
export class SearchService {
  constructor(private readonly lists: Searched) {}

  async everywhere(caller: Caller, q: string): Promise<SearchAnswer> {
    const part: Record<SearchKind, () => Promise<Part>> = {
      screen: async () => {
        const { rows, total } = await this.lists.screens.page(caller, { q, page: 1, pageSize: most });
        return { rows: rows.map((one) => ({ kind: "screen", id: one.id, name: one.name, note: said(one.unitName, ...[one.line, one.plate, one.place].filter((word) => word !== null && !one.name.includes(word))), posterUrl: one.live.playing?.posterUrl ?? null })), total };
      },
      media: async () => {
        const { rows, total } = await this.lists.media.list(caller, { q, page: 1, pageSize: most });
        return { rows: rows.map((one) => ({ kind: "media", id: one.id, name: one.title, note: one.unitName, posterUrl: one.posterUrl })), total };
      },
      playlist: async () => {
        const { rows, total } = await this.lists.playlists.page(caller, { q, page: 1, pageSize: most });
        return { rows: rows.map((one) => ({ kind: "playlist", id: one.id, name: one.name, note: one.unitName, posterUrl: null })), total };
      },
      entry: async () => {
        const { rows, total } = await this.lists.schedule.page(caller, { q, page: 1, pageSize: most });
        return { rows: rows.map((one) => ({ kind: "entry", id: one.id, name: one.name, note: said(one.unitName, one.playlistName), posterUrl: null })), total };
      },
      campaign: async () => {
        const { rows, total } = await this.lists.campaigns.page(caller, { q, page: 1, pageSize: most });
        return { rows: rows.map((one) => ({ kind: "campaign", id: one.id, name: one.name, note: said(one.unitName, one.theme), posterUrl: null })), total };
      },
      unit: async () => {
        const rows = (await this.lists.users.units(caller)).filter(({ name, code }) => name.includes(q) || code?.includes(q) === true);
        return { rows: rows.slice(0, most).map(({ id, name, code }) => ({ kind: "unit", id, name, note: code ?? "", posterUrl: null })), total: rows.length };
      },
    };
    const rights = { screen: "canSeeScreens", media: "canSeeMedia", playlist: "canSeePlaylists", entry: "canSeeEntries", campaign: "canSeeCampaigns", unit: "canSeeUnits" } as const;
    const ask = (kind: SearchKind): Promise<Part> => (q !== "" && may(caller.role, rights[kind]) ? part[kind]() : Promise.resolve(none));
    const [screen, media, playlist, entry, campaign, unit] = await Promise.all([ask("screen"), ask("media"), ask("playlist"), ask("entry"), ask("campaign"), ask("unit")]);
    return {
      rows: [screen, media, playlist, entry, campaign, unit].flatMap(({ rows }) => rows),
      totals: { screen: screen.total, media: media.total, playlist: playlist.total, entry: entry.total, campaign: campaign.total, unit: unit.total },
    };
  }
}
