/** `npm run simulate`: a fleet of players without pictures against a running server; then the books are compared. */
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { climate } from "./life.ts";
import { simulate, type Outcome } from "./fleet.ts";
import { Refused } from "./staff.ts";

const say = (what: string): void => void process.stdout.write(`${what}\n`);

const usage = `npm run simulate -- --origin http://localhost:3000 --user admin --password … --players 500 --hours 24 --speed 60
  --players  how many; screens without a player are used first     --unit      makes the others, under this unit (name or id)
  --hours    simulated, ending now                                 --speed     simulated seconds per second
  --seed     the same seed, the same fleet                         --night     hours without power, 22-6, or none
  --download fetches and checks the films, too                       --processes that share the players; one for each core
Ctrl+C ends it early and compares what was played.`;

function options() {
  const text = (fallback: string) => ({ type: "string", default: fallback }) as const;
  const { values } = parseArgs({
    options: {
      origin: text("http://localhost:3000"),
      user: text("admin"),
      password: text(""),
      players: text("500"),
      hours: text("24"),
      speed: text("60"),
      seed: text("1"),
      night: text("22-6"),
      unit: { type: "string" },
      processes: text(String(availableParallelism())),
      download: { type: "boolean", default: false },
    },
  });
  const number = (name: "players" | "hours" | "speed" | "processes"): number => {
    const value = Number(values[name]);
    if (!(value > 0)) throw new Refused("invalidInput", `--${name} ${values[name]}`);
    return value;
  };
  const [from, to] = values.night === "none" ? [] : values.night.split("-").map(Number);
  return {
    origin: new URL(values.origin).origin,
    username: values.user,
    password: values.password,
    players: Math.round(number("players")),
    hours: number("hours"),
    speed: number("speed"),
    seed: values.seed,
    unit: values.unit ?? null,
    processes: Math.round(number("processes")),
    download: values.download,
    climate: { ...climate, night: from === undefined || to === undefined ? null : { from, to } },
  };
}

function table(outcome: Outcome): string {
  const { accounts, playedMs, plays } = outcome;
  const sum = (of: (account: Outcome["accounts"][number]) => number): number => accounts.reduce((total, account) => total + of(account), 0);
  const figures: Record<string, number> = {
    players: accounts.length,
    plays,
    batches: sum(({ tally }) => tally.batches),
    "sent again": sum(({ tally }) => tally.resent),
    reconnects: sum(({ tally }) => Math.max(0, tally.connections - 1)),
    cuts: sum(({ tally }) => tally.cuts),
    estimated: sum(({ tally }) => tally.estimated),
    missing: sum(({ missing }) => missing),
    doubled: sum(({ doubled }) => doubled),
    "plays/s": Math.round((plays * 1000) / playedMs),
    "MB used": Math.round(process.memoryUsage().rss / 1e6),
  };
  const cells = Object.entries(figures).map(([name, value]) => [name, value.toLocaleString("en")]);
  const line = (index: 0 | 1): string => `| ${cells.map((cell) => (cell[index] ?? "").padStart(Math.max(...cell.map(({ length }) => length)))).join(" | ")} |`;
  return `${line(0)}\n${line(1)}`;
}

try {
  const order = options();
  const stopping = new AbortController();
  process.once("SIGINT", () => {
    say("\nending early; once more ends at once");
    stopping.abort();
    process.once("SIGINT", () => process.exit(130));
  });
  const outcome = await simulate({ ...order, say, signal: stopping.signal });
  say(`\n${table(outcome)}\n`);
  const wrong = outcome.accounts.filter(({ missing, doubled, differs }) => missing > 0 || doubled > 0 || differs);
  for (const { screen, tally, reported, missing, doubled } of wrong.slice(0, 20)) {
    say(`${screen.name}: missing ${missing}, doubled ${doubled}, waiting ${tally.waiting}, kept apart ${tally.keptApart}; report ${JSON.stringify(reported)}, ledger ${JSON.stringify(tally.sums)}`);
  }
  if (outcome.missingByServer > 0) say(`the server knows of ${outcome.missingByServer} plays that it lacks`);
  if (outcome.plays === 0) say("nothing was played: is anything scheduled on these screens?");
  const isRight = wrong.length === 0 && outcome.missingByServer === 0 && outcome.plays > 0;
  say(isRight ? "The server's books and the players' ledgers are equal." : "The books differ.");
  process.exit(isRight ? 0 : 1);
} catch (error) {
  say(error instanceof Refused || error instanceof TypeError ? `${error.message}\n\n${usage}` : String(error instanceof Error ? error.stack : error));
  process.exit(1);
}
