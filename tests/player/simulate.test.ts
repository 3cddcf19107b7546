import type { CommandKind, CommandRecord, Evidence } from "@yilu/contract";
import { systemClock } from "@yilu/server/clock.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBrowser } from "../../player/simulate/browser.ts";
import { simulate, type Order, type Outcome } from "../../player/simulate/fleet.ts";
import { climate, lifeOf, weatherAt, type Being, type Climate, type Life } from "../../player/simulate/life.ts";
import { Line } from "../../player/simulate/line.ts";
import { simulatedPicture } from "../../player/simulate/picture.ts";
import { Player } from "../../player/simulate/player.ts";
import { Journey, sourcesOf, Wall } from "../../player/simulate/time.ts";
import { Client, testPassword, userIn } from "../support/server.ts";
import { until } from "../support/until.ts";
import { entryBody, World } from "../support/world.ts";

/** Wed 24 June 2026, 20:00 to Fri 26 June, 08:00 in Shanghai. */
const period = { from: Date.UTC(2026, 5, 24, 12, 0), to: Date.UTC(2026, 5, 26, 0, 0) };
const bus: Being = { name: "7", isVehicle: true, zoneOffsetMs: 8 * 3_600_000 };

describe("a simulated life", () => {
  test("is the same for the same seed, and another for another", () => {
    expect(lifeOf("a", bus, period)).toEqual(lifeOf("a", bus, period));
    expect(lifeOf("a", bus, period)).not.toEqual(lifeOf("b", bus, period));
    expect(lifeOf("a", bus, period)).not.toEqual(lifeOf("a", { ...bus, name: "8" }, period));
  });

  test("a bus makes trips of at most 40 minutes and is dark from 22:00 to 06:00", () => {
    const { powered } = lifeOf("a", bus, period);
    expect(powered.length).toBeGreaterThan(20);
    for (const { from, to } of powered) {
      expect(to - from).toBeLessThanOrEqual(40 * 60_000);
      expect(((from / 3_600_000 + 8) % 24) * ((to / 3_600_000 + 8) % 24)).toBeGreaterThanOrEqual(6 * 6);
      expect((to / 3_600_000 + 8) % 24).toBeLessThanOrEqual(22);
    }
    expect(powered.at(-1)?.to).toBeLessThanOrEqual(period.to);
  });

  test("a wall is on all day", () => {
    expect(lifeOf("a", { ...bus, isVehicle: false }, period).powered).toEqual([
      { from: period.from, to: Date.UTC(2026, 5, 24, 14, 0) },
      { from: Date.UTC(2026, 5, 24, 22, 0), to: Date.UTC(2026, 5, 25, 14, 0) },
      { from: Date.UTC(2026, 5, 25, 22, 0), to: period.to },
    ]);
  });

  test("over many players each misfortune has its part", () => {
    const lives = Array.from({ length: 1000 }, (_, index) => lifeOf("a", { ...bus, name: String(index) }, period));
    const part = (is: (life: (typeof lives)[number]) => boolean) => lives.filter(is).length / lives.length;
    expect(part(({ spells }) => spells.length > 0)).toBeCloseTo(climate.patchy, 1);
    expect(part(({ clock }) => clock === "1970")).toBeCloseTo(climate.in1970, 1);
    expect(part(({ clock }) => clock === "a day ahead")).toBeCloseTo(climate.dayAhead, 1);
    expect(new Set(lives.flatMap(({ spells }) => spells.map(({ weather }) => weather)))).toEqual(new Set(["down", "silent", "slow"]));
    expect(weatherAt(lives[0]?.spells ?? [], period.from)).toBe("good");
  });
});

test("a device tells whole milliseconds, from 1970 or a day ahead if its clock is wrong", () => {
  const journey = new Journey(new Wall(period.from + 0.5, 1), period.from + 0.5);
  const told = (["right", "1970", "a day ahead"] as const).map((wrong) => sourcesOf(journey, period.from - 1000, wrong).device());
  expect(told).toEqual([period.from, 1000, period.from + 86_400_000]);
});

test("the picture that stands in for a film is a whole JPEG, another for each screen and time", () => {
  const pictures = [simulatedPicture(0.1, "2026-06-24 15:42:10"), simulatedPicture(0.6, "2026-06-24 15:42:10"), simulatedPicture(0.1, "2026-06-24 15:42:11")];
  expect(new Set(pictures).size).toBe(3);
  for (const picture of pictures) {
    const jpeg = Buffer.from(picture, "base64");
    expect([jpeg.subarray(0, 3).toString("hex"), jpeg.subarray(-2).toString("hex")]).toEqual(["ffd8ff", "ffd9"]);
    expect(jpeg.length).toBeLessThan(20_000);
  }
});

// Real sockets and hundreds of boots: seconds on a free machine, more on one that is shared.
describe("a fleet against a real server", { timeout: 180_000 }, () => {
  let world: World;
  let order: Order;
  beforeAll(async () => {
    world = await World.start({ clock: systemClock });
    await userIn(world.server, "administrator", world.server.root.id, "simulant");
    const unit = await world.unit("above");
    const { staff, media } = world.place("above");
    const items = [40_000, 30_000, 50_000].map((durationMs) => ({ mediaId: media.id, durationMs }));
    const playlist = await world.server.playlists.create(staff, { name: "循环", items });
    await world.server.schedule.create(staff, entryBody("循环", playlist.id, [{ kind: "unit", unitId: unit.id }]));
    const rough: Climate = { ...climate, patchy: 0.6, slow: 0, in1970: 0.3, dayAhead: 0.2, failures: 0.02, night: null };
    order = { origin: world.server.origin, username: "simulant", password: testPassword, players: 10, hours: 2, speed: 3_600, seed: "test", unit: unit.id, download: false, climate: rough, say: () => undefined };
  });
  afterAll(() => world.close());

  const sum = ({ accounts }: Outcome, of: (account: Outcome["accounts"][number]) => number) => accounts.reduce((total, account) => total + of(account), 0);

  test("ten players, two hours, cuts and disconnects: the books are equal to the ledgers", async () => {
    const outcome = await simulate(order);
    expect(outcome.accounts).toHaveLength(10);
    for (const { tally, reported, missing, doubled, differs } of outcome.accounts) {
      expect(tally.inLedger).toBeGreaterThan(0);
      expect(reported).toEqual(tally.sums);
      expect({ missing, doubled, differs, waiting: tally.waiting, keptApart: tally.keptApart }).toEqual({ missing: 0, doubled: 0, differs: false, waiting: 0, keptApart: 0 });
    }
    expect(outcome.missingByServer).toBe(0);
    expect(outcome.plays).toBeGreaterThan(800);
    expect(sum(outcome, ({ tally }) => tally.cuts)).toBeGreaterThan(30);
    expect(sum(outcome, ({ tally }) => tally.connections)).toBeGreaterThan(30);
    expect(sum(outcome, ({ tally }) => tally.sums.interrupted)).toBeGreaterThan(10);
    expect(sum(outcome, ({ tally }) => tally.sums.failed)).toBeGreaterThan(10);
    expect(world.server.failures).toEqual([]);
  });

  test("the same seed shows the same plays, in one process or in two", async () => {
    const shown = async (processes: number) => (await simulate({ ...order, players: 3, hours: 0.5, processes })).accounts.map(({ tally }) => tally.shown);
    expect(await shown(1)).toEqual(await shown(2));
  });

  test("a simulated screen does what staff ask of it: a picture comes in, and loaded anew it plays on", async () => {
    openBrowser(world.server.origin);
    const { screen, token } = world.place("above");
    const staff = await new Client(world.server.origin).signIn("simulant", testPassword);
    const now = Date.now();
    const life: Life = { powered: [{ from: now, to: now + 3_600_000 }], spells: [], clock: "right", failures: 0 };
    const player = new Player({ token, seed: "remote", life, isLowOnStorage: false, download: false }, new Journey(new Wall(now, 1), now), Line.straight(world.server.origin));
    const living = player.live();
    const rows = async <T>(path: string): Promise<T[]> => ((await staff.request("GET", path)).body as { rows: T[] }).rows; // as the contract has it
    const asked = async (kind: CommandKind): Promise<CommandRecord> => {
      await until(async () => player.tally.shown > 0);
      const { body } = await staff.request("POST", "/api/screens/commands", { screenIds: [screen.id], kind });
      const [command] = (body as { commands: CommandRecord[] }).commands;
      return until(async () => (await rows<CommandRecord>(`/api/screens/${screen.id}/commands`)).find(({ id, answeredAt }) => id === command?.id && answeredAt !== null));
    };
    for (const kind of ["identify", "screenshot", "mute", "clearCache", "refresh"] as const) expect(await asked(kind)).toMatchObject({ kind, state: "done", reason: null });
    const [picture] = await until(async () => {
      const pictures = await rows<Evidence>(`/api/evidence?screenId=${screen.id}`);
      return pictures.length > 0 && pictures;
    });
    expect(picture).toMatchObject({ isRequested: true, widthPx: 640, heightPx: 360, clock: "synced" });
    const { connections } = player.tally;
    expect(await asked("reload")).toMatchObject({ state: "done" });
    await until(async () => player.tally.connections > connections);
    player.stop();
    await living;
    player.close();
    expect(world.server.failures).toEqual([]);
  });

  test("stopped early, what was played is checked all the same", async () => {
    const stopping = new AbortController();
    const before = await world.inspector.client.play.count();
    void until(async () => (await world.inspector.client.play.count()) > before).then(() => stopping.abort());
    const { accounts, plays } = await simulate({ ...order, players: 2, hours: 10, speed: 60, seed: "early", signal: stopping.signal });
    expect(accounts.every(({ differs, missing, doubled }) => !differs && missing + doubled === 0)).toBe(true);
    expect(plays).toBeGreaterThan(0);
  });
});
