import { createHmac } from "node:crypto";
import { lookup as resolve } from "node:dns/promises";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import type { Trial } from "@yilu/contract";
import type { Reach } from "./networks.ts";

const patienceMs = 10_000;
const mostHeard = 300;

/** HMAC-SHA256 over "<timestamp>.<body>", in hexadecimal: who has the key sees that it is ours, and by the timestamp that it is fresh. */
export function signatureOf(secret: string, timestamp: number, body: string): string {
  return createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");
}

/** Calls one address, never follows it elsewhere, and never reaches where it may not, whatever its name resolves to. */
export class Webhook {
  private readonly closing = new AbortController();

  constructor(
    private readonly reach: Reach,
    private readonly resolveName: (host: string) => Promise<readonly string[]> = async (host) => (await resolve(host, { all: true })).map(({ address }) => address),
  ) {}

  /**
   * @param timestamp epoch ms, signed along
   * @returns what came back; a refusal of ours is an answer too
   */
  async call(url: string, secret: string, body: string, timestamp: number): Promise<Omit<Trial, "tookMs">> {
    const target = new URL(url);
    const host = target.hostname.replace(/^\[|\]$/g, "");
    try {
      const addresses = isIP(host) === 0 ? await this.resolveName(host) : [host];
      const [address] = addresses;
      if (address === undefined) return { ok: false, answer: `${host}: no address` };
      const barred = addresses.find((one) => !this.reach.allows(one));
      if (barred !== undefined) return { ok: false, answer: `${barred}: 内网地址不在允许的网段内（WEBHOOK_NETWORKS）/ not a public address, and in no network of WEBHOOK_NETWORKS` };
      return await post(target, address, AbortSignal.any([this.closing.signal, AbortSignal.timeout(patienceMs)]), { "Yilu-Timestamp": String(timestamp), "Yilu-Signature": `v1=${signatureOf(secret, timestamp, body)}` }, body);
    } catch (error) {
      return { ok: false, answer: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Ends a call that is under way. */
  close(): void {
    this.closing.abort();
  }
}

function post(target: URL, address: string, signal: AbortSignal, headers: Record<string, string>, body: string): Promise<Omit<Trial, "tookMs">> {
  // The very address that was looked at is the one that is connected to: a name may say another the next time.
  const lookup: LookupFunction = (_host, options, done) => (options.all === true ? done(null, [{ address, family: isIP(address) }]) : done(null, address, isIP(address)));
  return new Promise((answered, failed) => {
    const request = (target.protocol === "https:" ? httpsRequest : httpRequest)(
      target,
      { method: "POST", lookup, agent: false, signal, headers: { "Content-Type": "application/json; charset=utf-8", "Content-Length": Buffer.byteLength(body), "User-Agent": "Yilu", ...headers } },
      (response) => {
        let heard = "";
        const told = (): void => {
          const status = response.statusCode ?? 0;
          answered({ ok: status >= 200 && status < 300, answer: `HTTP ${status} ${heard.replaceAll(/\s+/g, " ").trim()}`.trim() });
        };
        response.setEncoding("utf8");
        response.on("data", (text: string) => {
          heard += text;
          if (heard.length < mostHeard) return;
          heard = heard.slice(0, mostHeard);
          response.destroy();
          told();
        });
        response.on("end", told);
        response.on("error", failed);
      },
    );
    request.on("error", failed);
    request.end(body);
  });
}
