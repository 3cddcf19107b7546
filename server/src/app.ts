import { existsSync } from "node:fs";
import { join } from "node:path";
import { routes, type AnyEndpoint } from "@yilu/contract";
import express, { type Express, type Request } from "express";
import session from "express-session";
import helmet from "helmet";
import type { Logger } from "pino";
import { pinoHttp } from "pino-http";
import type { Caller, PlayerCaller } from "./caller.ts";
import { answerFailure, unknownPath } from "./http/failures.ts";
import { mount, type Authentication, type Implemented } from "./http/implement.ts";
import { loggedUrl } from "./http/logged-url.ts";
import { openApiDocument } from "./http/openapi.ts";
import { ownOriginOnly } from "./http/origin.ts";
import { swaggerPage } from "./http/swagger.ts";
import { newSecret } from "./random.ts";

export interface AppParts {
  logger: Logger;
  implemented: Implemented[];
  sessionStore: session.Store;
  sessionSecret: string;
  sessionLifeMs: number;
  secureCookie: boolean;
  trustProxy: boolean;
  publicOrigin: string | null;
  userOf(userId: string, address: string | null): Promise<{ caller: Caller; mustChangePassword: boolean } | null>;
  playerOf(token: string): Promise<PlayerCaller | null>;
  /** Health and metrics, which need no session. */
  probes(app: Express): void;
  /** Routers that speak a protocol of their own (uploads, health), mounted before the JSON routes. */
  extras: ((app: Express, authentication: Authentication) => void)[];
  consoleFolder: string;
  playerFolder: string;
}

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
export function sessionMiddleware(parts: Pick<AppParts, "sessionStore" | "sessionSecret" | "sessionLifeMs" | "secureCookie" | "trustProxy">) {
  return session({
    name: "yilu.sid",
    secret: parts.sessionSecret,
    store: parts.sessionStore,
    genid: newSecret,
    resave: false,
    saveUninitialized: false,
    rolling: true,
    proxy: parts.trustProxy,
    cookie: { httpOnly: true, sameSite: "lax", secure: parts.secureCookie, maxAge: parts.sessionLifeMs, path: "/" },
  });
}

function authenticationOf(parts: AppParts): Authentication {
  return {
    user: (request: Request) => {
      const userId = request.session.userId;
      return userId === undefined ? Promise.resolve(null) : parts.userOf(userId, request.ip ?? null);
    },
    player: (request: Request) => {
      const token = /^Bearer ([A-Za-z0-9_-]{43})$/.exec(request.get("authorization") ?? "")?.[1];
      return token === undefined ? Promise.resolve(null) : parts.playerOf(token);
    },
  };
}

/** A built single-page program: hashed files for ever, its page fresh every time. */
function servePage(app: Express, prefix: string, folder: string): void {
  if (!existsSync(join(folder, "index.html"))) {
    app.get([prefix, `${prefix}/{*rest}`], (_request, response) => {
      response.status(503).type("text/plain; charset=utf-8").send("还没有构建，请先运行 npm run build\nNot built yet: run npm run build\n");
    });
    return;
  }
  app.use(
    prefix,
    express.static(folder, {
      setHeaders: (response, path) => {
        response.setHeader("Cache-Control", path.includes(`${join(folder, "assets")}`) ? "public, max-age=31536000, immutable" : "no-cache");
      },
    }),
  );
  app.get(`${prefix}/{*rest}`, (_request, response) => {
    response.setHeader("Cache-Control", "no-cache");
    response.sendFile("index.html", { root: folder });
  });
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
      customLogLevel: (_request, response, error) => (error || response.statusCode >= 500 ? "error" : response.statusCode >= 400 ? "info" : "debug"),
      serializers: { req: (request: { id: string; method: string; url: string }) => ({ id: request.id, method: request.method, url: loggedUrl(request.url) }), res: (response: { statusCode: number }) => ({ statusCode: response.statusCode }) },
    }),
  );
  app.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'"],
          workerSrc: ["'self'"],
          styleSrc: ["'self'", "'unsafe-inline'"],
          imgSrc: ["'self'", "data:", "blob:"],
          mediaSrc: ["'self'", "blob:"],
          fontSrc: ["'self'"],
          connectSrc: ["'self'", "ws:", "wss:"],
          manifestSrc: ["'self'"],
          formAction: ["'self'"],
          frameAncestors: ["'none'"],
          baseUri: ["'none'"],
        },
      },
      strictTransportSecurity: parts.secureCookie ? { maxAge: 15_552_000 } : false,
      crossOriginEmbedderPolicy: false,
    }),
  );
  parts.probes(app);
  const authentication = authenticationOf(parts);
  app.use(ownOriginOnly(parts.publicOrigin));
  servePage(app, "/player", parts.playerFolder);
  servePage(app, "/console", parts.consoleFolder);
  app.get("/", (_request, response) => response.redirect("/console/"));
  app.use("/api", (_request, response, next) => {
    response.setHeader("Cache-Control", "no-store");
    next();
  });
  const document = openApiDocument();
  app.get("/api/openapi.json", (_request, response) => void response.json(document));
  swaggerPage(app);
  app.use(sessionMiddleware(parts));
  for (const extra of parts.extras) extra(app, authentication);
  app.use(express.json({ limit: "1mb", strict: true }));
  const router = express.Router();
  for (const one of parts.implemented) mount(router, one, authentication);
  app.use(router);
  app.use(unknownPath);
  app.use(answerFailure);
  return app;
}
