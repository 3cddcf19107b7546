import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { Campaign, CommandKind, CommandRecord, Entry, Evidence, Media, Playlist, Report, Screen, ScreenSettings, Unit, User } from "@yilu/contract";
import { Upload } from "tus-js-client";
import { Client, testPassword } from "./server.ts";
import { until } from "./until.ts";

/** A county's office over REST: one who uploads and schedules, one who reviews. */
export class Office {
  readonly #staff: Client;
  readonly #reviewer: Client;
  readonly unitId: string;

  private constructor(staff: Client, reviewer: Client, unitId: string) {
    this.#staff = staff;
    this.#reviewer = reviewer;
    this.unitId = unitId;
  }

  /** @param firstPassword as the server printed it at its first start. */
  static async open(origin: string, firstPassword: string): Promise<Office> {
    const staff = await signedIn(origin, "admin", firstPassword);
    const [unit] = await answered<Unit[]>(staff.request("GET", "/api/units"));
    if (!unit) throw new Error("no unit");
    const reviewer = { username: "reviewer", displayName: "县禁毒办", role: "reviewer", unitId: unit.id };
    const { oneTimePassword } = await answered<{ user: User; oneTimePassword: string }>(staff.request("POST", "/api/users", reviewer));
    return new Office(staff, await signedIn(origin, "reviewer", oneTimePassword), unit.id);
  }

  /** Uploads a file and has it approved. */
  async film(path: string): Promise<Media> {
    const id = await this.#upload(path);
    const media = await until(async () => {
      const found = await answered<Media>(this.#staff.request("GET", `/api/media/${id}`));
      if (found.status === "failed") throw new Error(`${path}: ${found.reason ?? ""}`);
      return found.status === "pending" && found;
    });
    return answered<Media>(this.#reviewer.request("POST", `/api/media/${id}/review`, { sha256: media.sha256, decision: "approve", reason: "" }));
  }

  async media(): Promise<Media[]> {
    return (await answered<{ rows: Media[] }>(this.#staff.request("GET", "/api/media"))).rows;
  }

  screen(name: string, kind: Screen["kind"] = "bus", timeZone = "Asia/Shanghai"): Promise<Screen> {
    const shape = { plate: null, line: null, place: null, widthPx: 1280, heightPx: 720, timeZone, tags: [], groupIds: [] };
    return answered<Screen>(this.#staff.request("POST", "/api/screens", { ...shape, name, kind, unitId: this.unitId }));
  }

  pair(screenId: string, code: string): Promise<Screen> {
    return answered<Screen>(this.#staff.request("POST", `/api/screens/${screenId}/pair`, { code }));
  }

  revoke(screenId: string): Promise<Screen> {
    return answered<Screen>(this.#staff.request("POST", `/api/screens/${screenId}/token-revocation`));
  }

  rotate(screenId: string): Promise<Screen> {
    return answered<Screen>(this.#staff.request("POST", `/api/screens/${screenId}/token-rotation`));
  }

  async screens(): Promise<Screen[]> {
    return (await answered<{ rows: Screen[] }>(this.#staff.request("GET", "/api/screens"))).rows;
  }

  seen(screenId: string): Promise<Screen> {
    return answered<Screen>(this.#staff.request("GET", `/api/screens/${screenId}`));
  }

  /** Media in this order, all day, on this screen. Images stay for `imageMs`. */
  loop(name: string, screenId: string, media: Media[], imageMs = 1_000): Promise<Entry> {
    return this.#schedule(name, screenId, media, imageMs, { tier: "regular", start: "soft", window: null, dayparts: [] });
  }

  /** Media in these hours of every day, in place of what else loops. */
  takeover(name: string, screenId: string, media: Media[], hours: Pick<Entry["dayparts"][number], "from" | "to">): Promise<Entry> {
    return this.#schedule(name, screenId, media, 1_000, { tier: "takeover", start: "soft", window: null, dayparts: [{ days: [1, 2, 3, 4, 5, 6, 7], ...hours }] });
  }

  /** A campaign of these entries, from yesterday until tomorrow, in the whole county. */
  campaign(name: string, entryIds: string[], evidencePerDay: number): Promise<Campaign> {
    const day = (shift: number): string => new Date(Date.now() + shift * 86_400_000).toISOString().slice(0, 10);
    const plan = { startDate: day(-1), endDate: day(2), specialDates: [], targetPlaysPerScreenPerDay: 100, reportDue: Date.now() + 4 * 86_400_000, closesAt: null, audienceEstimate: null };
    return answered<Campaign>(this.#staff.request("POST", "/api/campaigns", { ...plan, name, theme: name, entryIds, unitIds: [this.unitId], evidencePerDay, notes: "" }));
  }

  /** Media at once and above everything, for so long. */
  emergency(name: string, screenId: string, media: Media[], lengthMs: number): Promise<Entry> {
    const startsAt = Date.now();
    return this.#schedule(name, screenId, media, lengthMs, { tier: "emergency", start: "hard", window: { startsAt, endsAt: startsAt + lengthMs }, dayparts: [] });
  }

  async #schedule(name: string, screenId: string, media: Media[], imageMs: number, when: Pick<Entry, "tier" | "start" | "window" | "dayparts">): Promise<Entry> {
    const items = media.map(({ id, kind }) => ({ mediaId: id, durationMs: kind === "image" ? imageMs : null }));
    const playlist = await answered<Playlist>(this.#staff.request("POST", "/api/playlists", { name, items }));
    const always = { startDate: null, endDate: null, exceptDates: [], maxPlaysPerHour: null };
    const entry = { ...always, ...when, name, playlistId: playlist.id, share: { kind: "fill", weight: 1 }, include: [{ kind: "screen", screenId }], exclude: [] };
    return answered<Entry>(this.#staff.request("POST", "/api/entries", entry));
  }

  /** Asks a screen's player to do something. @returns what became of it, once that is known */
  async command(screenId: string, kind: CommandKind): Promise<CommandRecord> {
    const { id } = await this.ask(screenId, kind);
    return this.answer(screenId, id);
  }

  async ask(screenId: string, kind: CommandKind): Promise<CommandRecord> {
    const { commands } = await answered<{ commands: CommandRecord[] }>(this.#staff.request("POST", "/api/screens/commands", { screenIds: [screenId], kind }));
    const [command] = commands;
    if (!command) throw new Error("no command");
    return command;
  }

  answer(screenId: string, commandId: string): Promise<CommandRecord> {
    return until(async () => {
      const { rows } = await answered<{ rows: CommandRecord[] }>(this.#staff.request("GET", `/api/screens/${screenId}/commands`));
      const row = rows.find(({ id }) => id === commandId);
      return row !== undefined && row.answeredAt !== null && row;
    });
  }

  setUp(screenId: string, set: ScreenSettings): Promise<unknown> {
    return answered(this.#staff.request("POST", "/api/screens/settings", { screenIds: [screenId], set, clear: [] }));
  }

  /** Pictures of what a screen showed, newest first. */
  async evidence(screenId: string): Promise<Evidence[]> {
    return (await answered<{ rows: Evidence[] }>(this.#staff.request("GET", `/api/evidence?screenId=${screenId}`))).rows;
  }

  async evidenceOf(campaignId: string): Promise<Evidence[]> {
    return (await answered<{ rows: Evidence[] }>(this.#staff.request("GET", `/api/evidence?campaignId=${campaignId}`))).rows;
  }

  /** The bytes behind an address of the server. */
  async bytes(path: string): Promise<Buffer> {
    const answer = await fetch(this.#staff.origin + path, { headers: { cookie: this.#staff.cookie } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return Buffer.from(await answer.arrayBuffer());
  }

  /** Proof of play of one screen, by media, of these days. */
  report(screenId: string, from: string, to: string): Promise<Report> {
    return answered<Report>(this.#staff.request("GET", `/api/reports/plays?from=${from}&to=${to}&by=media&screenId=${screenId}`));
  }

  #upload(path: string): Promise<string> {
    const name = basename(path);
    return new Promise((resolve, reject) => {
      let id: string | undefined;
      const upload: Upload = new Upload(readFileSync(path), {
        endpoint: `${this.#staff.origin}/api/uploads`,
        headers: { cookie: this.#staff.cookie, origin: this.#staff.origin },
        metadata: { filename: name, title: name.replace(/\..*/, ""), level: "county" },
        onAfterResponse: (_request, response) => void (id = response.getHeader("Yilu-Media-Id") ?? id),
        onError: reject,
        onSuccess: () => (id === undefined ? reject(new Error(`${path}: no media`)) : resolve(id)),
      });
      upload.start();
    });
  }
}

async function signedIn(origin: string, username: string, oneTimePassword: string): Promise<Client> {
  const client = await new Client(origin).signIn(username, oneTimePassword);
  await answered(client.request("POST", "/api/session/password", { current: oneTimePassword, next: testPassword }));
  return client;
}

/** The body of an answer that went well. The contract's own tests hold it to its shape. */
async function answered<T>(asked: Promise<{ status: number; body: unknown }>): Promise<T> {
  const { status, body } = await asked;
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body as T;
}
