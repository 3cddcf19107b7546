/** Storage for films that are not there: each is verified as soon as it is asked for. */
import { createHash } from "node:crypto";
import type { CacheDevices } from "../src/cache/cache.ts";
import type { DownloadOrder, WorkerReport } from "../src/cache/protocol.ts";

/** What one player's card holds; outlasts its runs. */
export interface Card {
  bytesByName: Map<string, number>;
  quotaBytes: number;
}

/** Room as on a 16 GB card; one that is low has hardly any left. */
export function newCard(isLow: boolean): Card {
  return { bytesByName: new Map(), quotaBytes: isLow ? 24 * 1024 * 1024 : 12_000_000_000 };
}

/** @param download fetches the bytes all the same, checks and forgets them. */
export function openDevices(card: Card, download: boolean): CacheDevices {
  let listener: (report: WorkerReport) => void = () => undefined;
  const used = (): number => [...card.bytesByName.values()].reduce((sum, bytes) => sum + bytes, 0);
  const fetched = async ({ sha256, bytes, url, token }: DownloadOrder): Promise<WorkerReport> => {
    const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } }).catch(() => null);
    if (!answer) return { sha256, kind: "failed", fault: "network" };
    if (!answer.ok) return { sha256, kind: "failed", fault: "refused" };
    const body = Buffer.from(await answer.arrayBuffer());
    const isRight = body.length === bytes && createHash("sha256").update(body).digest("hex") === sha256;
    return isRight ? { sha256, kind: "done", blob: null } : { sha256, kind: "failed", fault: "corrupt" };
  };
  const take = async (order: DownloadOrder): Promise<void> => {
    const report: WorkerReport = download ? await fetched(order).catch((): WorkerReport => ({ sha256: order.sha256, kind: "failed", fault: "cut" })) : { sha256: order.sha256, kind: "done", blob: null };
    if (report.kind === "done") card.bytesByName.set(order.name, order.bytes);
    listener(report);
  };
  return {
    isLasting: true,
    order: (order) => void setImmediate(() => void take(order)),
    onReport: (listen) => (listener = listen),
    file: async () => null,
    remove: async (name) => void card.bytesByName.delete(name),
    space: async () => ({ usedBytes: used(), quotaBytes: card.quotaBytes }),
  };
}
