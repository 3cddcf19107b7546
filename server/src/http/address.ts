import type { IncomingMessage } from "node:http";

/** The first four groups of an IPv6 address: what one subscriber holds, and can vary at will below. */
function networkOf(address: string): string {
  const [before = "", after] = address.split("::");
  const groups = (text: string | undefined) => (text ?? "").split(":").filter(Boolean);
  const [left, right] = [groups(before), groups(after)];
  const all = after === undefined ? left : [...left, ...Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => "0"), ...right];
  return `${all.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16)).join(":")}::/64`;
}

/** Under what an address is counted: an IPv4 address itself, of IPv6 the /64 that it belongs to. */
export function addressKey(address: string | undefined): string {
  const plain = (address ?? "").replace(/^::ffff:(?=\d+\.)/i, "").replace(/%.*$/, "");
  return plain.includes(":") ? networkOf(plain) : plain;
}

/**
 * Where a request comes from, when express does not say (handshakes of sockets).
 * @param trustProxy one proxy stands in front: the last address it put into X-Forwarded-For counts, whatever came before
 */
export function addressOf(request: Pick<IncomingMessage, "headers" | "socket">, trustProxy: boolean): string {
  const forwarded = trustProxy ? request.headers["x-forwarded-for"] : undefined;
  const last = (Array.isArray(forwarded) ? forwarded.at(-1) : forwarded)?.split(",").at(-1)?.trim();
  return addressKey(last === undefined || last === "" ? request.socket.remoteAddress : last);
}
