import type { ServerProcess } from "../support/server-process.ts";
import { dawdle, flood } from "./fuzz/floods.ts";
import { fuzzRequests } from "./fuzz/requests.ts";
import { fuzzSockets } from "./fuzz/sockets.ts";
import { openStage, type Stage } from "./fuzz/stage.ts";
import { fuzzUploads } from "./fuzz/uploads.ts";
import { Faults, memoryOf, probe } from "./fuzz/watch.ts";
import { pause, type Bench, type Finding } from "./trial.ts";

/** How much is sent, and how many good inputs each endpoint starts from. */
const sizes = {
  quick: { requests: 1_800, messages: 800, uploads: 250, inputs: 1, players: 6 },
  full: { requests: 80_000, messages: 20_000, uploads: 8_000, inputs: 8, players: 12 },
};
/** What the server may have grown by when all is over and it had time to tidy up. */
const keptMb = 300;
const peakMb = 2_000;
const healthMs = 1_000;

/** Lets the collector of garbage have its turn: memory is given back some seconds after the last work. */
async function settledMemory(server: ServerProcess, boundMb: number): Promise<ReturnType<typeof memoryOf>> {
  for (let second = 0; second < 20; second += 1) {
    const memory = memoryOf(server);
    if (memory === null || memory.nowMb <= boundMb) return memory;
    await pause(1_000);
  }
  return memoryOf(server);
}

/** Where it listens, by number: a name would be tried at other addresses first. */
const addressOf = ({ origin }: ServerProcess): string => origin.replace("localhost", "127.0.0.1");

const finding = (what: string, isMet: boolean, found: string, bar: string): Finding => ({ what: `fuzz: ${what}`, found, bar, isMet });

/** Runs `work` against a server and holds it to: it lives, remembers little, and answers all through. */
async function held(name: string, server: ServerProcess, faults: Faults, work: () => Promise<void>): Promise<Finding[]> {
  await pause(1_000); // the start's own garbage is none of ours
  const before = memoryOf(server);
  const stopProbing = probe(addressOf(server));
  const [sent, faulty, beganMs] = [faults.sent, faults.list.length, performance.now()];
  await work();
  const seconds = Math.round((performance.now() - beganMs) / 1000);
  const health = await stopProbing();
  const bound = (before?.nowMb ?? 0) + keptMb;
  const after = await settledMemory(server, bound);
  const wrong = faults.list.length - faulty;
  const logged = [...server.said.matchAll(/^\{"level":(?:50|60).*$/gm)].map(([line]) => line);
  for (const line of logged.slice(0, 10)) faults.say(`logged: ${line.slice(0, 800)}`);
  return [
    finding(`${name}: only refusals`, wrong === 0, `${faults.sent - sent} sent in ${seconds} s, ${wrong} answered with 5xx or not at all`, "0"),
    finding(`${name}: nothing went wrong inside`, logged.length === 0, `${logged.length} errors logged`, "0"),
    finding(`${name}: the process lives`, !server.hasEnded, server.hasEnded ? "it ended" : "it lives", "0 exits"),
    finding(`${name}: /healthz answers`, health.bad === 0 && health.slowestMs < healthMs + health.lateMs, `${health.count} times, ${health.bad} not, slowest ${Math.round(health.slowestMs)} ms, this machine's own turns up to ${Math.round(health.lateMs)} ms late`, `always, within ${healthMs} ms and what the machine is late`),
    finding(
      `${name}: memory`,
      before === null || after === null || (after.nowMb <= bound && after.peakMb <= peakMb),
      before === null || after === null ? "this system does not tell" : `${before.nowMb} MB before, ${after.peakMb} MB at most, ${after.nowMb} MB after`,
      `at most ${peakMb} MB, and ${keptMb} MB more than before when all is over`,
    ),
  ];
}

async function behindTheDoors(stage: Stage, { chance, isFull }: Bench, faults: Faults, seed: number): Promise<Finding[]> {
  const size = isFull ? sizes.full : sizes.quick;
  const server = await stage.serve();
  try {
    const origin = addressOf(server);
    const slow = isFull ? 800 : 100;
    const dawdling = dawdle(origin, slow);
    const findings = [
      ...(await held("requests", server, faults, () => fuzzRequests(origin, stage, size.requests, seed, chance, faults))),
      ...(await held("sockets", server, faults, () => fuzzSockets(origin, stage, size.messages, seed, chance, faults))),
      ...(await held("uploads", server, faults, () => fuzzUploads(origin, stage, size.uploads, chance, faults))),
    ];
    const closed = await dawdling;
    return [...findings, finding("connections that never finish their head are closed", closed === slow, `${closed} of ${slow}`, "all within 25 s")];
  } finally {
    await server.stop();
  }
}

/** With the limits that an office has. */
async function atTheDoors(stage: Stage, { isFull }: Bench, faults: Faults): Promise<Finding[]> {
  const server = await stage.serve({ TRUST_PROXY: "true" });
  try {
    const findings: Finding[] = [];
    const lines = await held("floods", server, faults, async () => {
      const { turnedAway, asked, ended, sockets, served, calls } = await flood(addressOf(server), stage, isFull, faults);
      findings.push(
        finding("strangers who ask and ask are turned away", turnedAway > 0, `${turnedAway} of ${asked}`, "some"),
        finding("sockets that talk without end are ended", ended === sockets, `${ended} of ${sockets}`, "all"),
        finding("a player is served meanwhile", served === calls, `${served} of ${calls}`, "always"),
      );
    });
    return [...lines, ...findings];
  } finally {
    await server.stop();
  }
}

/** Everything that anybody could send: to every call of the contract, both namespaces, the uploads, and beside them. */
export async function fuzz(bench: Bench): Promise<Finding[]> {
  const size = bench.isFull ? sizes.full : sizes.quick;
  const stage = await openStage(size.inputs, size.players);
  const faults = new Faults(bench.say);
  const seed = Math.floor(bench.chance() * 2 ** 31);
  try {
    const findings = [...(await behindTheDoors(stage, bench, faults, seed)), ...(await atTheDoors(stage, bench, faults))];
    const statuses = [...faults.statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`).join(", ");
    bench.say(`${faults.sent} sent; ${statuses}; slowest ${Math.round(faults.slowestMs)} ms: ${faults.slowest}`);
    return findings;
  } finally {
    await stage.close();
  }
}
