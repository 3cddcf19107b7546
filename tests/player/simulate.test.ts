import { systemClock } from "@yilu/server/clock.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { simulate, type Order, type Outcome } from "../../player/simulate/fleet.ts";
import { climate, lifeOf, weatherAt, type Being, type Climate } from "../../player/simulate/life.ts";
import { Journey, sourcesOf, Wall } from "../../player/simulate/time.ts";
import { testPassword, userIn } from "../support/server.ts";
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

// Real sockets and hundreds of boots: seconds on a free machine, more on one that is shared.
describe("a fleet against a real server", { timeout: 90_000 }, () => {
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

  test("the same seed shows the same plays", async () => {
    const shown = async () => (await simulate({ ...order, players: 3, hours: 0.5 })).accounts.map(({ tally }) => tally.shown);
    expect(await shown()).toEqual(await shown());
  });

  test("stopped early, what was played is checked all the same", async () => {
    const stopping = new AbortController();
    setTimeout(() => stopping.abort(), 1_500);
    const { accounts, plays } = await simulate({ ...order, players: 2, hours: 10, speed: 60, seed: "early", signal: stopping.signal });
    expect(accounts.every(({ differs, missing, doubled }) => !differs && missing + doubled === 0)).toBe(true);
    expect(plays).toBeGreaterThan(0);
  });
});
