import { pause, inBooks, Stand, type Bench, type Finding } from "./trial.ts";
import { setClock, type DeviceClock } from "./witness.ts";

const HOUR_MS = 3_600_000;
const YEAR_MS = 365 * 24 * HOUR_MS;

/** How well the true time of a play is known here. */
const MEASURED_MS = 100;

/** One time that the player is on. */
interface Trip {
  isOnline: boolean;
  /** Somebody sets the device's clock while a play is on. */
  jumpMs?: number;
}
interface Life {
  name: string;
  clock: DeviceClock;
  trips: Trip[];
  /** Whether the device's clock vouches for the trips without a network. */
  isSteady: boolean;
  /** Whether it is one of the quick size. */
  isQuick?: true;
}

const offline: Trip = { isOnline: false };
const online: Trip = { isOnline: true };
const lives: Life[] = [
  { name: "starts in 1970 each time", clock: "reset", trips: [online, offline, offline, online], isSteady: false, isQuick: true },
  { name: "one year ahead", clock: { aheadMs: YEAR_MS }, trips: [online, offline, offline, online], isSteady: true },
  { name: "jumps 3 h back during a play without a network", clock: { aheadMs: 0 }, trips: [online, { ...offline, jumpMs: -3 * HOUR_MS }, online], isSteady: false },
  { name: "an hour ahead, then right, while a play is on", clock: { aheadMs: HOUR_MS }, trips: [online, { ...online, jumpMs: -HOUR_MS }, online], isSteady: true },
  { name: "jumps a day ahead during a play without a network", clock: { aheadMs: 0 }, trips: [online, { ...offline, jumpMs: 24 * HOUR_MS }, offline, online], isSteady: false },
  { name: "right", clock: { aheadMs: 0 }, trips: [online, offline, offline, online], isSteady: true },
];

/** Clocks that are wrong in every way a bus knows: each play within 2 s of the true time, or marked as estimated within bounds that hold. */
export async function clocks(bench: Bench): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const life of lives) {
    if (!bench.isFull && life.isQuick !== true) continue;
    findings.push(...(await live(bench, life)));
    bench.say(`clock: ${life.name}`);
  }
  return findings;
}

async function live(bench: Bench, { name, clock, trips, isSteady }: Life): Promise<Finding[]> {
  const stand = await Stand.open(bench, `时钟 ${name}`, bench.short.slice(0, 2));
  const { player, line, sent, sight } = stand;
  await stand.ready();
  await player.pullPlug();
  stand.clock = clock;
  /** Plays that no clock vouches for. */
  const vague = new Set<string>();
  // The trip in which it was paired had the right clock: it says nothing of this life, and its plays are not looked at.
  sight.starts.clear();
  for (const { isOnline, jumpMs } of trips) {
    line.isDown = !isOnline;
    const known = new Set(sight.starts.keys());
    await stand.on();
    const first = await player.until((it) => it.playing !== null && it.ledgerHead > 0 && (!isOnline || it.clock === "synced"));
    if (jumpMs !== undefined) {
      await player.until((it) => it.ledgerHead > first.ledgerHead && it.playing !== null && it.playing.positionMs > 300);
      await setClock(player.page, jumpMs);
      if (stand.clock !== "reset") stand.clock = { aheadMs: stand.clock.aheadMs + jumpMs };
    }
    await player.until((it) => it.ledgerHead >= first.ledgerHead + 4 && it.playing !== null && it.playing.positionMs > 300);
    await pause(bench.chance() * 1_000);
    if (isOnline) await player.until((it) => it.unsent === 0);
    await player.pullPlug();
    if (!isOnline && !isSteady) for (const play of sight.starts.keys()) if (!known.has(play)) vague.add(play);
  }
  line.isDown = false;
  await stand.on();
  const books = await stand.level();
  await stand.close();

  let worst = 0;
  let vouched = 0;
  let estimated = 0;
  let wrong = 0;
  for (const [play, trueAt] of sight.starts) {
    const told = sent.get(play);
    if (!told) continue; // the one that is on the screen
    if (told.clock !== "estimated") {
      vouched += 1;
      worst = Math.max(worst, Math.abs(told.startedAt - trueAt));
      continue;
    }
    estimated += 1;
    const holds = (told.notBefore === null || told.notBefore <= trueAt + MEASURED_MS) && told.notAfter !== null && trueAt <= told.notAfter + MEASURED_MS;
    if (!vague.has(play) || !holds) wrong += 1;
  }
  return [
    { what: `clock ${name}: ${vouched} plays with a known time, off by at most`, found: `${Math.round(worst)} ms`, bar: "≤ 2000 ms", isMet: vouched > 0 && worst <= 2_000 },
    { what: `clock ${name}: ${estimated} estimated; of them in a run that had an anchor or a steady clock, or out of bounds`, found: String(wrong), bar: "0", isMet: wrong === 0 && (isSteady || vague.size > 0) },
    inBooks(`clock ${name}`, books),
  ];
}
