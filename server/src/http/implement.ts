import type { Request, Response, Router } from "express";
import type * as z from "zod/mini";
import { may, type Access, type AnswerOf, type AnyEndpoint, type BodyOf, type FieldIssue, type ParamsOf, type Permission, type QueryOf } from "@yilu/contract";
import { isRootPath, type Caller, type PlayerCaller } from "../caller.ts";
import type { Doors } from "./doors.ts";
import { bytesPolicy } from "./headers.ts";
import { Refusal } from "./refusal.ts";

type CallerOf<A extends Access> = A extends "public" ? null : A extends "player" ? PlayerCaller : A extends "playerOrUser" ? Caller | PlayerCaller : Caller;

export interface Call<E extends AnyEndpoint> {
  params: ParamsOf<E>;
  query: QueryOf<E>;
  body: BodyOf<E>;
  caller: CallerOf<E["access"]>;
  address: string;
  request: Request;
  /** For answers that are not JSON. */
  response: Response;
}

export interface Implemented {
  endpoint: AnyEndpoint;
  handle(call: Call<AnyEndpoint>): Promise<unknown>;
}

/** Says how a declared endpoint is answered; its types come from the declaration. */
export function implement<E extends AnyEndpoint>(endpoint: E, handle: (call: Call<E>) => Promise<AnswerOf<E>>): Implemented {
  // The mounting code parses with this very endpoint's schemas before it calls, which is what makes the widening sound.
  return { endpoint, handle: handle as unknown as Implemented["handle"] };
}

/** Finds out who calls. Answers null when nobody is signed in. */
export interface Authentication {
  user(request: Request): Promise<{ caller: Caller; mustChangePassword: boolean } | null>;
  player(request: Request): Promise<PlayerCaller | null>;
}

async function callerFor(access: Access, request: Request, authentication: Authentication): Promise<Caller | PlayerCaller | null> {
  if (access === "public") return null;
  if (access === "player" || access === "playerOrUser") {
    const player = await authentication.player(request);
    if (player) return player;
    if (access === "player") throw new Refusal("playerTokenRefused");
    if (request.get("authorization") !== undefined) throw new Refusal("playerTokenRefused");
  }
  const signedIn = await authentication.user(request);
  if (!signedIn) throw new Refusal("notSignedIn");
  if (access === "signedInAnyhow") return signedIn.caller;
  if (signedIn.mustChangePassword) throw new Refusal("passwordChangeRequired");
  if (access === "rootAdministrator") {
    if (signedIn.caller.role !== "administrator" || !isRootPath(signedIn.caller.unitPath)) throw new Refusal("forbidden");
    return signedIn.caller;
  }
  if (access !== "signedIn" && access !== "playerOrUser" && !may(signedIn.caller.role, access satisfies Permission)) throw new Refusal("forbidden");
  return signedIn.caller;
}

const hints: Record<string, { zh: string; en: string }> = {
  invalid_type: { zh: "类型不对或缺少", en: "missing or of the wrong type" },
  too_small: { zh: "太短、太小或太少", en: "too short, small or few" },
  too_big: { zh: "太长、太大或太多", en: "too long, large or many" },
  invalid_format: { zh: "格式不对", en: "not in the expected form" },
  invalid_value: { zh: "不在可选值之内", en: "not one of the allowed values" },
  unrecognized_keys: { zh: "有不认识的字段", en: "has unknown fields" },
  invalid_union: { zh: "不是任何一种允许的形式", en: "matches none of the allowed forms" },
  custom: { zh: "不存在或不合规则", en: "does not exist or breaks a rule" },
};

/** The wrong fields of a parse error, each with its path and a reason in both languages. */
export function fieldIssues(error: z.core.$ZodError, place: string): FieldIssue[] {
  return error.issues.slice(0, 50).map((issue) => {
    const hint = hints[issue.code] ?? { zh: "不符合要求", en: "not valid" };
    const keys = issue.code === "unrecognized_keys" ? ` ${issue.keys.slice(0, 10).join(", ")}` : "";
    return { path: [place, ...issue.path.map(String)].join("."), message: { zh: hint.zh + keys, en: hint.en + keys } };
  });
}

function parsed(schema: AnyEndpoint["body"], value: unknown, place: string): unknown {
  const result = schema.safeParse(value ?? {});
  if (!result.success) throw new Refusal("invalidInput", { issues: fieldIssues(result.error, place) });
  return result.data;
}

/** What is made for one caller with much work: tables, documents, archives. */
const isExport = ({ contentType }: AnyEndpoint): boolean => contentType !== null && /csv|openxmlformats|zip/.test(contentType);

/** Mounts an endpoint: who calls, may they, is what they send right, then the handler. */
export function mount(router: Router, { endpoint, handle }: Implemented, authentication: Authentication, doors: Pick<Doors, "export">): void {
  const { access, method, path } = endpoint;
  router[method](path, async (request, response) => {
    const caller = await callerFor(access, request, authentication);
    // Whatever is no JSON holds what users brought.
    if (endpoint.contentType !== null) response.set("Content-Security-Policy", bytesPolicy);
    const call = {
      params: parsed(endpoint.params, request.params, "params"),
      query: parsed(endpoint.query, request.query, "query"),
      body: method === "get" || method === "delete" ? {} : parsed(endpoint.body, request.body, "body"),
      caller: caller as never, // callerFor gives what `access` calls for; the conditional type cannot follow
      address: request.ip ?? "",
      request,
      response,
    };
    const who = caller !== null && "userId" in caller ? caller.userId : (request.ip ?? "");
    const answer = await (isExport(endpoint) ? doors.export(who, () => handle(call)) : handle(call));
    if (response.headersSent || endpoint.contentType !== null) return;
    if (answer === null || answer === undefined) response.status(204).end();
    else response.json(answer);
  });
}

