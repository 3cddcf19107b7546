import type { Sent } from "./line.ts";

/** One of a list, by chance. */
export type Pick = <T>(list: readonly T[]) => T;

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "MKCOL", "LOCK", "SEARCH", "PURGE", "REPORT", "M-SEARCH", "SUBSCRIBE", "UNLOCK", "BIND", "ACL", "QUERY"];

const long = "x".repeat(7_000);
const headers: Record<string, string>[] = [
  ...["*/*", "text/html", "application/json;q=0", ",,,;;;=", "a/b;q=9e999", long].map((accept) => ({ accept })),
  ...["bytes=0-", "bytes=-1", "bytes=5-1", "bytes=0-0,2-3,5-9", "bytes=9999999999999999999-", "bytes=abc", "lines=1-2", `bytes=${"0-1,".repeat(1_000)}0-1`, "bytes=--1", "bytes=0-18446744073709551616"].map((range) => ({ range })),
  ...['"abc"', "*", 'W/"x"', '"', `${'"a",'.repeat(1_500)}"b"`].flatMap((tag) => [{ "if-none-match": tag }, { "if-match": tag }, { "if-range": tag, range: "bytes=1-" }]),
  ...["Thu, 01 Jan 1970 00:00:00 GMT", "yesterday", "-1", "Tue, 99 Foo 99999 99:99:99 GMT"].flatMap((date) => [{ "if-modified-since": date }, { "if-unmodified-since": date }]),
  ...["gzip", "br", "deflate", "identity", "gzip, gzip, gzip", "zstd", "nonsense"].map((encoding) => ({ "content-encoding": encoding })),
  ...["application/json", "text/plain", "", ";", "multipart/form-data", "application/json; charset=\u00ff", "image/png", `a/${long}`, "application/x-www-form-urlencoded", "application/offset+octet-stream"].map((type) => ({ "content-type": type })),
  ...["Bearer", "Bearer x", `Bearer ${"x".repeat(43)}`, "Basic YTpi", "Bearer \u00e9", long, `Digest ${long}`].map((authorization) => ({ authorization })),
  ...["yilu.sid=x", "yilu.sid=s%3Ax.y", "yilu.sid=s%3A%00.%ff", "yilu.sid=%E0%A4%A", "=;=;=", "__proto__=1", `yilu.sid=${long}`, "yilu.sid=j%3A%7B%22a%22%3A1%7D", "a=b; ".repeat(1_000)].map((cookie) => ({ cookie })),
  ...["https://elsewhere.example", "null", "", "file://", long].map((origin) => ({ origin })),
  ...["localhost", "evil.example", "[::1", "a b", "", "\u00e9", "127.0.0.1:99999", "x@y", "..", long.slice(0, 300)].map((host) => ({ host })),
  ...["1.2.3.4", ",,,", "not an address", "::1, 1.2.3.4", "1".repeat(5_000), "[::1]:80", "fe80::1%eth0"].flatMap((from) => [{ "x-forwarded-for": from }, { forwarded: `for=${from}` }]),
  { "x-forwarded-proto": "https" }, { "x-forwarded-proto": "javascript" }, { "x-forwarded-host": "evil.example" }, { "x-http-method-override": "DELETE" }, { "x-method-override": "PATCH" },
  { expect: "100-continue" }, { expect: "nonsense" }, { upgrade: "websocket", connection: "upgrade" }, { upgrade: "h2c", connection: "upgrade, http2-settings" }, { te: "trailers" }, { "accept-language": ",;q=" }, { "accept-encoding": "br;q=x" }, { referer: "javascript:1" },
  { "tus-resumable": "0.0.1" }, { "upload-offset": "-1" }, { "sec-fetch-site": "cross-site" }, { "user-agent": "\u0001".replace("\u0001", "x") }, Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`x-${index}`, "y"])),
];

const paths = [
  "/", "//", "///api//media", "/api", "/api/", "/api/media/", "/API/MEDIA", "/api/../api/media", "/api/./media", "/api/media/..", "/api/media/../../etc/passwd", "/api/media/..%2f..%2fetc%2fpasswd", "/api/media/%2e%2e/%2e%2e", "/api/media%00", "/api/media/%00", "/api/%6dedia", "/api/media;x=1", "/api/media?", "/api/media?&&&", "/api/media??a", "/api/media?a[b]=1&a[__proto__]=2", "/api/media?page[]=1", `/api/media?${"a=1&".repeat(2_000)}`, "/api/media?page=1&page=2", "/api/media?__proto__=1", "/api/media?q=%", "/api/media?q=%ff%fe", "/api/media?q=%ED%A0%80",
  "/player", "/player/", "/player/..", "/player/../package.json", "/player/..%2fpackage.json", "/player/%2e%2e/package.json", "/player/..%5c..%5cpackage.json", "/player/assets/../../package.json", "/player/assets/%00.js", "/player/assets", "/player/assets/", "/player/assets/..%00/", "/player/.env", "/player/.git/config", "/player/%", "/player/%E0%A4%A", "/player/index.html", "/player/index.html/", "/player/service-worker.js?x", "/player/?token=%00", "/player/\\..\\..",
  "/console", "/console/..", "/console/%2e%2e%2f%2e%2e%2fprisma", "/console/shared/x", "/console/shared/%00", "/console/%C0%AE%C0%AE/", "/console/assets/%ff", "/console/x/".padEnd(6_000, "y"), "/console/index.html", "/console/.", "/console//", "/console/;",
  "/api/docs", "/api/docs/", "/api/docs/../../package.json", "/api/docs/..%2f..%2fpackage.json", "/api/docs/swagger-ui.css", "/api/docs/%", "/api/docs/package.json", "/api/docs/index.html", "/api/openapi.json", "/api/openapi.json/",
  "/healthz", "/readyz", "/metrics", "/healthz/", "/metrics?x", "/healthz/../metrics", "/favicon.ico", "/robots.txt", "/.env", "/.git/HEAD", "/server/src/main.ts", "/data/yilu.db", "/node_modules/express/package.json", "*", "/api/uploads", "/api/uploads/", "/api/uploads/x/y", "/api/uploads/..%2f..%2fyilu.db", "/api/uploads/%00", "/api/uploads/..", "/api/uploads/.json",
  "/socket.io/", "/socket.io/?EIO=4", "/socket.io/?EIO=4&transport=polling", "/socket.io/?EIO=4&transport=websocket", "/socket.io/?EIO=3&transport=polling&sid=x", "/socket.io/?EIO=4&transport=websocket&sid=../../x", "/socket.io/?transport=nonsense", "/socket.io/../api/media", "/socket.io/%00", `/socket.io/?${"x".repeat(5_000)}`, "/socket.io/?EIO=4&transport=__proto__", "/socket.io/?EIO=4&transport=constructor", "/socket.io/socket.io.js",
  `/api/files/${"0".repeat(64)}`, `/api/files/${"g".repeat(64)}`, `/api/posters/${"0".repeat(63)}`, `/api/files/${"0".repeat(64)}/..`, "/api/shared/x", `/api/shared/${"x".repeat(43)}`,
];

/** Turns a request that is nearly good into one that is odd in how it comes, now and then. */
export function oddly(sent: Sent, pick: Pick, chance: () => number): Sent {
  let odd = sent;
  if (chance() < 0.25) odd = { ...odd, headers: { ...odd.headers, ...pick(headers) } };
  if (chance() < 0.1) odd = { ...odd, headers: { ...odd.headers, ...pick(headers) } };
  if (chance() < 0.05) odd = { ...odd, method: pick(methods) };
  if (chance() < 0.03) odd = { ...odd, path: pick(paths) };
  return odd;
}

/** A request that has nothing to do with any endpoint. */
export function strange(pick: Pick, chance: () => number, known: Record<string, string>): Sent {
  const method = pick(methods);
  const body = chance() < 0.4 ? pick(["", "{}", "[]", "null", "x".repeat(50_000), "\u0000", '{"__proto__":{"a":1}}']) : undefined;
  return { method, path: pick(paths), headers: { ...(chance() < 0.5 ? known : {}), ...pick(headers), ...(chance() < 0.3 ? pick(headers) : {}) }, body };
}

const end = "\r\n\r\n";
const host = "Host: localhost\r\n";
/** Bytes that are hardly a request, in pieces. */
export function garbage(pick: Pick, chance: () => number): (string | Uint8Array)[] {
  const noise = (length: number): Uint8Array => Uint8Array.from({ length }, () => Math.floor(chance() * 256));
  const made: (() => (string | Uint8Array)[])[] = [
    () => [noise(1 + Math.floor(chance() * 2_000))],
    () => ["GET / HTTP/1.1\r\n", host, noise(50), end],
    () => [`GET ${"/".repeat(20_000)} HTTP/1.1\r\n${host}\r\n`],
    () => [`GET / HTTP/9.9\r\n${host}\r\n`], () => ["GET /healthz\r\n\r\n"], () => [`GET http://evil.example/api/media HTTP/1.1\r\n${host}\r\n`], () => [`CONNECT localhost:22 HTTP/1.1\r\n${host}\r\n`],
    () => [`GET /healthz HTTP/1.1\r\n${`X: ${"y".repeat(1_000)}\r\n`.repeat(30)}\r\n`],
    () => [`GET /healthz HTTP/1.1\r\n${host}${"a: b\r\n".repeat(3_000)}\r\n`],
    () => [`POST /api/session HTTP/1.1\r\n${host}Content-Type: application/json\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /metrics HTTP/1.1\r\n${host}\r\n`],
    () => [`POST /api/session HTTP/1.1\r\n${host}Content-Length: 5\r\nContent-Length: 6\r\n\r\n{}    `], () => [`POST /api/session HTTP/1.1\r\n${host}Content-Length: -1\r\n\r\n`], () => [`POST /api/session HTTP/1.1\r\n${host}Content-Length: 99999999999999999999\r\n\r\n`],
    () => [`POST /api/session HTTP/1.1\r\n${host}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`, pick(["FFFFFFFFFFFFFFFF\r\n", "-1\r\n", "zz\r\n", "5\r\nabc", "1;a=b\r\n{\r\n0\r\n\r\n", "0\r\nX: y\r\n\r\n"])],
    () => [`POST /api/session HTTP/1.1\r\n${host}Transfer-Encoding: ${pick(["xchunked", "chunked, chunked", "identity", "\u000bchunked"])}\r\n\r\n0\r\n\r\n`],
    () => [`GET /healthz HTTP/1.1\r\n${host}X: a\nY: b\r\n\r\n`], () => [`GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n`], () => [`GET /healthz HTTP/1.1\r\n\r\n`], () => [`GET /healthz HTTP/1.1\r\n${host} folded: x\r\n\r\n`], () => [`GET /healthz HTTP/1.1\r\n${host}a\u0000b: c\r\n\r\n`],
    () => Array.from({ length: 40 }, () => `GET /healthz HTTP/1.1\r\n${host}\r\n`),
    () => ["PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", noise(60)], () => [Uint8Array.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03]), noise(200)], () => ["\r\n\r\n\r\n"],
    () => [`GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n${host}Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: ${pick(["13", "8", "99", "x"])}\r\nSec-WebSocket-Key: ${pick(["AAAAAAAAAAAAAAAAAAAAAA==", "x", ""])}\r\n\r\n`, noise(200)],
    () => [`GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n${host}Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`, pick([Uint8Array.from([0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]), Uint8Array.from([0xf1, 0x80, 0, 0, 0, 0]), Uint8Array.from([0x88, 0x81, 1, 2, 3, 4, 5]), Uint8Array.from([0x82, 0xfe, 0xff, 0xff, 1, 2, 3, 4]), Uint8Array.from([0x89, 0xfe, 0xff, 0xff, 1, 2, 3, 4])])],
  ];
  return pick(made)();
}
