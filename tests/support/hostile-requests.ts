import type { AnyEndpoint } from "@yilu/contract";
import { schemaOf } from "@yilu/server/http/openapi.ts";
import * as fc from "fast-check";
import type { AnyInput } from "./calls.ts";
import { edits, spoilt } from "./hostile.ts";

/** A request as it goes over the line. */
export interface HostileRequest {
  address: string;
  body: string | undefined;
  headers: Record<string, string>;
}

/** What stands in an address: lone surrogates cannot, and dots alone would be taken for a way up. */
const encoded = (value: unknown): string => {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "undefined");
  const safe = encodeURIComponent(text.slice(0, 1_000).replaceAll(/\p{Cs}/gu, "\ufffd")).slice(0, 3_000).replace(/%.?$/, "");
  return safe === "" || /^\.+$/.test(safe) ? `%20${safe}` : safe;
};
const object = (value: unknown): Record<string, unknown> => (typeof value === "object" && value !== null ? { ...value } : { value });

function addressFor(endpoint: AnyEndpoint, params: unknown, query: unknown): string {
  const values = object(params);
  const path = endpoint.path.replaceAll(/:([a-zA-Z0-9]+)/g, (_, name: string) => encoded(values[name]));
  // A list stands for a key that is given more than once.
  const pairs = Object.entries(object(query)).flatMap(([name, value]) => (Array.isArray(value) ? value.slice(0, 5) : [value]).map((one) => `${encoded(name)}=${encoded(one)}`));
  return pairs.length === 0 ? path : `${path}?${pairs.join("&").slice(0, 8_000)}`;
}

/** Ways in which a body fails to be JSON, or to be what it says it is. */
const transports: readonly ((body: string) => Pick<HostileRequest, "body" | "headers">)[] = [
  ...["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json; charset=utf-16", "application/json; charset=nonsense", "application/vnd.api+json", "\"", "application/json, text/html"].map(
    (type) => (body: string) => ({ body, headers: { "content-type": type } }),
  ),
  ...[(body: string) => body.slice(0, -1), () => "null", () => "[]", () => "1e999", () => '"text"', () => "{", () => "", (body: string) => `\ufeff${body}`, (body: string) => `${body}${body}`, () => '{"a":1,"a":2}', (body: string) => body.replace(/:\d+/, ":1e999"), (body: string) => body.replace(/:"[^"]*"/, ':NaN'), () => `{"a":"${"x".repeat(1_050_000)}"}`, () => "[".repeat(50_000), () => '{"a":"\\ud800"}'].map(
    (change) => (body: string) => ({ body: change(body), headers: { "content-type": "application/json" } }),
  ),
  (body) => ({ body, headers: { "content-type": "application/json", "content-encoding": "gzip" } }),
  (body) => ({ body, headers: { "content-type": "application/json", "content-encoding": "br, nonsense" } }),
];

const oddParams = ["%00", "%ED%A0%80", "%E0%A4%A", "%", "a%2Fb", "..%2f..%2fetc%2fpasswd", "a;b", "a".repeat(2_000), "%F0%9F%98%80", "constructor", "__proto__", "'", "%27%20OR%201=1--"];

/** Requests to an endpoint that are nearly good: a value, a field, the address, or the way they are sent is wrong, or at its border. */
export function requests(endpoint: AnyEndpoint, { params = {}, query = {}, body = {} }: AnyInput): fc.Arbitrary<HostileRequest> {
  const json = { "content-type": "application/json" };
  const hasBody = endpoint.method !== "get";
  const good = JSON.stringify(body);
  const sent = (text: string | undefined): Pick<HostileRequest, "body" | "headers"> => (hasBody ? { body: text, headers: json } : { body: undefined, headers: {} });
  const named = /:[a-zA-Z0-9]+/.test(endpoint.path);
  const queries = spoilt(query, edits(schemaOf(endpoint.query, "output"), query)).map((one) => ({ address: addressFor(endpoint, params, one), ...sent(good) }));
  const bodies = spoilt(body, edits(schemaOf(endpoint.body, "input"), body)).map((one) => ({ address: addressFor(endpoint, params, query), ...sent(JSON.stringify(one) ?? "") }));
  const raw = fc.constantFrom(...transports).map((change) => ({ address: addressFor(endpoint, params, query), ...change(good) }));
  const ids = spoilt(params, edits(schemaOf(endpoint.params, "output"), params)).map((one) => ({ address: addressFor(endpoint, one, query), ...sent(good) }));
  const oddIds = fc.constantFrom(...oddParams).map((odd) => ({ address: endpoint.path.replaceAll(/:[a-zA-Z0-9]+/g, odd), ...sent(good) }));
  return fc.oneof(
    { weight: Object.keys(query).length > 0 || !hasBody ? 4 : 1, arbitrary: queries },
    ...(hasBody ? [{ weight: 6, arbitrary: bodies }, { weight: 2, arbitrary: raw }] : []),
    ...(named ? [{ weight: 1, arbitrary: ids }, { weight: 1, arbitrary: oddIds }] : []),
  );
}
