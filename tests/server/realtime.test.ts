import { routes, type Entry, type Manifest, type Screen } from "@yilu/contract";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { send, signedIn, withToken } from "../support/actors.ts";
import { Client, testPassword } from "../support/server.ts";
import { handshake, listening, playerLine, welcomed, consoleLine, type Line } from "../support/sockets.ts";
import { entryBody, ledgerId, noon, playAt, World } from "../support/world.ts";

let world: World;
const lines: Line[] = [];
const kept = <L extends Line>(line: L): L => {
  lines.push(line);
  return line;
};

beforeAll(async () => {
  world = await World.start({ clock: () => noon });
});
afterEach(() => {
  for (const line of lines.splice(0)) line.close();
});
afterAll(() => world.close());

const idOf = (message: unknown, name: string): unknown => (typeof message === "object" && message !== null ? (message as Record<string, unknown>)[name] : undefined);
const about = (name: string, value: unknown) => (message: unknown) => idOf(message, name) === value;
const status = (change: object = {}) => ({
  revision: null,
  download: null,
  playing: null,
  cacheUsedBytes: 0,
  cacheQuotaBytes: 1_000_000,
  persistent: true,
  ledgerHead: 0,
  unsentPlays: 0,
  clock: "synced",
  droppedFrames: 0,
  failedItems: 0,
  ...change,
});

/** A connected player on a new screen of its own. */
async function player(change: Parameters<World["screen"]>[1] = {}) {
  const screen = await world.screen("here", change);
  const token = await world.token(screen);
  const line = kept(await welcomed(world.server, token));
  const answer = () => send(withToken(world, "player", "player", token), routes.player.manifest, {});
  // The manifest's shape is openapi.test.ts's subject.
  const manifest = async () => (await answer()).body as Manifest;
  return { screen, token, line, answer, manifest };
}

const entryFor = (screen: Screen, change: object = {}): Promise<Entry> => {
  const { staff, playlist } = world.place("here");
  return world.server.schedule.create(staff, { ...entryBody(world.name("here", "排期"), playlist.id, [{ kind: "screen", screenId: screen.id }]), ...change });
};

describe("manifests, as they change", () => {
  it("an entry is told to the screens it is for, with the revision they then get, and to no other", async () => {
    const [one, other] = [await player(), await player()];
    await entryFor(one.screen);
    const hint = await one.line.until("manifest:changed");
    expect(hint).toEqual({ revision: (await one.manifest()).revision });
    // The other hears of its own entry afterwards: had there been an earlier hint, it would have come first.
    await entryFor(other.screen);
    await other.line.until("manifest:changed");
    expect(other.line.all("manifest:changed")).toEqual([{ revision: (await other.manifest()).revision }]);
    expect(one.line.all("manifest:changed")).toHaveLength(1);
  });

  it("a changed entry, a removed one and a changed playlist are told as well", async () => {
    const { screen, line, manifest } = await player();
    const { staff, media } = world.place("here");
    const revisionAfter = async (act: () => Promise<unknown>) => {
      const heard = line.all("manifest:changed").length;
      await act();
      await line.until("manifest:changed", () => line.all("manifest:changed").length > heard);
      const { revision } = await manifest();
      expect(line.all("manifest:changed").at(-1)).toEqual({ revision });
      return revision;
    };
    const list = await world.playlist("here");
    const revisions: string[] = [];
    let entry: Entry | null = null;
    revisions.push(await revisionAfter(async () => (entry = await entryFor(screen, { playlistId: list.id }))));
    const made: Entry = entry ?? (await entryFor(screen));
    revisions.push(await revisionAfter(() => world.server.playlists.change(staff, list.id, { name: list.name, items: [{ mediaId: media.id, durationMs: 7_000 }], version: list.version })));
    const changed = { ...entryBody(made.name, list.id, made.include), startDate: "2026-06-20", version: made.version };
    revisions.push(await revisionAfter(() => world.server.schedule.change(staff, made.id, changed)));
    revisions.push(await revisionAfter(() => world.server.schedule.remove(staff, made.id)));
    expect(new Set(revisions).size).toBe(4);
  });

  it("media that is removed from its list leaves the manifest, and a new one comes once it is approved", async () => {
    const { screen, line, manifest } = await player();
    const { staff } = world.place("here");
    const fresh = await world.pending("here");
    const list = await world.playlist("here");
    await entryFor(screen, { playlistId: list.id });
    await line.until("manifest:changed");
    const refused = world.server.playlists.change(staff, list.id, { name: list.name, items: [{ mediaId: fresh.id, durationMs: 5_000 }], version: list.version });
    await expect(refused).rejects.toMatchObject({ code: "mediaNotApproved" });
    await world.approve(fresh);
    await world.server.playlists.change(staff, list.id, { name: list.name, items: [{ mediaId: fresh.id, durationMs: 5_000 }], version: list.version });
    await line.until("manifest:changed", () => line.all("manifest:changed").length === 2);
    expect((await manifest()).media.filter(({ id }) => id === fresh.id)).toMatchObject([{ sha256: fresh.sha256 }]);
  });

  it("an approval that changes no manifest is told to no screen", async () => {
    const { screen, line } = await player();
    await world.approved("here");
    await entryFor(screen);
    await line.until("manifest:changed");
    expect(line.all("manifest:changed")).toHaveLength(1);
  });

  it("If-None-Match with the revision answers 304 and nothing else, another one the manifest", async () => {
    const { token, answer } = await player();
    const full = await answer();
    const etag = `"${String(idOf(full.body, "revision"))}"`;
    const asked = (value: string) => send({ ...withToken(world, "player", "player", token), headers: { authorization: `Bearer ${token}`, "if-none-match": value } }, routes.player.manifest, {});
    const [same, other] = [await asked(etag), await asked(`"${"0".repeat(64)}"`)];
    expect([same.status, same.text, other.status]).toEqual([304, "", 200]);
    const response = await fetch(`${world.server.origin}/api/player/manifest`, { headers: { authorization: `Bearer ${token}` } });
    expect([response.headers.get("etag"), response.headers.get("cache-control")]).toEqual([etag, "private, no-cache"]);
  });

  it("screens with equal programmes share a revision, each with its own id and time; another shape has another", async () => {
    const [one, two, wide] = [await player(), await player(), await player({ widthPx: 3840 })];
    const manifests = [await one.manifest(), await two.manifest(), await wide.manifest()];
    expect(manifests[1]).toEqual({ ...manifests[0], screenId: two.screen.id });
    expect(manifests[2]?.revision).not.toBe(manifests[0]?.revision);
    expect(manifests[0]).toMatchObject({ screenId: one.screen.id, generatedAt: noon, horizonEnd: noon + 30 * 86_400_000 });
  });
});

describe("players", () => {
  const placed = (seq: number) => playAt(world.place("here"), seq, noon - 1_000 * seq);

  it("the welcome names the screen, its revision, and how far the ledger was received", async () => {
    const { screen, token, line, manifest } = await player();
    const { revision } = await manifest();
    expect(line.all("welcome")).toEqual([{ screenId: screen.id, screenName: screen.name, unitName: screen.unitName, plate: screen.plate, line: screen.line, revision, ledgerReceivedTo: 0 }]);
    expect(await line.ask("plays", { ledgerId, plays: [placed(3), placed(4), placed(7)] })).toEqual({
      ok: true,
      answer: { ledgerId, acknowledged: [[3, 4], [7, 7]], keptApart: [] },
    });
    const again = kept(await welcomed(world.server, token));
    const elsewhere = kept(playerLine(world.server, { ...handshake(token), ledgerId: "0f1e2d3c-0000-4000-8000-000000000002" }));
    expect(idOf(await again.until("welcome"), "ledgerReceivedTo")).toBe(7);
    expect(idOf(await elsewhere.until("welcome"), "ledgerReceivedTo")).toBe(0);
  });

  it("the clock answers with the server's time at receipt and at answering", async () => {
    const { line } = await player();
    expect(await line.ask("clock", { t0: 12.5 })).toEqual({ ok: true, answer: { t0: 12.5, receivedAt: noon, answeredAt: noon } });
  });

  it("a wrong token, an older and a newer protocol, and a handshake that is none are refused with their codes", async () => {
    const { token } = await player();
    const refusal = (auth: Record<string, unknown>) => kept(playerLine(world.server, auth)).until("connect_error");
    expect([
      await refusal(handshake("Z".repeat(43))),
      await refusal({ ...handshake(token), protocol: 0 }),
      await refusal({ ...handshake(token), protocol: 2 }),
      await refusal({}),
    ]).toEqual(["playerTokenRefused", "clientTooOld", "serverTooOld", "invalidInput"]);
  });

  it("no page of another site opens a socket, of players or of consoles", async () => {
    const { token } = await player();
    const { client } = await signedIn(world, "administrator");
    const foreign = { origin: "https://elsewhere.example" };
    const refusals = [playerLine(world.server, handshake(token), foreign), consoleLine(world.server, client, foreign)].map((line) => kept(line).until("connect_error"));
    expect(await Promise.all(refusals)).toEqual(["websocket error", "websocket error"]);
    const own = kept(playerLine(world.server, handshake(token), { origin: world.server.origin }));
    await own.until("welcome");
  });
});

describe("consoles", () => {
  const listener = async (side: "here" | "there" | "above"): Promise<{ actor: Awaited<ReturnType<typeof signedIn>>; line: Line }> => {
    const actor = await signedIn(world, "operator", false, side);
    return { actor, line: kept(await listening(world.server, actor.client)) };
  };
  /** Does something in the sibling unit that its users hear, so that all that came before has arrived. */
  const fence = async (line: Line) => {
    const group = await world.group("there");
    await line.until("changed", about("id", group.id));
  };

  it("hear of changes in their own unit and below, those above too, and another unit nothing at all", async () => {
    const [here, there, above] = [await listener("here"), await listener("there"), await listener("above")];
    const groups = [await world.group("here"), await world.group("below")];
    for (const { id } of groups) for (const { line } of [here, above]) expect(await line.until("changed", about("id", id))).toEqual({ what: "groups", id });
    await fence(there.line);
    expect(there.line.heard.filter(({ message }) => groups.some(({ id }) => idOf(message, "id") === id))).toEqual([]);
    await fence(above.line);
    expect(here.line.all("changed")).toEqual(groups.map(({ id }) => ({ what: "groups", id })));
  });

  it("hear what a screen says, live, and its plays as they are counted; another unit does not", async () => {
    const [here, there, above] = [await listener("here"), await listener("there"), await listener("above")];
    const { screen, line } = await player();
    const { media, entry } = world.place("here");
    const playing = { mediaId: media.id, entryId: entry.id, startedAt: noon };
    expect(await line.ask("status", status({ playing, unsentPlays: 2 }))).toEqual({ ok: true, answer: null });
    await line.ask("plays", { ledgerId, plays: [playAt(world.place("here"), 1, noon)] });
    for (const console of [here, above]) {
      expect(await console.line.until("plays:counted", about("screenId", screen.id))).toEqual({ screenId: screen.id, plays: 1, playsToday: 1 });
      const live = await console.line.until("screen:live", (message) => about("screenId", screen.id)(message) && idOf(message, "unsentPlays") === 2);
      expect(live).toMatchObject({ state: "online", lastSeenAt: noon, playing: { ...playing, title: media.title, posterUrl: media.posterUrl }, playerVersion: "1.0.0", clock: "synced" });
    }
    await fence(there.line);
    expect(there.line.heard.filter(({ message }) => idOf(message, "screenId") === screen.id)).toEqual([]);
  });

  it("are told when a screen goes", async () => {
    const { line: console } = await listener("here");
    const { screen, line } = await player();
    await console.until("screen:live", (message) => about("screenId", screen.id)(message) && idOf(message, "state") === "online");
    line.close();
    await console.until("screen:live", (message) => about("screenId", screen.id)(message) && idOf(message, "state") === "offline");
  });

  it("the plays of a screen that moved to another unit are told there, also while it stays connected", async () => {
    const [here, there] = [await listener("here"), await listener("there")];
    const { screen, line } = await player();
    const { id, unitName: _unitName, order: _order, live: _live, ...content } = screen;
    await world.server.screens.change(world.server.system, id, { ...content, unitId: world.place("there").unit.id });
    await line.ask("plays", { ledgerId, plays: [playAt(world.place("here"), 1, noon)] });
    await there.line.until("plays:counted", about("screenId", id));
    expect(here.line.all("plays:counted")).toEqual([]);
  });

  it("nobody without a session, and nobody who must change the password first", async () => {
    const { client } = await signedIn(world, "administrator", true);
    const refusals = [consoleLine(world.server, { cookie: "" }), consoleLine(world.server, { cookie: "yilu.sid=s%3Aforged.signature" }), consoleLine(world.server, client)];
    expect(await Promise.all(refusals.map((line) => kept(line).until("connect_error")))).toEqual(["notSignedIn", "notSignedIn", "passwordChangeRequired"]);
  });

  it("whoever is disabled or moved to another unit is disconnected at once, and told why", async () => {
    const change = { displayName: "改", role: "operator" as const, version: 1 };
    for (const to of [{ unitId: world.place("there").unit.id, disabled: false }, { unitId: world.place("here").unit.id, disabled: true }]) {
      const { actor, line } = await listener("here");
      await world.server.users.changeUser(world.server.system, actor.userId, { ...change, ...to });
      expect(await line.until("session:ended")).toEqual({ code: "notSignedIn" });
      await line.until("disconnect");
      expect((await send(actor, routes.session.me, {})).outcome).toBe("notSignedIn");
    }
  });

  it("signing out ends the sockets of that session and no other", async () => {
    const { actor, line } = await listener("here");
    const second = await signedIn(world, "operator");
    const other = kept(await listening(world.server, second.client));
    await send(actor, routes.session.signOut, {});
    await line.until("session:ended");
    await line.until("disconnect");
    const group = await world.group("here");
    await other.until("changed", about("id", group.id));
  });

  it("changing one's password ends one's other sessions' sockets, and keeps one's own", async () => {
    const { actor, line: own } = await listener("here");
    const elsewhere = { client: new Client(world.server.origin), headers: {} };
    await send(elsewhere, routes.session.signIn, { body: { username: actor.username, password: testPassword } });
    const other = kept(await listening(world.server, elsewhere.client));
    expect((await send(actor, routes.session.changePassword, { body: { current: testPassword, next: "another-horse-43" } })).outcome).toBe("passes");
    await other.until("session:ended");
    await other.until("disconnect");
    const group = await world.group("here");
    await own.until("changed", about("id", group.id));
    expect([own.socket.connected, own.all("session:ended")]).toEqual([true, []]);
  });
});

it("none of it was a failure of the server", () => {
  expect(world.server.failures).toEqual([]);
});
