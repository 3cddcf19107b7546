import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { routes, type AnswerOf, type AnyEndpoint, type BodyOf, type Entry, type Group, type Manifest, type Media, type Playlist, type Problem, type Role, type Screen, type Target, type Unit } from "@yilu/contract";
import type { Provider } from "@yilu/prisma";
import type { Caller } from "@yilu/server/caller.ts";
import { addressOf, type AnyInput, type Input } from "./calls.ts";
import { png } from "./png.ts";
import { Client, startTestServer, testPassword, userIn, type TestServer } from "./server.ts";
import { welcomed, type Line } from "./sockets.ts";
import { entryBody, screenBody } from "./world.ts";

/** An entry as a form holds it. */
export type Draft = Omit<BodyOf<typeof routes.entries.create>, "unitId">;
type ScreenChange = Partial<BodyOf<typeof routes.screens.create>>;

/** An instant written as a wall clock of Shanghai shows it: `shanghai("2026-06-26 12:00")`. */
export const shanghai = (text: string): number => Date.parse(`${text.replace(" ", "T")}:00+08:00`);

/** An answer of "no". */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly problem: Partial<Problem>,
  ) {
    super(`${status} ${problem.code ?? ""} ${problem.detail?.en ?? ""} ${JSON.stringify(problem.issues ?? "")}`);
  }
}

/** The refusal of a call that must not succeed. */
export async function refusal(call: Promise<unknown>): Promise<{ code: string | undefined; zh: string; en: string; paths: string[] }> {
  const problem = await call.then(
    (): Partial<Problem> => ({}),
    (error: unknown): Partial<Problem> => {
      if (!(error instanceof Refused)) throw error;
      return error.problem;
    },
  );
  return { code: problem.code, zh: problem.detail?.zh ?? "", en: problem.detail?.en ?? "", paths: (problem.issues ?? []).map((issue) => issue.path) };
}

/** Calls an endpoint over http as somebody. @throws Refused */
export async function ask<E extends AnyEndpoint>(who: Client, endpoint: E, input: Input<E> = {}): Promise<AnswerOf<E>> {
  const sends = endpoint.method !== "get" && endpoint.method !== "delete" && input.body !== undefined;
  const path = addressOf(endpoint, input as AnyInput); // the same, of any endpoint
  const { status, body } = await who.request(endpoint.method.toUpperCase(), path, sends ? input.body : undefined);
  if (status >= 400) throw new Refused(status, body as Partial<Problem>); // failures answer with a problem document
  return body as AnswerOf<E>; // the server's own tests hold every answer to the contract
}

/** A county that schedules: its office, the north below it with a depot below that, and the south. Its clock is ours. */
export class County {
  readonly units: Record<"office" | "north" | "depot" | "south", Unit>;
  private readonly folder = mkdtempSync(join(tmpdir(), "yilu-county-"));
  private readonly lines: Line[] = [];
  private count = 0;

  private constructor(
    public server: TestServer,
    readonly clock: { now: number },
    units: County["units"],
    /** Schedulers of three units. */
    readonly staff: Record<"office" | "north" | "south", Client & { userId: string }>,
    private readonly reviewerId: string,
  ) {
    this.units = units;
  }

  static async open(now: number, database: Provider = "sqlite"): Promise<County> {
    const clock = { now };
    const server = await startTestServer({ database, clock: () => clock.now });
    const unit = (name: string, parentId: string) => server.users.createUnit(server.system, { name, kind: "operator", parentId, code: null });
    const north = await unit("北区", server.root.id);
    const units = { office: server.root, north, depot: await unit("北区车队", north.id), south: await unit("南区", server.root.id) };
    const staff = {
      office: await userIn(server, "scheduler", units.office.id, "staff-office"),
      north: await userIn(server, "scheduler", units.north.id, "staff-north"),
      south: await userIn(server, "scheduler", units.south.id, "staff-south"),
    };
    const reviewer = await server.users.addUser(server.system, { username: "approver", displayName: "审核员", role: "reviewer", unitId: server.root.id }, testPassword, false);
    return new County(server, clock, units, staff, reviewer.id);
  }

  async close(): Promise<void> {
    for (const line of this.lines) line.close();
    await this.server.remove();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Moves the clock; who was signed in signs in again. */
  async moveTo(now: number): Promise<void> {
    this.clock.now = now;
    for (const [unit, client] of Object.entries(this.staff)) await client.signIn(`staff-${unit}`, testPassword);
  }

  /** Somebody of a role at the office. */
  person(role: Role): Promise<Client> {
    this.count += 1;
    return userIn(this.server, role, this.units.office.id, `person-${this.count}`);
  }

  screen(name: string, unit: keyof County["units"] = "office", change: ScreenChange = {}): Promise<Screen> {
    return this.server.screens.create(this.server.system, { ...screenBody(name, this.units[unit].id), ...change });
  }

  group(name: string, unit: keyof County["units"] = "office"): Promise<Group> {
    return this.server.screens.createGroup(this.server.system, { name, unitId: this.units[unit].id });
  }

  /** An approved picture of 32×18 pixels. */
  async picture(unit: keyof County["units"] = "office"): Promise<Media> {
    this.count += 1;
    const file = join(this.folder, `${this.count}.png`);
    writeFileSync(file, png(this.count * 7919));
    const { id: unitId, path: unitPath } = this.units[unit];
    const uploader: Caller = { userId: this.staff.office.userId, name: "上传者", role: "scheduler", unitId, unitPath, address: null };
    const { mediaId } = await this.server.media.intake.takeCopy(uploader, { filename: "图.png", title: `图${this.count}`, level: "county" }, file);
    const media = await this.server.media.service.get(this.server.system, mediaId);
    return this.server.media.service.decide({ ...this.server.system, userId: this.reviewerId }, media.id, { sha256: media.sha256, decision: "approve", reason: "" });
  }

  async valid(media: Media, validFrom: number | null, validUntil: number | null): Promise<Media> {
    const { version } = await this.server.media.service.get(this.server.system, media.id);
    return this.server.media.service.change(this.server.system, media.id, { title: media.title, level: media.level, validFrom, validUntil, version });
  }

  /** A list of pictures that show for so many seconds each. */
  async playlist(name: string, seconds: readonly number[], unit: keyof County["units"] = "office", media?: Media): Promise<Playlist> {
    const picture = media ?? (await this.picture(unit));
    return this.list(name, seconds.map((length) => [picture, length] as const), unit);
  }

  list(name: string, items: readonly (readonly [Pick<Media, "id">, number])[], unit: keyof County["units"] = "office"): Promise<Playlist> {
    return this.server.playlists.create(this.server.system, { name, unitId: this.units[unit].id, items: items.map(([{ id }, seconds]) => ({ mediaId: id, durationMs: seconds * 1000 })) });
  }

  /** Saves an entry that is always on everywhere unless `rest` says otherwise. */
  save(name: string, playlist: Pick<Playlist, "id">, rest: Partial<BodyOf<typeof routes.entries.create>> = {}, who: Client = this.staff.office): Promise<Entry> {
    return ask(who, routes.entries.create, { body: { ...entryBody(name, playlist.id, [{ kind: "all" }]), ...rest } });
  }

  change(entry: Entry, rest: Partial<Draft>, who: Client = this.staff.office): Promise<Entry> {
    return ask(who, routes.entries.change, { params: { id: entry.id }, body: { ...draftOf(entry), ...rest, version: entry.version } });
  }

  remove(entry: Pick<Entry, "id">, who: Client = this.staff.office): Promise<null> {
    return ask(who, routes.entries.remove, { params: { id: entry.id } });
  }

  /** Removes every entry. */
  async clear(): Promise<void> {
    const { rows } = await ask(this.staff.office, routes.entries.list, { query: { pageSize: 200 } });
    for (const entry of rows) await this.server.schedule.remove(this.server.system, entry.id);
  }

  /** A player of the screen that is connected and was welcomed; whoever opened the county closes it. */
  async player(screen: Pick<Screen, "id">): Promise<Player> {
    const token = await this.server.pairing.enrol(this.server.system, screen.id);
    const line = await welcomed(this.server, token);
    this.lines.push(line);
    return new Player(screen.id, token, line, () => this.server.origin);
  }
}

export const onScreen = (...screens: Pick<Screen, "id">[]): Target[] => screens.map(({ id }) => ({ kind: "screen", screenId: id }));

export function draftOf(entry: Entry): Draft {
  const { name, playlistId, tier, startDate, endDate, dayparts, exceptDates, window, share, maxPlaysPerHour, start, include, exclude } = entry;
  return { name, playlistId, tier, startDate, endDate, dayparts, exceptDates, window, share, maxPlaysPerHour, start, include, exclude };
}

export class Player {
  constructor(
    readonly screenId: string,
    readonly token: string,
    readonly line: Line,
    private readonly origin: () => string,
  ) {}

  async manifest(): Promise<Manifest> {
    const { status, body } = await new Client(this.origin()).request("GET", "/api/player/manifest", undefined, { authorization: `Bearer ${this.token}` });
    if (status !== 200) throw new Error(`manifest: ${status}`);
    return body as Manifest; // the server's own tests hold it to the contract
  }

  /** Revisions hinted at since it connected. */
  get hints(): string[] {
    return this.line.all("manifest:changed").map((message) => (message as { revision: string }).revision);
  }

  /** All that the server had sent by now has been heard: a socket delivers in order. */
  async heardAll(): Promise<void> {
    await this.line.ask("clock", { t0: 0 });
  }
}
