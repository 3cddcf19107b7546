import * as z from "zod/mini";
import type { Bilingual } from "../wire/base.ts";
import type { ErrorCode } from "../wire/errors.ts";
import type { Permission } from "../wire/permissions.ts";

type Shape = z.ZodMiniType;

/**
 * Who may call: nobody special (`public`), whoever is signed in, whoever is signed in even when the
 * password must be changed first, a paired player, a player or a user, a user with a permission, or an administrator of the
 * topmost unit (what concerns the whole installation).
 */
export type Access = "public" | "signedIn" | "signedInAnyhow" | "player" | "playerOrUser" | "rootAdministrator" | Permission;

/** One REST call: everything that server, console, OpenAPI document and tests need to know of it. */
export interface Endpoint<A extends Access, P extends Shape, Q extends Shape, B extends Shape, R extends Shape> {
  method: "get" | "post" | "put" | "patch" | "delete";
  /** Express path below the origin, "/api/media/:id". */
  path: string;
  access: A;
  summary: Bilingual;
  params: P;
  query: Q;
  body: B;
  /** Body of the answer; `z.null()` answers 204. */
  answer: R;
  /** Errors particular to this call, beside the general ones. */
  errors: readonly ErrorCode[];
  /** Content type of the answer when it is not JSON; `answer` is then not used. */
  contentType: string | null;
}

export type AnyEndpoint = Endpoint<Access, Shape, Shape, Shape, Shape>;

const nothing = z.strictObject({});
type Nothing = typeof nothing;
const noContent = z.null();

interface Given<A, P, Q, B, R> {
  method: AnyEndpoint["method"];
  path: string;
  access: A;
  summary: Bilingual;
  params?: P;
  query?: Q;
  body?: B;
  answer?: R;
  errors?: readonly ErrorCode[];
  contentType?: string;
}

/** Declares an endpoint; what is left out is empty, and no answer means 204. */
export function endpoint<const A extends Access, P extends Shape = Nothing, Q extends Shape = Nothing, B extends Shape = Nothing, R extends Shape = typeof noContent>(
  given: Given<A, P, Q, B, R>,
): Endpoint<A, P, Q, B, R> {
  return {
    errors: [],
    ...given,
    // The defaults stand only where the caller gave no schema, which is where the type parameter has its default.
    params: given.params ?? (nothing as Shape as P),
    query: given.query ?? (nothing as Shape as Q),
    body: given.body ?? (nothing as Shape as B),
    answer: given.answer ?? (noContent as Shape as R),
    contentType: given.contentType ?? null,
  };
}

/** What a caller of an endpoint passes, and what the answer is. */
export type ParamsOf<E extends AnyEndpoint> = z.infer<E["params"]>;
export type QueryInputOf<E extends AnyEndpoint> = z.input<E["query"]>;
export type QueryOf<E extends AnyEndpoint> = z.infer<E["query"]>;
export type BodyOf<E extends AnyEndpoint> = z.infer<E["body"]>;
export type AnswerOf<E extends AnyEndpoint> = z.infer<E["answer"]>;
