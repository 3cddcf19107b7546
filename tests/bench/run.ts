/** `npm run bench`: what things cost, against the bars of the design and the naive ways. `-- --full` for the sizes it names. */
import { alarmFigures } from "./alarms.bench.ts";
import { consoleFigures } from "./console.bench.ts";
import { fleetFigures } from "./fleet.bench.ts";
import { importFigures } from "./imports.bench.ts";
import { playerFigures } from "./players.bench.ts";
import { playFigures } from "./plays.bench.ts";
import { scheduleFigures } from "./schedule.bench.ts";
import { print, type Figure } from "./table.ts";

const isFull = process.argv.includes("--full");
const only = process.argv.find((argument) => argument.startsWith("--only="))?.slice("--only=".length);
const parts: Record<string, () => Figure[] | Promise<Figure[]>> = {
  schedule: scheduleFigures,
  players: () => (isFull ? playerFigures(1_000, 2_000) : playerFigures(300, 300)),
  fleet: () => fleetFigures(isFull ? 10_000 : 2_000),
  plays: () => playFigures(isFull),
  console: () => (isFull ? consoleFigures(10_000, 5_000) : consoleFigures(2_000, 1_000)),
  alarms: () => alarmFigures(isFull ? 10_000 : 2_000),
  imports: () => importFigures(isFull ? 10_000 : 2_000),
};

const figures: Figure[] = [];
for (const [name, measure] of Object.entries(parts)) {
  if (only !== undefined && only !== name) continue;
  console.log(`${name} …`);
  figures.push(...(await measure()));
}
console.log("");
const missed = print(figures);
console.log(`\n${isFull ? "full sizes" : "quick sizes; --full for those of the design"}; ${missed === 0 ? "every bar is met" : `${missed} missed`}`);
process.exitCode = missed === 0 ? 0 : 1;
