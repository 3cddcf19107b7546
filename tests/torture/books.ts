import { killedBooks } from "../support/killed-books.ts";
import type { Bench, Finding } from "./trial.ts";

/** The server is killed while many players send what they have, again and again and in any order; its books are then theirs. */
export async function books({ isFull, chance, say }: Pick<Bench, "isFull" | "chance" | "say">): Promise<Finding[]> {
  const sizes = isFull ? { players: 200, plays: 1_000_000, kills: 100 } : { players: 20, plays: 10_000, kills: 2 };
  const { faults, plays, deliveries, batches, unheard, kills, seconds } = await killedBooks({ ...sizes, chance, now: Date.now() }, (line) => say(`books: ${line}`));
  for (const fault of faults.slice(0, 20)) say(`books: ${fault}`);
  return [
    {
      what: `${plays} plays of ${sizes.players} players sent ${deliveries} times in ${batches} batches, ${unheard} answers unheard, ${kills} SIGKILLs, ${Math.round(seconds)} s: faults in the books`,
      found: String(faults.length),
      bar: "0: plays, hours, days, ranges and integrity_check",
      isMet: faults.length === 0,
    },
    { what: "the server was killed while they sent", found: `${kills - 1} times`, bar: `${sizes.kills}`, isMet: kills - 1 >= sizes.kills },
  ];
}
