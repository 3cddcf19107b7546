/*
 * How to talk to the server. Every call is an Endpoint of `routes` (@yilu/contract); nothing here is typed by hand.
 *
 *   const page = useCall(routes.media.list, { query: { status: "pending", page: 1 } });   // a query; page.data is typed
 *   const save = useAction(routes.media.change);                                         // a mutation
 *   save.mutate({ params: { id }, body }, { onSuccess: () => … });
 *   await call(routes.media.get, { params: { id } });                                     // anywhere else
 *
 * A failure is always a ProblemError (lib/problem.ts): show it with <ProblemAlert error={…}/>.
 * On 401 the call waits for the re-sign-in dialog and is sent once more: forms stay as they are.
 * Lists refresh by themselves on the server's `changed` (lib/live.ts); an action refreshes its own list at once.
 */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { AnswerOf, AnyEndpoint, BodyOf, ParamsOf, QueryInputOf } from "@yilu/contract";
import { idleHeaders } from "./activity.ts";
import { ProblemError, problemOf, problemOfCode } from "./problem.ts";

type Nothing = Record<string, never>;
/** Optional fields may be passed as undefined; they are left out of the address. */
type Loose<T> = { [K in keyof T]: object extends Pick<T, K> ? T[K] | undefined : T[K] };
type Part<Name extends string, T> = T extends Nothing
  ? { [K in Name]?: undefined }
  : object extends T
    ? { [K in Name]?: Loose<T> }
    : { [K in Name]: Loose<T> };

/** What a call of this endpoint needs: params, query and body, each only where it has any. */
export type InputOf<E extends AnyEndpoint> = Part<"params", ParamsOf<E>> & Part<"query", QueryInputOf<E>> & Part<"body", BodyOf<E>>;

interface AnyInput {
  params?: unknown;
  query?: unknown;
  body?: unknown;
}

const pairsOf = (record: unknown): [string, unknown][] => (typeof record === "object" && record !== null ? Object.entries(record) : []);

/** The address of a call, "/api/media?status=pending": empty and undefined fields are left out. Also for download links. */
export function addressOf<E extends AnyEndpoint>(endpoint: E, input: InputOf<E>): string {
  const { params, query }: AnyInput = input;
  let path = endpoint.path;
  for (const [name, value] of pairsOf(params)) path = path.replace(`:${name}`, encodeURIComponent(String(value)));
  const search = new URLSearchParams();
  for (const [name, value] of pairsOf(query)) if (value !== undefined && value !== null && value !== "") search.set(name, String(value));
  const text = search.toString();
  return text === "" ? path : `${path}?${text}`;
}

/** Asks somebody to sign in again; true once they have. Set by the app's re-sign-in dialog. */
let signInAgain: () => Promise<boolean> = () => Promise.resolve(false);
let asking: Promise<boolean> | null = null;
export function onSessionLost(ask: () => Promise<boolean>): void {
  signInAgain = ask;
}
/** However many calls fail at once, one dialog is shown and all wait for it. */
export function askToSignIn(): Promise<boolean> {
  asking ??= signInAgain().finally(() => {
    asking = null;
  });
  return asking;
}

/**
 * Sends one call and returns its typed answer.
 * @throws ProblemError for every answer that is not a success, TypeError when no answer came.
 */
export async function call<E extends AnyEndpoint>(
  endpoint: E,
  input: InputOf<E>,
  options: { signal?: AbortSignal; signInAgain?: boolean } = {},
): Promise<AnswerOf<E>> {
  const { body }: AnyInput = input;
  const send = (): Promise<Response> =>
    fetch(addressOf(endpoint, input), {
      method: endpoint.method.toUpperCase(),
      credentials: "same-origin",
      headers: { accept: "application/json", ...idleHeaders(), ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
  let answer = await send();
  if (answer.status === 401 && options.signInAgain !== false) {
    const lost = await problemOf(answer);
    if (lost.code !== "notSignedIn" || !(await askToSignIn())) throw lost;
    answer = await send();
  }
  if (!answer.ok) throw await problemOf(answer);
  const read = endpoint.answer.safeParse(answer.status === 204 ? null : await answer.json());
  if (read.success) return read.data as AnswerOf<E>; // the endpoint's own schema has just parsed it
  throw new ProblemError({ ...problemOfCode("internal"), status: answer.status, issues: read.error.issues.map((issue) => ({ path: issue.path.join("."), message: { zh: issue.message, en: issue.message } })) });
}

/** First part of every query key: "/api/media/:id" belongs to "media". */
export const rootOf = (endpoint: AnyEndpoint): string => endpoint.path.split("/")[2] ?? endpoint.path;

/** Key of every cached answer of one endpoint, whatever its input: client.setQueriesData({ queryKey: keyOf(routes.screens.list) }, …). */
export const keyOf = (endpoint: AnyEndpoint) => [rootOf(endpoint), endpoint.path] as const;

/** Query options of a call, for useQuery, prefetching and invalidation. */
export function queryOf<E extends AnyEndpoint>(endpoint: E, input: InputOf<E>) {
  return {
    queryKey: [...keyOf(endpoint), addressOf(endpoint, input)] as const,
    queryFn: ({ signal }: { signal: AbortSignal }) => call(endpoint, input, { signal }),
  };
}

interface CallOptions {
  enabled?: boolean;
  /** Keep showing the previous page while the next one loads (default true). */
  keepPrevious?: boolean;
  refetchInterval?: number;
}

/** A query of one endpoint. */
export function useCall<E extends AnyEndpoint>(endpoint: E, input: InputOf<E>, options: CallOptions = {}) {
  const { keepPrevious = true, ...rest } = options;
  return useQuery<AnswerOf<E>>({ ...queryOf(endpoint, input), ...rest, ...(keepPrevious ? { placeholderData: keepPreviousData } : {}) });
}

/** A mutation of one endpoint; on success the lists of the same root and the overview are asked for again. */
export function useAction<E extends AnyEndpoint>(endpoint: E) {
  const client = useQueryClient();
  return useMutation<AnswerOf<E>, Error, InputOf<E>>({
    mutationFn: (input) => call(endpoint, input),
    onSuccess: async () => {
      await Promise.all([rootOf(endpoint), "overview"].map((root) => client.invalidateQueries({ queryKey: [root] })));
    },
  });
}
