import { media as mediaShape, pageOf, problem, type Media } from "@yilu/contract";
import type { Client } from "./server.ts";

export const page = pageOf(mediaShape);

/** The films that somebody sees, by the list's filters. */
export async function list(client: Client, query: Record<string, string> = {}): Promise<Media[]> {
  const parameters = new URLSearchParams({ pageSize: "200", ...query });
  return page.parse((await client.request("GET", `/api/media?${parameters.toString()}`)).body).rows;
}

/** The answer to a call: the media, or the code and the Chinese detail of the refusal. */
export async function call(client: Client, method: string, path: string, body?: unknown): Promise<{ media: Media } | { code: string; detail: string | undefined; fields: string[] | undefined }> {
  const answer = await client.request(method, path, body);
  if (answer.status === 200) return { media: mediaShape.parse(answer.body) };
  const refused = problem.parse(answer.body);
  return { code: refused.code, detail: refused.detail?.zh, fields: refused.issues?.map((issue) => issue.path) };
}
export const review = (client: Client, media: Media, decision: "approve" | "return", reason = "", sha256 = media.sha256) =>
  call(client, "POST", `/api/media/${media.id}/review`, { sha256, decision, reason });
/** Saves a film with some of its fields changed. */
export const change = (client: Client, { id, title, level, validFrom, validUntil, version }: Media, to: Partial<Media> = {}) =>
  call(client, "PATCH", `/api/media/${id}`, { title, level, validFrom, validUntil, version, ...to });
