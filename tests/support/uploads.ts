import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { problem, uploadedMediaHeader, uploadsPath, type Problem } from "@yilu/contract";
import { DetailedError, Upload } from "tus-js-client";
import type { Client } from "./server.ts";

export type Metadata = Record<string, string>;
/** How an upload ended. */
export type Ended = { mediaId: string; duplicate: boolean } | { refused: Problem };

/** Uploads a file as the console does: with tus-js-client, in pieces. */
export function upload(client: Client, file: string | Buffer, metadata: Metadata = {}): Promise<Ended> {
  const bytes = typeof file === "string" ? readFileSync(file) : file;
  const filename = typeof file === "string" ? basename(file) : "film.mp4";
  return new Promise((resolve, reject) => {
    new Upload(bytes, {
      endpoint: client.origin + uploadsPath,
      headers: { cookie: client.cookie, origin: client.origin },
      metadata: { filename, level: "county", ...metadata },
      chunkSize: 8 * 1024 * 1024,
      retryDelays: [],
      onSuccess: ({ lastResponse }) => {
        const mediaId = lastResponse.getHeader(uploadedMediaHeader);
        if (mediaId === undefined) reject(new Error("the answer names no media"));
        else resolve({ mediaId, duplicate: lastResponse.getHeader("Yilu-Media-Duplicate") === "true" });
      },
      onError: (error) => {
        const body = error instanceof DetailedError ? error.originalResponse?.getBody() : undefined;
        if (body === undefined || body === "") reject(error);
        else resolve({ refused: problem.parse(JSON.parse(body)) });
      },
    }).start();
  });
}

/** Uploads a file that must be taken. @returns the id of its media */
export async function uploaded(client: Client, file: string | Buffer, metadata: Metadata = {}): Promise<string> {
  const ended = await upload(client, file, metadata);
  if ("refused" in ended) throw new Error(JSON.stringify(ended.refused));
  return ended.mediaId;
}

export const encoded = (metadata: Metadata): string =>
  Object.entries(metadata)
    .map(([name, value]) => `${name} ${Buffer.from(value).toString("base64")}`)
    .join(",");

/** One request of the tus protocol, spelt out. */
export async function tus(client: Client, method: string, path: string, headers: Record<string, string>, body?: Uint8Array) {
  const response = await fetch(client.origin + path, {
    method,
    headers: { cookie: client.cookie, origin: client.origin, "tus-resumable": "1.0.0", ...(body ? { "content-type": "application/offset+octet-stream" } : {}), ...headers },
    ...(body ? { body: new Uint8Array(body) } : {}),
  });
  const text = await response.text();
  const isProblem = response.headers.get("content-type")?.startsWith("application/problem+json") === true;
  return { status: response.status, headers: response.headers, problem: isProblem && text !== "" ? problem.parse(JSON.parse(text)) : null };
}

/** Begins an upload. @returns the path of it */
export async function begun(client: Client, bytes: number, metadata: Metadata = {}): Promise<string> {
  const answer = await tus(client, "POST", uploadsPath, { "upload-length": String(bytes), "upload-metadata": encoded({ filename: "film.mp4", level: "county", ...metadata }) });
  const location = answer.headers.get("location");
  if (answer.status !== 201 || location === null) throw new Error(`${answer.status} ${JSON.stringify(answer.problem)}`);
  return location;
}
