import type { Request, RequestHandler } from "express";
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
    const { protocol, host: own } = new URL(origin);
    return own === host && (protocol === "https:" || protocol === "http:");
  } catch {
    return false;
  }
}

/**
 * Without an Origin a change is only believed when nothing rides along that a browser adds by itself: a program with a
 * token or a sign-in of its own. Browsers that leave Origin out on their own site's requests say so in Sec-Fetch-Site.
 */
function isUnclaimed(request: Request): boolean {
  return request.get("origin") === undefined && request.get("cookie") !== undefined && request.get("sec-fetch-site") !== "same-origin";
}

/** Refuses changes that another site's page tries to make with somebody's cookie. */
export function ownOriginOnly(publicOrigin: string | null): RequestHandler {
  return (request, _response, next) => {
    const safe = request.method === "GET" || request.method === "HEAD" || request.method === "OPTIONS";
    if (!safe && (isUnclaimed(request) || !isOwnOrigin(request.get("origin"), request.get("host"), publicOrigin))) throw new Refusal("badOrigin");
    next();
  };
}
