import { expect, it } from "vitest";
import { killedBooks } from "../support/killed-books.ts";
import { chanceOf } from "../torture/trial.ts";

it("3,000 plays sent one to ten times, in any order, with acknowledgements lost and the server killed: the books equal the ledgers", { timeout: 120_000 }, async () => {
  const { faults, plays, kills } = await killedBooks({ players: 6, plays: 3_000, kills: 2, chance: chanceOf(20260626), now: Date.now() });
  expect(faults).toEqual([]);
  expect({ plays, kills }).toEqual({ plays: 3_000, kills: 3 });
});
