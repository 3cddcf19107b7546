import type { Express } from "express";
import helmet from "helmet";

/** What a page may load, by kind: nothing at all but what is named here. */
type Directives = Record<string, readonly string[]>;

const nothing: Directives = { "default-src": ["'none'"], "base-uri": ["'none'"], "form-action": ["'none'"], "frame-ancestors": ["'none'"] };
const written = (directives: Directives): string => Object.entries(directives).map(([name, values]) => [name, ...values].join(" ")).join("; ");

/** Hosts under which a page of this server was asked for: what the request says, and the proxy's own. */
export type Hosts = readonly (string | undefined)[];

/** The web sockets of a page's own hosts. Only a plain host and port goes into a policy. */
const sockets = (hosts: Hosts): string[] => [...new Set(hosts)].filter((host) => host !== undefined && /^([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?$/.test(host)).flatMap((host) => [`ws://${host}`, `wss://${host}`]);

/** JSON, downloads, refusals: nothing in them is ever run or shown in a frame. */
export const dataPolicy = written(nothing);

/** Bytes that users brought: should a browser ever open them as a page, it has no origin, no script and nothing to load. */
export const bytesPolicy = `sandbox; ${dataPolicy}`;

/**
 * The console. Scripts only from files of this server. The style elements that antd makes carry the nonce of this answer
 * (console/src/lib/nonce.ts). Style attributes must be allowed: the tooltips of charts, and text areas that grow, set them.
 * Old browsers do not count a page's own web sockets as 'self', so those are named.
 */
export function consolePolicy(hosts: Hosts, nonce: string | null): string {
  return written({
    ...nothing,
    "script-src": ["'self'"],
    "style-src": ["'self'", ...(nonce === null ? [] : [`'nonce-${nonce}'`])],
    "style-src-attr": ["'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "media-src": ["'self'", "blob:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'", ...sockets(hosts)],
    "form-action": ["'self'"],
  });
}

/** The player: its films and pictures are blobs from its own storage, verified by a worker. */
export function playerPolicy(hosts: Hosts): string {
  return written({
    ...nothing,
    "script-src": ["'self'"],
    "worker-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:", "blob:"],
    "media-src": ["'self'", "blob:"],
    "connect-src": ["'self'", ...sockets(hosts)],
    "manifest-src": ["'self'"],
  });
}

/** The API's own page: Swagger UI writes style attributes and pictures of its own. */
export const docsPolicy = written({
  ...nothing,
  "script-src": ["'self'"],
  "style-src": ["'self'"],
  "style-src-attr": ["'unsafe-inline'"],
  "img-src": ["'self'", "data:"],
  "connect-src": ["'self'"],
});

/** Everything a browser could lend a page and neither program needs. The player alone plays by itself, full screen, awake. */
const withheld = ["accelerometer", "bluetooth", "camera", "display-capture", "encrypted-media", "gamepad", "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer", "microphone", "midi", "payment", "picture-in-picture", "publickey-credentials-get", "serial", "usb", "xr-spatial-tracking"];
const permissions = [...withheld.map((name) => `${name}=()`), "autoplay=(self)", "fullscreen=(self)", "screen-wake-lock=(self)"].join(", ");

/** On every answer, whatever it is. What may be shown or run is then said by kind. @param secure whether this server is only reached by https */
export function safeHeaders(app: Express, secure: boolean): void {
  app.use(
    helmet({
      contentSecurityPolicy: false,
      crossOriginEmbedderPolicy: false,
      strictTransportSecurity: secure ? { maxAge: 31_536_000, includeSubDomains: true } : false,
      xFrameOptions: { action: "deny" },
      referrerPolicy: { policy: "no-referrer" },
    }),
    (_request, response, next) => {
      response.setHeader("Permissions-Policy", permissions);
      response.setHeader("Content-Security-Policy", dataPolicy);
      next();
    },
  );
}
