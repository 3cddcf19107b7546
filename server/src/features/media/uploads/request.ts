import { PassThrough, Readable } from "node:stream";
import { Metadata } from "@tus/server";
import { maxUploadBytes, uploadMetadata, uploadsPath } from "@yilu/contract";
import type { Request, Response } from "express";
import { fieldIssues } from "../../../http/implement.ts";
import { Refusal, refuse } from "../../../http/refusal.ts";
import type { UploadMetadata } from "../intake.ts";
import { reasons, refused } from "../probe/reasons.ts";

/** An empty value (a bare name in the header) counts as not given. */
export function withoutEmpty(given: Record<string, string | null>): Record<string, string | null> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null && value !== ""));
}

/** @throws Refusal invalidInput naming the wrong values */
export function metadataOf(header: string | undefined): UploadMetadata {
  let given: Record<string, string | null>;
  try {
    given = Metadata.parse(header);
  } catch {
    throw new Refusal("invalidInput", { issues: [{ path: "header.Upload-Metadata", message: { zh: "缺少，或不是“名 base64”的形式", en: "missing, or not of the form “name base64”" } }] });
  }
  const result = uploadMetadata.safeParse(withoutEmpty(given));
  if (!result.success) throw new Refusal("invalidInput", { issues: fieldIssues(result.error, "metadata") });
  return result.data;
}

/** @throws Refusal invalidInput, mediaRefused when it is empty, tooLarge */
export function lengthOf(header: string | undefined): number {
  if (header === undefined || !/^\d{1,15}$/.test(header)) {
    throw new Refusal("invalidInput", { issues: [{ path: "header.Upload-Length", message: { zh: "要写明文件的字节数", en: "state the length of the file in bytes" } }] });
  }
  const bytes = Number(header);
  if (bytes === 0) throw refused(reasons.empty);
  if (bytes > maxUploadBytes) throw refuse("tooLarge", `一份文件至多 ${maxUploadBytes / 1024 ** 3} GB`, `One file may have at most ${maxUploadBytes / 1024 ** 3} GB`);
  return bytes;
}

/**
 * The request as the tus library takes it: at an address of our making, so that no Host header can confuse it.
 * @returns also `release`, to be called when the library has answered: it lets go of the rest of a body that was not
 * wanted, without which the connection would hang
 */
export function webRequest(request: Request, id: string | null): { forTus: globalThis.Request; release: () => void } {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) if (typeof value === "string") headers.set(name, value);
  const address = `http://localhost${uploadsPath}${id === null ? "" : `/${id}`}`;
  if (request.method !== "PATCH" && request.method !== "POST") {
    return { forTus: new globalThis.Request(address, { method: request.method, headers }), release: () => undefined };
  }
  // Not the request itself: a web stream that is given up would destroy it, and with it the way back for the answer.
  const body = new PassThrough();
  const onClose = () => body.destroy(new Error("the client went away"));
  request.once("close", onClose);
  request.once("error", onClose);
  request.once("end", () => request.off("close", onClose));
  request.pipe(body);
  // Node's web streams and the global ones are the same objects under two type declarations.
  const stream = Readable.toWeb(body) as unknown as ReadableStream<Uint8Array>;
  const init: RequestInit & { duplex: "half" } = { method: request.method, headers, body: stream, duplex: "half" };
  const release = () => {
    request.unpipe(body);
    request.resume();
  };
  return { forTus: new globalThis.Request(address, init), release };
}

/** Passes the library's answer on. */
export async function pass(answer: globalThis.Response, response: Response): Promise<void> {
  answer.headers.forEach((value, name) => response.setHeader(name, value));
  response.status(answer.status);
  if (answer.body === null || response.req.method === "HEAD") response.end();
  else response.end(Buffer.from(await answer.arrayBuffer()));
}

/** What the library's own errors mean in our words. 409 stays 409: clients then ask where to go on. */
export function refusalFor(status: number): Refusal {
  switch (status) {
    case 404:
    case 410:
      return new Refusal("notFound");
    case 409:
      return refuse("versionMismatch", "断点位置对不上，请查询进度后接着传", "The offset is not where the upload stopped; ask for it and go on from there");
    case 413:
      return new Refusal("tooLarge");
    case 500:
      return refuse("overloaded", "文件没能写到磁盘上，磁盘可能满了", "The file could not be written; the disk may be full");
    default:
      return new Refusal("malformedRequest");
  }
}
