import { may, type Access, type AnyEndpoint, type Role } from "@yilu/contract";
import { addressOf, type AnyInput } from "./calls.ts";
import { Client, testPassword } from "./server.ts";
import type { World } from "./world.ts";

export interface Answer {
  status: number;
  /** "passes", or the code of the refusal. */
  outcome: string;
  contentType: string;
  text: string;
  body: unknown;
}

/** Somebody who calls: with a session, with a player's token, or with nothing. */
export interface Actor {
  name: string;
  role: Role | null;
  /** What is the matter with them, beside the role. */
  state: "ready" | "root" | "mustChangePassword" | "stranger" | "player" | "badPlayer";
  client: Client;
  headers: Record<string, string>;
}

let calls = 0;
/** Each call from an address of its own, so that limits per address stay out of the way. */
export const fromAnywhere = (): Record<string, string> => {
  calls += 1;
  return { "x-forwarded-for": `10.${(calls >> 16) & 255}.${(calls >> 8) & 255}.${calls & 255}` };
};

export const codeOf = (body: unknown): string => (typeof body === "object" && body !== null && "code" in body ? String(body.code) : "no code");

export async function send(actor: Pick<Actor, "client" | "headers">, endpoint: AnyEndpoint, input: AnyInput): Promise<Answer> {
  const hasBody = endpoint.method !== "get" && endpoint.method !== "delete" && input.body !== undefined;
  const { status, body, headers } = await actor.client.request(endpoint.method.toUpperCase(), addressOf(endpoint, input), hasBody ? input.body : undefined, { ...fromAnywhere(), ...actor.headers });
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { status, outcome: status < 400 ? "passes" : codeOf(body), contentType: headers.get("content-type") ?? "", text, body };
}

export async function signedIn(world: World, role: Role, mustChangePassword = false, side: "here" | "there" | "above" = "here"): Promise<Actor & { userId: string; username: string }> {
  const user = await world.user(side, role, mustChangePassword);
  const client = new Client(world.server.origin);
  const { status } = await client.request("POST", "/api/session", { username: user.username, password: testPassword }, fromAnywhere());
  if (status !== 200) throw new Error(`sign-in of ${role}: ${status}`);
  return { name: role, role, state: mustChangePassword ? "mustChangePassword" : "ready", client, headers: {}, userId: user.id, username: user.username };
}

/** An administrator of the topmost unit. */
export async function rootAdministrator(world: World): Promise<Actor> {
  return { ...(await signedIn(world, "administrator", false, "above")), name: "root administrator", state: "root" };
}

export function withToken(world: World, name: string, state: "player" | "badPlayer", token: string): Actor {
  return { name, role: null, state, client: new Client(world.server.origin), headers: { authorization: `Bearer ${token}` } };
}

export const stranger = (world: World): Actor => ({ name: "stranger", role: null, state: "stranger", client: new Client(world.server.origin), headers: {} });

/** What the contract's `access` means for somebody, before any particular thing is looked at. */
export function verdictOf(access: Access, { role, state }: Actor): string {
  switch (access) {
    case "public":
      return "passes";
    case "player":
      return state === "player" ? "passes" : "playerTokenRefused";
    case "playerOrUser":
      if (state === "player") return "passes";
      if (state === "badPlayer") return "playerTokenRefused";
      return role === null ? "notSignedIn" : state === "mustChangePassword" ? "passwordChangeRequired" : "passes";
    case "signedInAnyhow":
      return role === null ? "notSignedIn" : "passes";
    default:
      if (role === null) return "notSignedIn";
      if (state === "mustChangePassword") return "passwordChangeRequired";
      if (access === "rootAdministrator") return state === "root" ? "passes" : "forbidden";
      return access === "signedIn" || may(role, access) ? "passes" : "forbidden";
  }
}
