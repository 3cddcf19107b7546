import { existsSync } from "node:fs";
import { join } from "node:path";
import { maxEvidenceBytes, routes, type CommandRecord, type Evidence, type EvidenceInput } from "@yilu/contract";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { send, signedIn, withToken, type Actor } from "../support/actors.ts";
import { campaignBody } from "../support/campaign-calls.ts";
import { databaseKinds } from "../support/databases.ts";
import { jpeg } from "../support/jpeg.ts";
import { png } from "../support/png.ts";
import { pictureInput } from "../support/remote-calls.ts";
import { listening, type Line } from "../support/sockets.ts";
import { noon, World, type Side } from "../support/world.ts";

const dayMs = 86_400_000;
const base64 = (bytes: Buffer) => bytes.toString("base64");
/** A JPEG with something after its end. */
const ofBytes = (length: number): Buffer => Buffer.concat([jpeg("heavy"), Buffer.alloc(length - jpeg("heavy").length)]);

describe.each(databaseKinds)("on %s", (database) => {
  let world: World;
  let now = noon;
  let operator: Actor;
  const lines: Line[] = [];

  beforeAll(async () => {
    world = await World.start({ database, clock: () => now });
    operator = await signedIn(world, "operator");
  });
  afterEach(() => {
    for (const line of lines.splice(0)) line.close();
    now = noon;
  });
  afterAll(() => world.close());

  const player = (side: Side = "here") => withToken(world, "player", "player", world.place(side).token);
  const add = (input: EvidenceInput, side: Side = "here") => send(player(side), routes.evidence.add, { body: input });
  const list = async (query: object = {}, who: Actor = operator) => (await send(who, routes.evidence.list, { query: { pageSize: 200, ...query } })).body as { rows: Evidence[]; total: number };
  const stored = (sha256: string) => existsSync(join(world.server.env.DATA_DIR, "evidence", sha256.slice(0, 2), sha256));
  const idsOf = ({ rows }: { rows: Evidence[] }) => rows.map(({ id }) => id);

  /** A screen of its own, so that other tests' pictures and limits stay out of the way. */
  async function camera(side: Side = "here") {
    const screen = await world.screen(side);
    const actor = withToken(world, "player", "player", await world.token(screen));
    return { screen, add: (change: Partial<EvidenceInput> = {}) => send(actor, routes.evidence.add, { body: pictureInput(world, side, change) }) };
  }

  it("a sampled picture is kept, listed with all it shows, and told to consoles", async () => {
    const { screen, media, entry, unit } = world.place("here");
    const console = await listening(world.server, operator.client);
    lines.push(console);
    const input = pictureInput(world, "here");
    expect((await add(input)).body).toEqual({ id: input.id });
    const { rows } = await list({ screenId: screen.id });
    expect(rows).toEqual([
      {
        id: input.id,
        screenId: screen.id,
        screenName: screen.name,
        unitId: unit.id,
        unitName: unit.name,
        takenAt: noon - 60_000,
        receivedAt: noon,
        clock: "synced",
        mediaId: media.id,
        mediaTitle: media.title,
        entryId: entry.id,
        entryName: entry.name,
        isRequested: false,
        widthPx: 64,
        heightPx: 36,
        sha256: rows[0]?.sha256,
        pictureUrl: `/api/evidence/${input.id}/picture`,
      },
    ]);
    await console.until("changed", (message) => JSON.stringify(message) === JSON.stringify({ what: "evidence", id: screen.id }));
    const picture = await fetch(world.server.origin + (rows[0]?.pictureUrl ?? ""), { headers: { cookie: operator.client.cookie } });
    expect(Buffer.from(await picture.arrayBuffer()).equals(Buffer.from(input.jpegBase64, "base64"))).toBe(true);
    expect(Object.fromEntries(["content-type", "content-disposition", "cache-control", "content-security-policy", "x-content-type-options", "etag"].map((name) => [name, picture.headers.get(name)]))).toEqual({
      "content-type": "image/jpeg",
      "content-disposition": "inline",
      "cache-control": "private, max-age=31536000, immutable",
      "content-security-policy": "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      "x-content-type-options": "nosniff",
      etag: `"${rows[0]?.sha256}"`,
    });
  });

  it("the same id again changes nothing, whatever comes with it: the first is kept", async () => {
    const { add: take, screen } = await camera();
    const first = pictureInput(world, "here");
    const other = { ...first, takenAt: noon - 5, jpegBase64: base64(jpeg("quite another")) };
    const answers = [await take(first), await take(first), await take(other)];
    expect(answers.map(({ body }) => body)).toEqual(Array.from({ length: 3 }, () => ({ id: first.id })));
    expect((await list({ screenId: screen.id })).rows).toMatchObject([{ id: first.id, takenAt: first.takenAt }]);
    const both = pictureInput(world, "here");
    expect((await Promise.all([take(both), take(both), take(both)])).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await list({ screenId: screen.id })).total).toBe(2);
  });

  it.each([
    ["what is no picture", base64(Buffer.alloc(400, 7)), "unsupportedContent"],
    ["a PNG", base64(png(7)), "unsupportedContent"],
    ["a JPEG that is cut off", base64(jpeg("cut").subarray(0, 240)), "unsupportedContent"],
    ["one wider than 1280 px", base64(jpeg("wide", 0, "wide")), "tooLarge"],
    ["one larger than 200 KB", base64(ofBytes(maxEvidenceBytes + 1)), "tooLarge"],
    ["one far larger", base64(jpeg("very heavy", 300_000)), "invalidInput"],
    ["no base64", "!".repeat(400), "invalidInput"],
  ])("%s is refused and leaves nothing", async (_what, jpegBase64, outcome) => {
    const { add: take, screen } = await camera();
    expect((await take({ jpegBase64 })).outcome).toBe(outcome);
    expect((await list({ screenId: screen.id })).total).toBe(0);
  });

  it("a sampled picture names media and an entry that are or were there; a requested one a command to this very screen", async () => {
    const mine = await camera();
    const other = await camera();
    const [command] = ((await send(operator, routes.remote.send, { body: { screenIds: [mine.screen.id], kind: "screenshot" } })).body as { commands: CommandRecord[] }).commands;
    const requested = { commandId: command?.id ?? "", mediaId: null, entryId: null };
    expect((await mine.add({ mediaId: "nosuchmedia" })).outcome).toBe("refersToMissing");
    expect((await mine.add({ entryId: "nosuchentry" })).outcome).toBe("refersToMissing");
    expect((await mine.add({ mediaId: null, entryId: null })).outcome).toBe("refersToMissing");
    expect((await other.add(requested)).outcome).toBe("refersToMissing");
    expect((await mine.add({ ...requested, commandId: "nosuchcommand" })).outcome).toBe("refersToMissing");
    expect((await mine.add(requested)).outcome).toBe("passes");
    const entry = await world.entry("here");
    await world.server.schedule.remove(world.place("here").staff, entry.id);
    expect((await mine.add({ entryId: entry.id })).outcome).toBe("passes");
    const { rows } = await list({ screenId: mine.screen.id });
    expect(rows.map(({ isRequested, mediaTitle, entryName }) => ({ isRequested, mediaTitle, entryName }))).toEqual(
      expect.arrayContaining([
        { isRequested: true, mediaTitle: null, entryName: null },
        { isRequested: false, mediaTitle: world.place("here").media.title, entryName: entry.name },
      ]),
    );
    expect((await list({ screenId: other.screen.id })).total).toBe(0);
  });

  it("taken in the future it counts as taken when it came, by an estimated clock", async () => {
    const { add: take, screen } = await camera();
    await take({ takenAt: noon + 3 * dayMs });
    await take({ takenAt: noon + 30_000, clock: "restamped" });
    expect((await list({ screenId: screen.id })).rows.map(({ takenAt, clock }) => ({ takenAt, clock }))).toEqual([
      { takenAt: noon + 30_000, clock: "restamped" },
      { takenAt: noon, clock: "estimated" },
    ]);
  });

  it("sixty an hour a screen are taken in, then it is told when to go on", async () => {
    const { add: take, screen } = await camera();
    const outcomes = [];
    for (let count = 0; count < 61; count += 1) outcomes.push((await take()).outcome);
    expect(outcomes).toEqual([...Array.from({ length: 60 }, () => "passes"), "rateLimited"]);
    expect((await list({ screenId: screen.id })).total).toBe(60);
  });

  it("a player's token opens its own door only: it neither lists nor looks, and a stranger adds nothing", async () => {
    const input = pictureInput(world, "here");
    await add(input);
    expect((await send(player(), routes.evidence.list, {})).outcome).toBe("notSignedIn");
    expect((await send(player(), routes.evidence.picture, { params: { id: input.id } })).outcome).toBe("notSignedIn");
    expect((await send(operator, routes.evidence.add, { body: pictureInput(world, "here") })).outcome).toBe("playerTokenRefused");
  });

  describe("a list", () => {
    it("is of the unit in which a screen was when the picture was taken, and those below", async () => {
      const [here, below] = [await camera("here"), await camera("below")];
      await here.add();
      await below.add();
      const neighbour = await signedIn(world, "operator", false, "there");
      expect([(await list({ screenId: here.screen.id })).total, (await list({ screenId: below.screen.id })).total]).toEqual([1, 1]);
      expect((await list({ screenId: here.screen.id, unitId: world.place("below").unit.id })).total).toBe(0);
      expect((await list({ screenId: here.screen.id }, neighbour)).total).toBe(0);
      const { id } = here.screen;
      const moved = { name: here.screen.name, kind: "bus", plate: null, line: null, place: null, widthPx: 1920, heightPx: 1080, timeZone: "Asia/Shanghai", tags: [], groupIds: [], version: 1 } as const;
      await world.server.screens.change(world.server.system, id, { ...moved, tags: [], groupIds: [], unitId: world.place("there").unit.id });
      await here.add();
      expect([(await list({ screenId: id })).total, (await list({ screenId: id }, neighbour)).total]).toEqual([1, 1]);
    });

    it("has days of the server's zone, both included", async () => {
      const { add: take, screen } = await camera();
      const at = ["2026-06-24T15:59:59.999Z", "2026-06-24T16:00:00Z", "2026-06-25T15:59:59.999Z", "2026-06-25T16:00:00Z"].map((text) => Date.parse(text));
      for (const takenAt of at) await take({ takenAt });
      const taken = async (query: object) => (await list({ screenId: screen.id, ...query })).rows.map((row) => row.takenAt);
      expect(await taken({ from: "2026-06-25", to: "2026-06-25" })).toEqual([at[2], at[1]]);
      expect(await taken({ from: "2026-06-26" })).toEqual([at[3]]);
      expect(await taken({ to: "2026-06-24" })).toEqual([at[0]]);
      expect(await taken({})).toEqual([...at].reverse());
      const page = (await send(operator, routes.evidence.list, { query: { screenId: screen.id, page: 2, pageSize: 3 } })).body as { rows: Evidence[]; total: number };
      expect([page.rows.map((row) => row.takenAt), page.total]).toEqual([[at[0]], 4]);
    });

    it("by campaign is of its entries on its units' screens, for those who see the campaign", async () => {
      const [here, below] = [await camera("here"), await camera("below")];
      const other = await world.entry("here");
      const wanted = (await here.add()).body as { id: string };
      await here.add({ entryId: other.id });
      await below.add({ entryId: world.place("here").entry.id });
      const campaign = await world.server.campaigns.create(world.place("here").staff, { ...campaignBody(world, "here"), unitIds: [world.place("below").unit.id] });
      const ofBelow = await list({ campaignId: campaign.id, screenId: below.screen.id });
      expect([ofBelow.total, (await list({ campaignId: campaign.id, screenId: here.screen.id })).total]).toEqual([1, 0]);
      const whole = await world.server.campaigns.create(world.place("here").staff, campaignBody(world, "here"));
      expect(idsOf(await list({ campaignId: whole.id, screenId: here.screen.id }))).toEqual([wanted.id]);
      const neighbour = await signedIn(world, "operator", false, "there");
      expect((await send(neighbour, routes.evidence.list, { query: { campaignId: whole.id } })).outcome).toBe("refersToMissing");
      const part = { entryIds: [world.place("here").entry.id], unitPaths: [world.place("here").unit.path] };
      expect((await world.server.evidence.forCampaign(part, "2026-06-26", "2026-06-26", 500)).map(({ id }) => id)).toContain(wanted.id);
      expect(await world.server.evidence.forCampaign(part, "2026-06-27", "2026-06-30", 500)).toEqual([]);
      expect(await world.server.evidence.forCampaign(part, "2026-06-26", "2026-06-26", 1)).toHaveLength(1);
    });

    it("still names a screen that was deleted", async () => {
      const { add: take, screen } = await camera();
      const { id } = (await take()).body as { id: string };
      await world.server.screens.remove(world.place("here").staff, screen.id);
      expect((await list({ screenId: screen.id })).rows).toMatchObject([{ id, screenName: screen.name }]);
    });
  });

  it("is forgotten after its time, and the file goes when nothing else needs it", async () => {
    const [one, two] = [await camera(), await camera()];
    // Sessions do not last that long.
    const kept = ({ screen }: typeof one) => world.server.evidence.page(world.place("here").staff, { page: 1, pageSize: 10, screenId: screen.id });
    const shared = base64(jpeg("on two screens alike"));
    await one.add({ jpegBase64: shared });
    await one.add();
    now = noon + 10 * dayMs;
    await two.add({ jpegBase64: shared });
    const [young] = (await kept(two)).rows;
    const old = (await kept(one)).rows;
    const lone = old.find(({ sha256 }) => sha256 !== young?.sha256);
    now = noon + 405 * dayMs;
    expect(await world.server.evidence.forget(400)).toBeGreaterThanOrEqual(2);
    expect([(await kept(one)).total, (await kept(two)).total]).toEqual([0, 1]);
    expect([stored(young?.sha256 ?? ""), stored(lone?.sha256 ?? "")]).toEqual([true, false]);
    expect(await world.server.evidence.bytes(young?.sha256 ?? "")).toEqual(Buffer.from(shared, "base64"));
    now = noon + 411 * dayMs;
    expect(await world.server.evidence.forget(400)).toBe(1);
    expect([stored(young?.sha256 ?? ""), await world.server.evidence.bytes(young?.sha256 ?? "")]).toEqual([false, null]);
  });

  it("nothing of all this was a failure of the server", () => {
    expect(world.server.failures).toEqual([]);
  });
});
