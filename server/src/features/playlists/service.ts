import type { BodyOf, Playlist, QueryOf, routes } from "@yilu/contract";
import { reaches, type Caller } from "../../caller.ts";
import type { Clock } from "../../clock.ts";
import { brokenUnique, type Tx, type UnitOfWork } from "../../database/unit-of-work.ts";
import type { EventBus } from "../../events.ts";
import { Refusal, refuse } from "../../http/refusal.ts";
import { newId } from "../../random.ts";
import type { AuditService } from "../audit/service.ts";
import type { MediaService } from "../media/service.ts";
import type { UsersService } from "../users/service.ts";
import { defaultImageMs, presentPlaylist } from "./presenter.ts";
import type { ItemContent, PlaylistRow, PlaylistsRepository } from "./repository.ts";

type PlaylistInput = BodyOf<typeof routes.playlists.create>;

/** Ordered media. Only approved media may be put in. */
export class PlaylistsService {
  constructor(
    private readonly repository: PlaylistsRepository,
    private readonly users: UsersService,
    private readonly media: Pick<MediaService, "forPlaylist">,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditService,
    private readonly events: EventBus,
    private readonly clock: Clock,
  ) {}

  async page(caller: Caller, { page, pageSize, ...filter }: QueryOf<typeof routes.playlists.list>) {
    const { rows, total } = await this.repository.page(caller.unitPath, filter, (page - 1) * pageSize, pageSize);
    return { rows: rows.map((row) => presentPlaylist(row, caller)), total, page, pageSize };
  }

  async get(caller: Caller, id: string): Promise<Playlist> {
    return presentPlaylist(await this.reachable(caller, id), caller);
  }

  /** @throws Refusal refersToMissing, mediaNotApproved (naming which), nameTaken */
  create(caller: Caller, input: PlaylistInput): Promise<Playlist> {
    return this.naming(() =>
      this.unitOfWork.run(async (tx) => {
        const unit = await this.users.unitWithin(caller, input.unitId ?? caller.unitId, tx);
        const id = newId();
        await this.repository.add(tx, { id, unitId: unit.id, name: input.name }, await this.checked(caller, input.items, tx), newId, this.clock());
        return this.saved(tx, caller, "playlist.create", id, null, input);
      }),
    );
  }

  /** @throws Refusal versionMismatch and those of create */
  change(caller: Caller, id: string, { version, ...input }: BodyOf<typeof routes.playlists.change>): Promise<Playlist> {
    return this.naming(() =>
      this.unitOfWork.run(async (tx) => {
        const before = await this.reachable(caller, id, tx);
        const items = await this.checked(caller, input.items, tx);
        if (!(await this.repository.change(tx, id, version, input.name, items, newId, this.clock()))) throw new Refusal("versionMismatch");
        const was = { name: before.name, items: before.items.map(({ mediaId, durationMs }) => ({ mediaId, durationMs })) };
        return this.saved(tx, caller, "playlist.change", id, was, input);
      }),
    );
  }

  async remove(caller: Caller, id: string): Promise<null> {
    await this.unitOfWork.run(async (tx) => {
      const row = await this.reachable(caller, id, tx);
      if (row.entries.length > 0) {
        const named = row.entries.filter(({ unit }) => reaches(caller, unit.path)).map((entry) => entry.name);
        const above = row.entries.length - named.length;
        const names = above === 0 ? named : [...named, `上级单位的 ${above} 条 / ${above} of units above`];
        throw refuse("inUse", `排期正在用它：${names.join("、")}`, `Schedule entries use it: ${names.join(", ")}`);
      }
      await this.repository.remove(tx, id, row.name);
      await this.record(tx, caller, "playlist.remove", row, { name: row.name }, null);
    });
    return null;
  }

  /** A playlist within reach, for entries. @throws Refusal refersToMissing */
  async within(caller: Caller, id: string, tx?: Tx): Promise<PlaylistRow> {
    const row = await this.repository.find(id, tx);
    if (row === null || !reaches(caller, row.unit.path)) throw refuse("refersToMissing", "播放列表不存在或不在本单位范围内", "The playlist is missing or outside your unit");
    return row;
  }

  private async reachable(caller: Caller, id: string, tx?: Tx): Promise<PlaylistRow> {
    const row = await this.repository.find(id, tx);
    if (row === null || !reaches(caller, row.unit.path)) throw new Refusal("notFound");
    return row;
  }

  private async checked(caller: Caller, items: PlaylistInput["items"], tx: Tx): Promise<ItemContent[]> {
    const known = new Map((await this.media.forPlaylist(caller, [...new Set(items.map((item) => item.mediaId))], tx)).map((media) => [media.id, media]));
    const waiting = new Set<string>();
    const contents = items.map((item) => {
      const media = known.get(item.mediaId);
      if (media === undefined) throw refuse("refersToMissing", "有素材不存在或不在本单位范围内", "Some media is missing or outside your unit");
      if (media.status !== "approved") waiting.add(media.title);
      return { mediaId: item.mediaId, durationMs: media.kind === "image" ? (item.durationMs ?? defaultImageMs) : null };
    });
    if (waiting.size > 0) throw refuse("mediaNotApproved", `未通过审核：《${[...waiting].join("》《")}》`, `Not approved: ${[...waiting].join(", ")}`);
    return contents;
  }

  private async naming<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (brokenUnique(error)) throw new Refusal("nameTaken");
      throw error;
    }
  }

  private async saved(tx: Tx, caller: Caller, action: string, id: string, before: object | null, after: object): Promise<Playlist> {
    const row = await this.repository.find(id, tx);
    if (row === null) throw new Refusal("notFound");
    await this.record(tx, caller, action, row, before, after);
    return presentPlaylist(row, caller);
  }

  private async record(tx: Tx, caller: Caller, action: string, row: PlaylistRow, before: object | null, after: object | null): Promise<void> {
    await this.audit.record(tx, caller, { action, objectType: "playlist", objectId: row.id, objectName: row.name, unitPath: row.unit.path, before, after });
    tx.afterCommit(() => {
      this.events.emit("changed", { what: "playlists", id: row.id, unitPath: row.unit.path });
      this.events.emit("content.changed", {});
    });
  }
}
