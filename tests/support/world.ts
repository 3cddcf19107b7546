import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BodyOf, Entry, Group, Media, Play, Playlist, Role, routes, Screen, Target, Unit, User } from "@yilu/contract";
import type { Caller } from "@yilu/server/caller.ts";
import { Inspector } from "./inspect.ts";
import { png } from "./png.ts";
import { startTestServer, testPassword, type Options, type TestServer } from "./server.ts";

/** Where something lies, seen from a user of `here`: in its unit, in one below, in a sibling, in the one above. */
export type Side = "here" | "below" | "there" | "above";

/** A unit with one of everything in it. */
export interface Place {
  unit: Unit;
  /** Part of every name that belongs here, so that it is noticed wherever it appears. */
  mark: string;
  /** Somebody of this unit who uploads, and is none of the users that tests act as. */
  staff: Caller;
  group: Group;
  screen: Screen;
  /** The player's token of `screen`. */
  token: string;
  media: Media;
  playlist: Playlist;
  entry: Entry;
}

/** Noon of 26 June 2026 in Shanghai, when these worlds stand still unless a test moves them. */
export const noon = Date.UTC(2026, 5, 26, 4, 0);
export const ledgerId = "0f1e2d3c-0000-4000-8000-000000000001";
const marks: Record<Side, string> = { here: "此地", below: "下级", there: "彼地", above: "上级" };
/** How many plays are in the books of each place's screen. */
export const playsOf: Record<Side, number> = { here: 2, below: 3, there: 5, above: 7 };

export function entryBody(name: string, playlistId: string, include: Target[]): Omit<BodyOf<typeof routes.entries.create>, "unitId"> {
  return {
    name,
    playlistId,
    tier: "regular",
    startDate: null,
    endDate: null,
    dayparts: [],
    exceptDates: [],
    window: null,
    share: { kind: "fill", weight: 1 },
    maxPlaysPerHour: null,
    start: "soft",
    include,
    exclude: [],
  };
}

export function screenBody(name: string, unitId: string): BodyOf<typeof routes.screens.create> {
  return { name, unitId, kind: "bus", plate: null, line: "1路", place: null, widthPx: 1920, heightPx: 1080, timeZone: "Asia/Shanghai", tags: [], groupIds: [] };
}

/** A play of the place's own entry that began at an instant. */
export function playAt(place: Pick<Place, "media" | "playlist" | "entry">, seq: number, startedAt: number): Play {
  const { media, playlist, entry } = place;
  return { seq, mediaId: media.id, playlistId: playlist.id, entryId: entry.id, revision: "a".repeat(64), startedAt, airtimeMs: 10_000, outcome: "completed", clock: "synced", notBefore: null, notAfter: null };
}

/** Plays of ten seconds, one after the other. */
export function playsFrom(place: Pick<Place, "media" | "playlist" | "entry">, from: number, count: number, first = 1): Play[] {
  return Array.from({ length: count }, (_, index) => playAt(place, first + index, from + index * 10_000));
}

/** A server with four places, and new things in any of them on demand. */
export class World {
  private count = 0;
  private readonly folder = mkdtempSync(join(tmpdir(), "yilu-world-"));
  private readonly placed = new Map<Side, Place>();

  private constructor(
    readonly server: TestServer,
    readonly inspector: Inspector,
    private readonly reviewerId: string,
  ) {}

  static async start(options: Options = {}): Promise<World> {
    const server = await startTestServer({ clock: () => noon, ...options, variables: { TRUST_PROXY: "true", ROOT_UNIT_NAME: `${marks.above}县`, ...options.variables } });
    const reviewer = await server.users.addUser(server.system, { username: "approver", displayName: "审核员", role: "reviewer", unitId: server.root.id }, testPassword, false);
    const world = new World(server, new Inspector(server), reviewer.id);
    const here = await world.settle("here", await world.unitBelow("here", server.root.id));
    await world.settle("below", await world.unitBelow("below", here.unit.id));
    await world.settle("there", await world.unitBelow("there", server.root.id));
    await world.settle("above", server.root);
    return world;
  }

  place(side: Side): Place {
    const place = this.placed.get(side);
    if (place === undefined) throw new Error(`nothing at ${side} yet`);
    return place;
  }

  /** What a user of `here` must never see: names and ids of the sibling and of the unit above. */
  secrets(): string[] {
    const things = (["there", "above"] as const).map((side) => this.place(side));
    // The root's own id stands in the path of every unit below it.
    const ids = things.flatMap((place) => [place.group.id, place.screen.id, place.media.id, place.media.sha256, place.playlist.id, place.entry.id, place.staff.userId]);
    return [...things.map((place) => place.mark), ...ids, this.place("there").unit.id];
  }

  name(side: Side, what: string): string {
    this.count += 1;
    return `${marks[side]}${what}${this.count}`;
  }

  /** A username that nobody has yet. */
  username(): string {
    this.count += 1;
    return `person-${this.count}`;
  }

  async user(side: Side, role: Role = "operator", mustChangePassword = false): Promise<User> {
    const { unit } = this.place(side);
    const username = this.username();
    const row = await this.server.users.addUser(this.server.system, { username, displayName: this.name(side, "人"), role, unitId: unit.id }, testPassword, mustChangePassword);
    return { id: row.id, username, displayName: row.displayName, role, unitId: unit.id, unitName: unit.name, disabled: false, lastSignInAt: null, version: row.version };
  }

  unit(side: Side): Promise<Unit> {
    return this.unitBelow(side, this.place(side).unit.id);
  }

  screen(side: Side, change: Partial<BodyOf<typeof routes.screens.create>> = {}): Promise<Screen> {
    return this.server.screens.create(this.server.system, { ...screenBody(this.name(side, "车"), this.place(side).unit.id), ...change });
  }

  group(side: Side): Promise<Group> {
    return this.server.screens.createGroup(this.server.system, { name: this.name(side, "组"), unitId: this.place(side).unit.id });
  }

  /** A picture that waits for review. */
  async pending(side: Side): Promise<Media> {
    const { staff } = this.place(side);
    return this.upload(side, staff);
  }

  async approved(side: Side): Promise<Media> {
    const { staff } = this.place(side);
    return this.approve(await this.upload(side, staff));
  }

  async playlist(side: Side): Promise<Playlist> {
    const { media, staff } = this.place(side);
    return this.addPlaylist(side, staff, media);
  }

  async entry(side: Side): Promise<Entry> {
    const { staff, playlist, screen } = this.place(side);
    return this.server.schedule.create(staff, entryBody(this.name(side, "排期"), playlist.id, [{ kind: "screen", screenId: screen.id }]));
  }

  /** Approves as somebody who did not upload it. */
  approve(media: Media): Promise<Media> {
    return this.server.media.service.decide({ ...this.server.system, userId: this.reviewerId }, media.id, { sha256: media.sha256, decision: "approve", reason: "" });
  }

  /** A player's token for a screen, already in use. */
  async token(screen: Pick<Screen, "id">): Promise<string> {
    const token = await this.server.pairing.enrol(this.server.system, screen.id);
    await this.server.pairing.player(token);
    return token;
  }

  async close(): Promise<void> {
    await this.inspector.close();
    await this.server.remove();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private unitBelow(side: Side, parentId: string): Promise<Unit> {
    return this.server.users.createUnit(this.server.system, { name: this.name(side, "单位"), kind: "operator", parentId, code: null });
  }

  private async settle(side: Side, unit: Unit): Promise<Place> {
    const { server } = this;
    const username = this.username();
    const { id: userId } = await server.users.addUser(server.system, { username, displayName: `${marks[side]}员工`, role: "scheduler", unitId: unit.id }, testPassword, false);
    const staff: Caller = { userId, name: `${marks[side]}员工`, role: "scheduler", unitId: unit.id, unitPath: unit.path, address: null };
    const group = await server.screens.createGroup(staff, { name: this.name(side, "组"), unitId: unit.id });
    const screen = await server.screens.create(staff, { ...screenBody(this.name(side, "车"), unit.id), groupIds: [group.id] });
    const token = await this.token(screen);
    const media = await this.approve(await this.upload(side, staff));
    const playlist = await this.addPlaylist(side, staff, media);
    // The unit above names its own screen, so that nothing of it reaches the screens below.
    const include: Target[] = [side === "above" ? { kind: "screen", screenId: screen.id } : { kind: "all" }];
    const entry = await server.schedule.create(staff, entryBody(this.name(side, "排期"), playlist.id, include));
    const place: Place = { unit, mark: marks[side], staff, group, screen, token, media, playlist, entry };
    this.placed.set(side, place);
    const rows = Array.from({ length: playsOf[side] }, (_, index) => playAt(place, index + 1, noon - 60_000 + index));
    await server.plays.receive({ screenId: screen.id, ledgerId, rows });
    return place;
  }

  private async upload(side: Side, staff: Caller): Promise<Media> {
    this.count += 1;
    const file = join(this.folder, `${this.count}.png`);
    writeFileSync(file, png(this.count * 7919));
    const { mediaId } = await this.server.media.intake.takeCopy(staff, { filename: "图.png", title: this.name(side, "图"), level: "county" }, file);
    return this.server.media.service.get(staff, mediaId);
  }

  private addPlaylist(side: Side, staff: Caller, media: Media): Promise<Playlist> {
    return this.server.playlists.create(staff, { name: this.name(side, "列表"), items: [{ mediaId: media.id, durationMs: 10_000 }] });
  }
}
