import type { RequestHandler } from "express";
import { Refusal } from "./refusal.ts";

/**
 * Whether a browser page at `origin` may talk to this server: only pages that this server itself served.
 * A missing Origin is no browser page of another site (browsers send it on every unsafe request and socket).
 * @param publicOrigin set when a proxy changes the host ("https://yilu.example.cn"), else null
 */
export function isOwnOrigin(origin: string | undefined, host: string | undefined, publicOrigin: string | null): boolean {
  if (origin === undefined) return true;
  if (publicOrigin !== null && origin === publicOrigin) return true;
  try {
    return host !== undefined && new URL(origin).host === host;
  } catch {
    return false;
  }
}

/** Refuses changes that another site's page tries to make with somebody's cookie. */
export function ownOriginOnly(publicOrigin: string | null): RequestHandler {
  return (request, _response, next) => {
    const safe = request.method === "GET" || request.method === "HEAD" || request.method === "OPTIONS";
    if (!safe && !isOwnOrigin(request.get("origin"), request.get("host"), publicOrigin)) throw new Refusal("badOrigin");
    next();
  };
}
