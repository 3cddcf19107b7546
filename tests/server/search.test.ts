import { routes, type SearchAnswer } from "@yilu/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { send, signedIn, type Actor } from "../support/actors.ts";
import { databaseKinds } from "../support/databases.ts";
import { World } from "../support/world.ts";

describe.each(databaseKinds)("searching everywhere, on %s", (database) => {
  let world: World;
  let operator: Actor;
  beforeAll(async () => {
    world = await World.start({ database });
    operator = await signedIn(world, "operator");
  });
  afterAll(() => world.close());

  const search = async (q: string, who = operator) => (await send(who, routes.search.everywhere, { query: { q } })).body as SearchAnswer;

  it("finds what lies in one's unit and below, of every kind, and nothing of others", async () => {
    const { rows, totals } = await search("此地");
    expect([...new Set(rows.map(({ kind }) => kind))]).toEqual(["screen", "media", "playlist", "entry", "unit"]);
    expect(rows.every(({ name }) => name.startsWith("此地"))).toBe(true);
    expect(totals.screen).toBe(await world.inspector.client.screen.count({ where: { name: { startsWith: "此地" } } }));
    expect((await search("彼地")).rows).toEqual([]);
  });

  it("shows at most five of a kind and says how many there are", async () => {
    for (let count = 0; count < 7; count += 1) await world.screen("here", { name: `专线${count}` });
    const { rows, totals } = await search("专线");
    expect([rows.length, totals.screen]).toEqual([5, 7]);
  });

  it("no words find nothing", async () => {
    expect((await search("")).rows).toEqual([]);
  });
});
