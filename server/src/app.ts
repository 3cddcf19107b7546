import { idleHeader, routes, type AnyEndpoint } from "@yilu/contract";
import express, { type Express, type Request, type RequestHandler, type Response } from "express";
import session from "express-session";
import type { Logger } from "pino";
import { pinoHttp } from "pino-http";
import type { Caller, PlayerCaller } from "./caller.ts";
import { bearerToken, type Doors } from "./http/doors.ts";
import { answerFailure, unknownPath } from "./http/failures.ts";
import { docsPolicy, safeHeaders } from "./http/headers.ts";
import { mount, type Authentication, type Implemented } from "./http/implement.ts";
import { loggedUrl } from "./http/logged-url.ts";
import { openApiDocument } from "./http/openapi.ts";
import { ownOriginOnly } from "./http/origin.ts";
import { serveConsole, servePlayer } from "./http/pages.ts";
import { patientBodies } from "./http/patience.ts";
import { swaggerPage } from "./http/swagger.ts";
import { newSecret } from "./random.ts";

export interface AppParts {
  logger: Logger;
  implemented: Implemented[];
  sessionStore: session.Store;
  sessionSecret: string;
  secureCookie: boolean;
  trustProxy: boolean;
  publicOrigin: string | null;
  doors: Doors;
  userOf(userId: string, address: string | null): Promise<{ caller: Caller; mustChangePassword: boolean } | null>;
  playerOf(token: string): Promise<PlayerCaller | null>;
  /** Health and metrics, which need no session. */
  probes(app: Express): void;
  /** Routers that speak a protocol of their own (uploads, health), mounted before the JSON routes. */
  extras: ((app: Express, authentication: Authentication) => void)[];
  consoleFolder: string;
  playerFolder: string;
}

/** Longer than any session (the policy's sessionHours): the server decides when one ends, not the cookie. */
const cookieLifeMs = 24 * 3_600_000;

/** Calls that a console makes while nobody touches it do not keep the session open. */
const markIdle: RequestHandler = (request, _response, next) => {
  // Not enumerable, so that it is not stored with the session.
  if (request.get(idleHeader) === "1" && request.session.userId !== undefined) Object.defineProperty(request.session, "isIdle", { value: true });
  next();
};

/** The endpoints of the contract, by "method path". */
function declared(): Map<string, AnyEndpoint> {
  const list = Object.values(routes).flatMap((feature) => Object.values<AnyEndpoint>(feature));
  return new Map(list.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint]));
}

/** @throws when the contract declares a call that nothing implements, or the other way round */
function requireComplete(implemented: readonly Implemented[]): void {
  const missing = declared();
  for (const { endpoint } of implemented) {
    if (!missing.delete(`${endpoint.method} ${endpoint.path}`)) throw new Error(`not in the contract, or twice: ${endpoint.method} ${endpoint.path}`);
  }
  if (missing.size > 0) throw new Error(`nothing implements: ${[...missing.keys()].join(", ")}`);
}

/** The session middleware, shared by http and the console's sockets. */
export function sessionMiddleware(parts: Pick<AppParts, "sessionStore" | "sessionSecret" | "secureCookie" | "trustProxy">) {
  return session({
    // The prefix binds it to this very host and to https: no neighbour under the same domain can plant one.
    name: parts.secureCookie ? "__Host-yilu.sid" : "yilu.sid",
    secret: parts.sessionSecret,
    store: parts.sessionStore,
    genid: newSecret,
    resave: false,
    saveUninitialized: false,
    rolling: true,
    proxy: parts.trustProxy,
    cookie: { httpOnly: true, sameSite: "lax", secure: parts.secureCookie, maxAge: cookieLifeMs, path: "/" },
  });
}

function authenticationOf(parts: AppParts): Authentication {
  // The door asks before the call does, and the answer is the same.
  const players = new WeakMap<Request, Promise<PlayerCaller | null>>();
  return {
    user: (request: Request) => {
      const userId = request.session.userId;
      return userId === undefined ? Promise.resolve(null) : parts.userOf(userId, request.ip ?? null);
    },
    player: (request: Request) => {
      const token = bearerToken(request);
      if (token === null) return Promise.resolve(null);
      const found = players.get(request) ?? parts.doors.token(token, request.ip, parts.playerOf);
      players.set(request, found);
      return found;
    },
  };
}

/** Assembles the http side. The order matters: security first, pages and routes, then the answer to everything else. */
export function createApp(parts: AppParts): Express {
  requireComplete(parts.implemented);
  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", parts.trustProxy ? 1 : false);
  app.set("query parser", "simple");
  app.set("etag", false);
  app.use(
    pinoHttp({
      logger: parts.logger,
      genReqId: () => newSecret().slice(0, 12),
      // Who was refused what, and from where, so that an attempt can be followed.
      customProps: (request: Request, response: Response) => ({ address: request.ip, user: request.session?.userId, refusal: response.locals["refusal"] as unknown }),
      customLogLevel: (_request, response, error) => (error || response.statusCode >= 500 ? "error" : response.statusCode >= 400 ? "info" : "debug"),
      serializers: { req: (request: { id: string; method: string; url: string }) => ({ id: request.id, method: request.method, url: loggedUrl(request.url) }), res: (response: { statusCode: number }) => ({ statusCode: response.statusCode }) },
    }),
  );
  safeHeaders(app, parts.secureCookie);
  parts.probes(app);
  const authentication = authenticationOf(parts);
  app.use(patientBodies, ownOriginOnly(parts.publicOrigin));
  servePlayer(app, parts.playerFolder, parts.publicOrigin);
  serveConsole(app, parts.consoleFolder, parts.publicOrigin);
  app.get("/", (_request, response) => response.redirect("/console/"));
  app.use("/api", (_request, response, next) => {
    response.setHeader("Cache-Control", "no-store");
    next();
  });
  const document = openApiDocument();
  app.use(sessionMiddleware(parts));
  app.use("/api", parts.doors.count(authentication));
  app.get("/api/openapi.json", (_request, response) => void response.json(document));
  app.use("/api/docs", (_request, response, next) => {
    response.setHeader("Content-Security-Policy", docsPolicy);
    next();
  });
  swaggerPage(app);
  app.use(markIdle);
  for (const extra of parts.extras) extra(app, authentication);
  app.use(express.json({ limit: "1mb", strict: true }));
  const router = express.Router();
  for (const one of parts.implemented) mount(router, one, authentication, parts.doors);
  app.use(router);
  app.use(unknownPath);
  app.use(answerFailure);
  return app;
}
