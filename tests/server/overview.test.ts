import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { databaseKinds } from "../support/databases.ts";
import { noon, World } from "../support/world.ts";

/** A player's report, as far as it tells how far a manifest has come. */
const report = (revision: string | null, download: { revision: string; state: "downloading" | "ready" } | null, unsentPlays: number) => ({
  revision,
  download: download === null ? null : { ...download, doneBytes: 1, totalBytes: 2 },
  playing: null,
  cacheUsedBytes: 0,
  cacheQuotaBytes: 1,
  persistent: true,
  ledgerHead: 0,
  unsentPlays,
  clock: "synced" as const,
  droppedFrames: 0,
  failedItems: 0,
});

describe.each(databaseKinds)("the overview, on %s", (database) => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ database });
  });
  afterAll(() => world.close());

  it("counts states and stages as the list of screens shows them, and what waits on screens", async () => {
    const { server, inspector } = world;
    const caller = world.place("here").staff;
    const other = "b".repeat(64);
    const given = [
      { onlineUntil: noon + 1, report: report(other, { revision: other, state: "ready" }, 3) },
      { onlineUntil: noon, report: report(other, null, 4) },
      { onlineUntil: noon + 60_000, report: null },
      { onlineUntil: 0, report: null },
    ];
    for (const [index, { onlineUntil, report: said }] of given.entries()) {
      const screen = await world.screen("here", { name: `状态屏${index}` });
      await world.token(screen);
      await inspector.client.screenStatus.create({ data: { screenId: screen.id, lastSeenAt: BigInt(noon), onlineUntil: BigInt(onlineUntil), ...(said === null ? {} : { report: said }) } });
    }
    await world.screen("here", { name: "没有播放端" });
    const { rows, total } = await server.screens.page(caller, { page: 1, pageSize: 200 });
    const counted = <K extends string>(key: (row: (typeof rows)[number]) => K) => Object.fromEntries([...new Set(rows.map(key))].map((name) => [name, rows.filter((row) => key(row) === name).length]));
    const overview = await server.reports.overview(caller);
    expect(overview.screens).toEqual({ total, online: 0, offline: 0, neverSeen: 0, unpaired: 0, ...counted(({ live }) => live.state) });
    expect(overview.stages).toEqual({ latest: 0, downloading: 0, waiting: 0, stale: 0, offline: 0, trouble: 0, none: 0, ...counted(({ live }) => live.stage) });
    expect(overview.waitingOnScreens).toBe(7);
    expect(Object.values(overview.screens).filter((n) => n > 0).length).toBeGreaterThan(3);
  });

  it("finds by stage and by tag what the whole list shows so, page by page in its order", async () => {
    const { server } = world;
    const caller = world.place("here").staff;
    for (const name of ["夜班屏2", "夜班屏1", "夜班屏3"]) await world.screen("here", { name, tags: ["夜班", "其他"] });
    const { rows } = await server.screens.page(caller, { page: 1, pageSize: 200 });
    const named = (found: typeof rows) => found.map(({ name }) => name);
    for (const stage of ["none", "waiting", "latest"] as const) {
      const same = named(rows.filter(({ live }) => live.stage === stage));
      const first = await server.screens.page(caller, { page: 1, pageSize: 2, stage });
      const second = await server.screens.page(caller, { page: 2, pageSize: 2, stage });
      expect([first.total, named(first.rows), named(second.rows)]).toEqual([same.length, same.slice(0, 2), same.slice(2, 4)]);
    }
    const tagged = await server.screens.page(caller, { page: 1, pageSize: 2, tag: "夜班" });
    expect([tagged.total, named(tagged.rows)]).toEqual([3, ["夜班屏1", "夜班屏2"]]);
    expect((await server.screens.page(caller, { page: 1, pageSize: 2, tag: "夜" })).total).toBe(0);
    expect((await server.screens.page(caller, { page: 1, pageSize: 2, stage: "none", tag: "夜班" })).total).toBe(rows.filter(({ tags, live }) => tags.includes("夜班") && live.stage === "none").length);
  });
});
