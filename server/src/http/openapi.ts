import { errors, problem, routes, type AnyEndpoint, type ErrorCode } from "@yilu/contract";
import * as z from "zod/mini";

type Json = Record<string, unknown>;

/** A schema as JSON Schema 2020-12, which is what OpenAPI 3.1 speaks. What only code can check is left out. */
export function schemaOf(schema: z.ZodMiniType, io: "input" | "output"): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: "any" }) as Json;
  return json;
}

function parameters(endpoint: AnyEndpoint): Json[] {
  const of = (schema: z.ZodMiniType, place: "path" | "query") => {
    const { properties = {}, required = [] } = schemaOf(schema, "output") as { properties?: Record<string, Json>; required?: string[] };
    return Object.entries(properties).map(([name, property]) => ({
      name,
      in: place,
      required: place === "path" || (required.includes(name) && !("default" in property)),
      schema: property,
    }));
  };
  return [...of(endpoint.params, "path"), ...of(endpoint.query, "query")];
}

/** What any call of this kind can be answered, beside its particular errors. */
function generalErrors({ access, method, params }: AnyEndpoint): ErrorCode[] {
  const named = Object.keys((schemaOf(params, "output")["properties"] as Json | undefined) ?? {}).length > 0;
  const who: ErrorCode[] =
    access === "public" ? []
    : access === "player" ? ["playerTokenRefused"]
    : access === "playerOrUser" ? ["notSignedIn", "playerTokenRefused", "passwordChangeRequired"]
    : access === "signedInAnyhow" ? ["notSignedIn"]
    : access === "signedIn" ? ["notSignedIn", "passwordChangeRequired"]
    : ["notSignedIn", "passwordChangeRequired", "forbidden"];
  return [
    "invalidInput",
    ...(method === "get" ? [] : (["malformedRequest", "badOrigin", "tooLarge", "unsupportedContent"] as const)),
    ...who,
    ...(named ? (["malformedRequest", "notFound"] as const) : []),
    "rateLimited",
    "internal",
  ];
}

/** One answer for each status, which names the codes that can come with it. */
function errorResponses(endpoint: AnyEndpoint): Json {
  const codes = new Set([...generalErrors(endpoint), ...endpoint.errors]);
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codes) byStatus.set(errors[code].status, [...(byStatus.get(errors[code].status) ?? []), code]);
  return Object.fromEntries(
    [...byStatus].map(([status, list]) => [
      String(status),
      {
        description: list.map((code) => `${code}: ${errors[code].message.zh} / ${errors[code].message.en}`).join("; "),
        content: {
          "application/problem+json": {
            schema: { allOf: [{ $ref: "#/components/schemas/Problem" }, { type: "object", properties: { code: { enum: list } } }] },
          },
        },
      },
    ]),
  );
}

/** How one may say who one is; any of them will do. */
function securityOf(access: AnyEndpoint["access"]): Json[] {
  if (access === "public") return [];
  if (access === "player") return [{ player: [] }];
  return access === "playerOrUser" ? [{ session: [] }, { player: [] }] : [{ session: [] }];
}

function operation(endpoint: AnyEndpoint, feature: string, name: string): Json {
  const body = schemaOf(endpoint.body, "input");
  const hasBody = endpoint.method !== "get" && endpoint.method !== "delete" && Object.keys((body["properties"] as Json | undefined) ?? body).length > 0;
  const answer = schemaOf(endpoint.answer, "output");
  const content = endpoint.contentType ?? "application/json";
  const success =
    endpoint.contentType === null && answer["type"] === "null"
      ? { 204: { description: "完成 / done" } }
      : { 200: { description: "成功 / success", content: { [content]: { schema: endpoint.contentType === null ? answer : { type: "string", format: "binary" } } } } };
  return {
    operationId: `${feature}.${name}`,
    tags: [feature],
    summary: `${endpoint.summary.zh} / ${endpoint.summary.en}`,
    description: `access: ${endpoint.access}`,
    security: securityOf(endpoint.access),
    parameters: parameters(endpoint),
    ...(hasBody ? { requestBody: { required: true, content: { "application/json": { schema: body } } } } : {}),
    responses: { ...success, ...errorResponses(endpoint) },
  };
}

/** The OpenAPI 3.1 document of every declared call, from the schemas that also check them. */
export function openApiDocument(): Json {
  const paths: Record<string, Json> = {};
  for (const [feature, calls] of Object.entries(routes)) {
    for (const [name, endpoint] of Object.entries<AnyEndpoint>(calls)) {
      const path = endpoint.path.replaceAll(/:([a-zA-Z0-9]+)/g, "{$1}");
      paths[path] = { ...paths[path], [endpoint.method]: operation(endpoint, feature, name) };
    }
  }
  return {
    openapi: "3.1.0",
    info: { title: "Yilu 一路", version: "1", description: "上传走 tus 1.0（/api/uploads）；推送走 Socket.IO（/player、/console）。Uploads are tus 1.0; pushes are Socket.IO." },
    paths,
    components: {
      schemas: { Problem: schemaOf(problem, "output") },
      securitySchemes: {
        session: { type: "apiKey", in: "cookie", name: "yilu.sid" },
        player: { type: "http", scheme: "bearer" },
      },
    },
  };
}
