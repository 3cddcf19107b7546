import * as fc from "fast-check";
import { requests } from "../../support/hostile-requests.ts";
import { send, write, type Sent } from "./line.ts";
import { garbage, oddly, strange, type Pick } from "./odd.ts";
import type { Stage, Target } from "./stage.ts";
import type { Faults } from "./watch.ts";

interface Job {
  target: Target;
  index: number;
}

/** Parts of all requests that have nothing to do with an endpoint. */
const strangePart = 0.08;
const rawPart = 0.02;
const atOnce = 8;

let address = 0;
/** Each request from an address of its own, as far as the proxy in front says. */
const fromAnywhere = (): Record<string, string> => {
  address += 1;
  return { "x-forwarded-for": `10.${(address >> 16) & 255}.${(address >> 8) & 255}.${address & 255}` };
};

/** Every endpoint of the contract with input that is nearly good, strange requests, and bytes that are none. */
export async function fuzzRequests(origin: string, { targets, cookie }: Stage, count: number, seed: number, chance: () => number, faults: Faults): Promise<void> {
  const pick: Pick = (list) => {
    const one = list[Math.floor(chance() * list.length)];
    if (one === undefined) throw new Error("nothing to choose from");
    return one;
  };
  const jobs = targets.flatMap((target) => target.inputs.map((_input, index): Job => ({ target, index })));
  const order = jobs.map((job) => ({ job, at: chance() })).sort((a, b) => a.at - b.at);
  const each = Math.ceil((count * (1 - strangePart - rawPart)) / jobs.length);
  const work = async (): Promise<void> => {
    for (let next = order.pop(); next; next = order.pop()) {
      const { target, index } = next.job;
      const given = target.inputs[index];
      if (given === undefined) continue;
      for (const made of fc.sample(requests(target.endpoint, given.input), { numRuns: each, seed: seed + index + order.length })) {
        const sent: Sent = { method: target.endpoint.method.toUpperCase(), path: made.address, headers: { ...fromAnywhere(), origin, ...made.headers, ...given.headers }, body: made.body };
        await send(origin, oddly(sent, pick, chance), faults);
        if (chance() < strangePart) await send(origin, strange(pick, chance, { cookie, origin, ...fromAnywhere() }), faults);
        if (chance() < rawPart) await write(origin, garbage(pick, chance), faults, 300);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}
