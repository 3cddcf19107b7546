import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import compression from "compression";
import express, { type Express, type Request, type Response } from "express";
import { newSecret } from "../random.ts";
import { consolePolicy, playerPolicy, type Hosts } from "./headers.ts";

interface Program {
  prefix: string;
  /** Where its build lies. */
  folder: string;
  /** Of its files: a worker is held to the policy that its own file came with. */
  policy(hosts: Hosts): string;
  /** Answers with the page. */
  page(html: () => string, hosts: Hosts, response: Response): void;
}

const notBuilt = "还没有构建，请先运行 npm run build\nNot built yet: run npm run build\n";

/** A built single-page program: hashed files for ever, and its page, fresh every time, for every path that is no file. */
function serveProgram(app: Express, publicOrigin: string | null, { prefix, folder, policy, page }: Program): void {
  if (!existsSync(join(folder, "index.html"))) {
    app.get([prefix, `${prefix}/{*rest}`], (_request, response) => void response.status(503).type("text/plain; charset=utf-8").send(notBuilt));
    return;
  }
  const publicHost = publicOrigin === null ? undefined : new URL(publicOrigin).host;
  const hostsOf = (request: Request): Hosts => [request.get("host"), publicHost];
  const sendPage = (request: Request, response: Response): void => {
    page(() => readFileSync(join(folder, "index.html"), "utf8"), hostsOf(request), response.type("html"));
  };
  app.get(`${prefix}/index.html`, sendPage);
  app.use(
    prefix,
    compression(), // of programs only: nothing secret is in them beside what somebody sent
    (request, response, next) => {
      response.setHeader("Content-Security-Policy", policy(hostsOf(request)));
      next();
    },
    express.static(folder, {
      index: false,
      setHeaders: (response, path) => {
        response.setHeader("Cache-Control", path.startsWith(join(folder, "assets")) ? "public, max-age=31536000, immutable" : "no-cache");
      },
    }),
  );
  app.get(`${prefix}/{*rest}`, sendPage);
}

/** The player. */
export function servePlayer(app: Express, folder: string, publicOrigin: string | null): void {
  serveProgram(app, publicOrigin, {
    prefix: "/player",
    folder,
    policy: playerPolicy,
    page: (html, _hosts, response) => void response.set("Cache-Control", "no-cache").send(html()),
  });
}

/** The console, whose page learns the nonce that its style elements carry: a page is never kept, as its nonce is good once. */
export function serveConsole(app: Express, folder: string, publicOrigin: string | null): void {
  serveProgram(app, publicOrigin, {
    prefix: "/console",
    folder,
    policy: (hosts) => consolePolicy(hosts, null),
    page: (html, hosts, response) => {
      const nonce = newSecret();
      response.set({ "Cache-Control": "no-store", "Content-Security-Policy": consolePolicy(hosts, nonce) });
      response.send(html().replace("<head>", `<head>\n    <meta property="csp-nonce" nonce="${nonce}" />`));
    },
  });
}
