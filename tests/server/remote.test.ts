import { routes, type CommandRecord, type Manifest, type Screen, type ScreenSettings } from "@yilu/contract";
import { CommandsService } from "@yilu/server/features/remote/commands-service.ts";
import { CommandsRepository } from "@yilu/server/features/remote/repository.ts";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { send, signedIn, withToken, type Actor } from "../support/actors.ts";
import { databaseKinds } from "../support/databases.ts";
import { listening, welcomed, type Line } from "../support/sockets.ts";
import { noon, World } from "../support/world.ts";

const minuteMs = 60_000;

describe.each(databaseKinds)("on %s", (database) => {
  let world: World;
  let now = noon;
  let operator: Actor;
  const lines: Line[] = [];
  const kept = (line: Line): Line => {
    lines.push(line);
    return line;
  };

  beforeAll(async () => {
    world = await World.start({ database, clock: () => now });
    operator = await signedIn(world, "operator");
  });
  afterEach(() => {
    for (const line of lines.splice(0)) line.close();
    now = noon;
  });
  afterAll(() => world.close());

  const ask = (screens: readonly Pick<Screen, "id">[], kind: string) => send(operator, routes.remote.send, { body: { screenIds: screens.map(({ id }) => id), kind } });
  const asked = async (screens: readonly Pick<Screen, "id">[], kind: string) => ((await ask(screens, kind)).body as { commands: CommandRecord[] }).commands;
  const history = async ({ id }: Pick<Screen, "id">) => ((await send(operator, routes.remote.commands, { params: { id } })).body as { rows: CommandRecord[] }).rows;
  const audited = (action: string) => world.inspector.client.auditEntry.findMany({ where: { action }, orderBy: { id: "desc" } });

  async function paired(): Promise<{ screen: Screen; token: string }> {
    const screen = await world.screen("here");
    return { screen, token: await world.token(screen) };
  }
  const connected = async (token: string) => kept(await welcomed(world.server, token));

  describe("a command", () => {
    it("goes to a connected player at once, and what became of it is told to consoles and kept", async () => {
      const { screen, token } = await paired();
      const player = await connected(token);
      const console = kept(await listening(world.server, operator.client));
      const [command] = await asked([screen], "identify");
      expect(command).toEqual({
        id: command?.id,
        screenId: screen.id,
        screenName: screen.name,
        kind: "identify",
        state: "waiting",
        askedAt: noon,
        askedBy: command?.askedBy,
        sentAt: null,
        answeredAt: null,
        expiresAt: noon + 60 * minuteMs,
        reason: null,
      });
      expect(await player.until("command")).toEqual({ commandId: command?.id, kind: "identify" });
      now = noon + 1500;
      expect(await player.ask("commandDone", { commandId: command?.id, state: "done", reason: null })).toEqual({ ok: true, answer: null });
      expect(await history(screen)).toMatchObject([{ state: "done", sentAt: noon, answeredAt: noon + 1500, reason: null }]);
      await console.until("changed", () => console.all("changed").filter((one) => JSON.stringify(one) === JSON.stringify({ what: "commands", id: screen.id })).length === 3);
    });

    it("is audited with who asked for what, of each screen", async () => {
      const [one, two] = [await world.screen("here"), await world.screen("below")];
      await asked([one, two], "reload");
      const rows = (await audited("screen.command")).slice(0, 2);
      expect(rows.map(({ objectId, after, actorId }) => ({ objectId, after, byUser: actorId !== null })).sort((a, b) => (a.objectId === one.id ? -1 : b.objectId === one.id ? 1 : 0))).toEqual([
        { objectId: one.id, after: { kind: "reload" }, byUser: true },
        { objectId: two.id, after: { kind: "reload" }, byUser: true },
      ]);
    });

    it("waits for a player that is away, and is handed over when it comes within the hour", async () => {
      const { screen, token } = await paired();
      const [command] = await asked([screen], "screenshot");
      now = noon + 59 * minuteMs;
      const player = await connected(token);
      expect(await player.until("command")).toEqual({ commandId: command?.id, kind: "screenshot" });
      expect(await history(screen)).toMatchObject([{ state: "sent", sentAt: noon + 59 * minuteMs }]);
    });

    it("has expired after an hour: a player that comes then is told nothing", async () => {
      const { screen, token } = await paired();
      await asked([screen], "clearCache");
      now = noon + 60 * minuteMs;
      await world.server.commands.expire();
      expect(await history(screen)).toMatchObject([{ state: "expired", answeredAt: null }]);
      const player = await connected(token);
      const [next] = await asked([screen], "identify");
      expect(await player.until("command")).toEqual({ commandId: next?.id, kind: "identify" });
      expect(player.all("command")).toHaveLength(1);
    });

    it("that was sent and never answered is sent again at the next connection, under the same id", async () => {
      const { screen, token } = await paired();
      const first = await connected(token);
      const [command] = await asked([screen], "reload");
      await first.until("command");
      first.close();
      const again = await connected(token);
      expect(await again.until("command")).toEqual({ commandId: command?.id, kind: "reload" });
      await again.ask("commandDone", { commandId: command?.id, state: "done", reason: null });
      again.close();
      const third = await connected(token);
      const [next] = await asked([screen], "identify");
      expect(await third.until("command")).toEqual({ commandId: next?.id, kind: "identify" });
      expect(third.all("command")).toHaveLength(1);
    });

    it("asked again while it is not answered is the same one; afterwards it is a new one", async () => {
      const { screen, token } = await paired();
      const [first] = await asked([screen], "mute");
      const [again] = await asked([screen], "mute");
      const [other] = await asked([screen], "unmute");
      expect([again?.id, other?.id === first?.id]).toEqual([first?.id, false]);
      const player = await connected(token);
      await player.until("command", (message) => JSON.stringify(message) === JSON.stringify({ commandId: first?.id, kind: "mute" }));
      await player.ask("commandDone", { commandId: first?.id, state: "failed", reason: "没有声音" });
      const [fresh] = await asked([screen], "mute");
      expect(fresh?.id).not.toBe(first?.id);
      expect((await history(screen)).map(({ id, state, reason }) => ({ id, state, reason }))).toContainEqual({ id: first?.id, state: "failed", reason: "没有声音" });
    });

    it("asked for by many at once is one command", async () => {
      const { screen } = await paired();
      const all = await Promise.all(Array.from({ length: 6 }, () => asked([screen], "refresh")));
      expect(new Set(all.map(([one]) => one?.id)).size).toBe(1);
      expect(await history(screen)).toHaveLength(1);
    });

    it("is taken by one process of many", async () => {
      const { screen } = await paired();
      const [command] = await asked([screen], "identify");
      const { server, inspector } = world;
      const nobody = {} as never; // taking needs none of them
      const processes = Array.from({ length: 5 }, () => new CommandsService(new CommandsRepository(inspector.client), server.screens, nobody, nobody, { emit: () => undefined } as never, () => now));
      const taken = await Promise.all(processes.map((one) => one.take([screen.id])));
      expect(taken.flat()).toEqual([{ screenId: screen.id, commandId: command?.id, kind: "identify" }]);
    });

    it("asked in another process is handed over by the one that holds the connection", async () => {
      const { screen, token } = await paired();
      const player = await connected(token);
      const { id: commandId } = await world.inspector.client.playerCommand.create({
        data: { id: "fromelsewhere", screenId: screen.id, kind: "identify", askedAt: BigInt(noon), askedBy: "别处", expiresAt: BigInt(noon + 60 * minuteMs), state: "waiting" },
      });
      expect(await player.until("command")).toEqual({ commandId, kind: "identify" });
    });

    it("answered by a player of another screen, or one that does not exist, is refused and changes nothing", async () => {
      const [mine, other] = [await paired(), await paired()];
      const [command] = await asked([mine.screen], "identify");
      const player = await connected(other.token);
      for (const commandId of [command?.id, "nosuchcommand"]) expect(await player.ask("commandDone", { commandId, state: "done", reason: null })).toEqual({ ok: false, code: "notFound" });
      expect(await history(mine.screen)).toMatchObject([{ state: "waiting" }]);
    });

    it("keeps its first answer; one that came too late counts all the same", async () => {
      const { screen, token } = await paired();
      const player = await connected(token);
      const [command] = await asked([screen], "clearCache");
      await player.until("command");
      now = noon + 61 * minuteMs;
      await world.server.commands.expire();
      expect(await history(screen)).toMatchObject([{ state: "expired" }]);
      await player.ask("commandDone", { commandId: command?.id, state: "done", reason: null });
      await player.ask("commandDone", { commandId: command?.id, state: "failed", reason: "又一次" });
      expect(await history(screen)).toMatchObject([{ state: "done", reason: null }]);
    });

    it("to five hundred screens takes one call, to more it is refused", async () => {
      const unknown = Array.from({ length: 501 }, (_, index) => ({ id: `s${index}` }));
      expect((await ask(unknown, "reload")).outcome).toBe("invalidInput");
      expect((await ask(unknown.slice(0, 500), "reload")).outcome).toBe("refersToMissing");
    });
  });

  it("whoever asks too often is told when to go on", async () => {
    const busy = await signedIn(world, "operator");
    const screen = await world.screen("here");
    const answers = [];
    for (let count = 0; count < 61; count += 1) answers.push((await send(busy, routes.remote.send, { body: { screenIds: [screen.id], kind: "identify" } })).outcome);
    expect(answers).toEqual([...Array.from({ length: 60 }, () => "passes"), "rateLimited"]);
  });

  describe("settings", () => {
    const settings = async ({ id }: Pick<Screen, "id">) => (await send(operator, routes.remote.settings, { params: { id } })).body as { settings: ScreenSettings; version: number };
    const change = (screens: readonly Pick<Screen, "id">[], set: ScreenSettings, clear: string[] = [], version?: number) =>
      send(operator, routes.remote.changeSettings, { body: { screenIds: screens.map(({ id }) => id), set, clear, ...(version === undefined ? {} : { version }) } });
    const manifestOf = async (token: string) => (await send(withToken(world, "player", "player", token), routes.player.manifest, {})).body as Manifest;
    const hours = [{ days: [1, 2, 3, 4, 5, 6, 7], from: "06:00", to: "22:00" }];

    it("are what the kind has until something is set; then the profile of just these screens has it, and equal ones share it", async () => {
      const [one, two, other] = [await paired(), await paired(), await paired()];
      const before = await manifestOf(one.token);
      expect(before.profile).toEqual({ kind: "bus", widthPx: 1920, heightPx: 1080, fit: "contain", muted: true });
      expect(await settings(one.screen)).toEqual({ screenId: one.screen.id, settings: {}, version: 1 });
      const players = [await connected(one.token), await connected(two.token), await connected(other.token)];
      expect((await change([one.screen, two.screen], { operatingHours: hours, rotation: 90, muted: false })).body).toEqual({ changed: 2 });
      const { revision } = await manifestOf(one.token);
      await Promise.all(players.slice(0, 2).map((player) => player.until("manifest:changed")));
      expect(players.map((player) => player.all("manifest:changed"))).toEqual([[{ revision }], [{ revision }], []]);
      expect((await manifestOf(two.token)).revision).toBe(revision);
      expect((await manifestOf(other.token)).revision).toBe(before.revision);
      expect((await manifestOf(one.token)).profile).toEqual({ ...before.profile, muted: false, operatingHours: hours, rotation: 90 });
    });

    it("change what is named, take back what is cleared and leave the rest, of each screen by itself", async () => {
      const [one, two] = [await world.screen("here"), await world.screen("here")];
      await change([one], { fit: "cover", sendPlaysEveryMs: 60_000 });
      await change([two], { rotation: 180 });
      expect((await change([one, two], { oneDecoder: true }, ["fit", "rotation"])).body).toEqual({ changed: 2 });
      expect([await settings(one), await settings(two)]).toEqual([
        { screenId: one.id, settings: { sendPlaysEveryMs: 60_000, oneDecoder: true }, version: 3 },
        { screenId: two.id, settings: { oneDecoder: true }, version: 3 },
      ]);
      expect((await audited("screen.settings")).slice(0, 2).map(({ objectId, before, after }) => ({ objectId, before, after }))).toEqual(
        expect.arrayContaining([
          { objectId: one.id, before: { fit: "cover", sendPlaysEveryMs: 60_000 }, after: { sendPlaysEveryMs: 60_000, oneDecoder: true } },
          { objectId: two.id, before: { rotation: 180 }, after: { oneDecoder: true } },
        ]),
      );
    });

    it("that are so already change nothing: no new version, no audit entry; cleared, a screen is as its kind again", async () => {
      const screen = await world.screen("here");
      await change([screen], { fit: "cover" });
      const entries = (await audited("screen.settings")).length;
      expect((await change([screen], { fit: "cover" }, ["volume"])).body).toEqual({ changed: 0 });
      expect([(await settings(screen)).version, (await audited("screen.settings")).length]).toEqual([2, entries]);
      expect((await change([screen], {}, ["fit"])).body).toEqual({ changed: 1 });
      expect((await settings(screen)).settings).toEqual({});
      expect((await world.inspector.client.screen.findUniqueOrThrow({ where: { id: screen.id } })).settings).toBeNull();
    });

    it("of one screen are saved against the version that was read, and refused against an older one", async () => {
      const screen = await world.screen("here");
      const { version } = await settings(screen);
      expect((await change([screen], { rotation: 90 }, [], version)).body).toEqual({ changed: 1 });
      expect((await change([screen], { rotation: 270 }, [], version)).outcome).toBe("versionMismatch");
      expect((await settings(screen)).settings).toEqual({ rotation: 90 });
      expect((await change([screen, await world.screen("here")], { rotation: 0 }, [], 2)).outcome).toBe("invalidInput");
    });

    it("saved by many at once are all there", async () => {
      const screen = await world.screen("here");
      const parts: ScreenSettings[] = [{ fit: "cover" }, { rotation: 90 }, { muted: false }, { oneDecoder: true }, { sendPlaysEveryMs: 5000 }];
      await Promise.all(parts.map((part) => change([screen], part)));
      expect((await settings(screen)).settings).toEqual(Object.assign({}, ...parts));
    });

    it.each([
      ["a turn that is no quarter", { rotation: 45 }],
      ["a viewport without width", { viewport: { x: 0, y: 0, widthPx: 0, heightPx: 320 } }],
      ["a volume above 100", { volume: [{ ...hours[0], percent: 101 }] }],
      ["hours without days", { operatingHours: [{ days: [], from: "06:00", to: "22:00" }] }],
      ["a name nobody knows", { brightnes: [] }],
    ])("%s is refused", async (_what, set) => {
      const screen = await world.screen("here");
      expect((await change([screen], set as ScreenSettings)).outcome).toBe("invalidInput");
      expect((await settings(screen)).settings).toEqual({});
    });
  });

  it("nothing of all this was a failure of the server", () => {
    expect(world.server.failures).toEqual([]);
  });
});
