import type { AnyEndpoint } from "@yilu/contract";
import { signedIn, stranger, withToken } from "../../support/actors.ts";
import { everyCall, type AnyInput, type NamedCall } from "../../support/calls.ts";
import { ServerProcess } from "../../support/server-process.ts";
import { noon, World } from "../../support/world.ts";

/** An endpoint with good input that lies ready, and who may call it. */
export interface Target {
  name: string;
  endpoint: AnyEndpoint;
  inputs: { input: AnyInput; headers: Record<string, string> }[];
}

/** A server with something of everything in it, and what a caller needs to reach every corner. */
export interface Stage {
  targets: Target[];
  /** The cookies of people who may upload. */
  uploaders: string[];
  /** Tokens of paired players. */
  tokens: string[];
  cookie: string;
  /** Starts the server as a process of its own on these data. */
  serve(variables?: Record<string, string>): Promise<ServerProcess>;
  close(): Promise<void>;
}

/** For the server's process: its clock goes on from where that of the world stood still, else every session and deadline would be over. */
function fromNoon(): Record<string, string> {
  const code = `const now = Date.now; const ahead = now() - ${noon}; Date.now = () => now() - ahead;`;
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}` };
}

/** Limits that never bite: what is tried is what lies behind them. */
const unlimited = { REQUESTS_PER_MINUTE: "1000000", TRUST_PROXY: "true" };

async function targetOf(world: World, { name, endpoint, fixture }: NamedCall, inputs: number, admin: Record<string, string>, root: Record<string, string>): Promise<Target> {
  const target: Target = { name, endpoint, inputs: [] };
  for (let count = 0; count < inputs; count += 1) {
    const input = await fixture.input(world, "here");
    const headersOf = async (): Promise<Record<string, string>> => {
      if (endpoint.access === "public") return stranger(world).headers;
      if (endpoint.access === "player") return withToken(world, "player", "player", world.place("here").token).headers;
      if (fixture.endsSession === true) return { cookie: (await signedIn(world, "administrator")).client.cookie };
      return endpoint.access === "rootAdministrator" ? root : admin;
    };
    target.inputs.push({ input, headers: await headersOf() });
  }
  return target;
}

/** @param inputs how many good inputs each endpoint gets: a request that is good after all uses its thing up */
export async function openStage(inputs: number, players: number): Promise<Stage> {
  const world = await World.start({ variables: unlimited });
  try {
    const [admin, root] = [await signedIn(world, "administrator"), await signedIn(world, "administrator", false, "above")];
    const headers = { admin: { cookie: admin.client.cookie }, root: { cookie: root.client.cookie } };
    const targets: Target[] = [];
    for (const call of everyCall()) targets.push(await targetOf(world, call, inputs, headers.admin, headers.root));
    const uploaders = await Promise.all(Array.from({ length: 6 }, async () => (await signedIn(world, "scheduler")).client.cookie));
    const tokens: string[] = [];
    for (let count = 0; count < players; count += 1) tokens.push(await world.token(await world.screen("here")));
    const { DATA_DIR: folder } = world.server.env;
    await world.server.stop();
    return {
      targets,
      uploaders,
      tokens,
      cookie: admin.client.cookie,
      serve: (variables = unlimited) => ServerProcess.start({ folder, variables: { ...fromNoon(), ...variables } }),
      close: () => world.close(),
    };
  } catch (error) {
    await world.close();
    throw error;
  }
}
