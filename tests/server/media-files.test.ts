import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import type { Media } from "@yilu/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { civic } from "../support/films.ts";
import { Client, testPassword } from "../support/server.ts";
import { uploaded } from "../support/uploads.ts";
import { World, type Side } from "../support/world.ts";

const film = readFileSync(civic);
let world: World;
let media: Media;
let client: Client;

beforeAll(async () => {
  world = await World.start();
  client = await signedIn("here");
  const { staff } = world.place("here");
  media = await world.server.media.service.get(staff, await uploaded(client, civic));
});
afterAll(() => world.close());

async function signedIn(side: Side): Promise<Client> {
  return new Client(world.server.origin).signIn((await world.user(side, "scheduler")).username, testPassword);
}

/** fetch takes ranges away from some requests; this sends exactly these headers. */
function get(path: string, headers: Record<string, string>, method = "GET"): Promise<{ status: number; headers: Record<string, unknown>; bytes: Buffer }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(world.server.origin + path, { method, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes: Buffer.concat(parts) }));
    });
    request.on("error", reject).end();
  });
}
const own = (headers: Record<string, string> = {}) => ({ cookie: client.cookie, ...headers });
const status = async (path: string, headers: Record<string, string>) => (await get(path, headers)).status;

describe("a file", () => {
  it("is sent whole, of its true type, never to be sniffed, to be kept for ever", async () => {
    const answer = await get(media.fileUrl, own());
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      "content-type": "video/mp4",
      "content-length": String(film.length),
      "content-disposition": "inline",
      "cache-control": "private, max-age=31536000, immutable",
      "accept-ranges": "bytes",
      "x-content-type-options": "nosniff",
      etag: `"${media.sha256}"`,
    });
    expect(createHash("sha256").update(answer.bytes).digest("hex")).toBe(media.sha256);
  });

  it("answers HEAD with the same headers and no body", async () => {
    const answer = await get(media.fileUrl, own(), "HEAD");
    expect([answer.status, answer.headers["content-length"], answer.headers["content-type"], answer.bytes.length]).toEqual([200, String(film.length), "video/mp4", 0]);
  });

  it.each([
    ["bytes=0-1023", 0, 1024],
    ["bytes=1024-2047", 1024, 2048],
    ["bytes=177000-", 177_000, film.length],
    ["bytes=-100", film.length - 100, film.length],
    ["bytes=1000-99999999", 1000, film.length],
  ])("sends the part %s", async (range, from, to) => {
    const answer = await get(media.fileUrl, own({ range }));
    expect([answer.status, answer.headers["content-range"], answer.headers["content-length"]]).toEqual([206, `bytes ${from}-${to - 1}/${film.length}`, String(to - from)]);
    expect(answer.bytes.equals(film.subarray(from, to))).toBe(true);
  });

  it("answers 416 with the length to a part that it has not", async () => {
    const answer = await get(media.fileUrl, own({ range: `bytes=${film.length}-` }));
    expect([answer.status, answer.headers["content-range"], answer.bytes.length]).toEqual([416, `bytes */${film.length}`, 0]);
    expect(answer.headers["cache-control"]).toBe("no-store");
  });

  it("sends everything to what is no range, or several", async () => {
    for (const range of ["bytes=abc", "lines=1-2", "bytes=0-1,5-6"]) expect(await status(media.fileUrl, own({ range }))).toBe(200);
  });

  it("sends a part only of the version that was meant", async () => {
    const range = "bytes=0-9";
    expect(await status(media.fileUrl, own({ range, "if-range": `"${media.sha256}"` }))).toBe(206);
    expect(await status(media.fileUrl, own({ range, "if-range": `"${"0".repeat(64)}"` }))).toBe(200);
    expect(await status(media.fileUrl, own({ "if-none-match": `"${media.sha256}"` }))).toBe(304);
  });
});

describe("who may have a file or its poster", () => {
  const both = ({ sha256 }: Pick<Media, "sha256">) => [`/api/files/${sha256}`, `/api/posters/${sha256}`];

  it("users of its unit and above, and below once it is approved; beside and unknown it does not exist", async () => {
    const [above, here, below, there] = [await signedIn("above"), client, await signedIn("below"), await signedIn("there")];
    const see = (who: Client, what: Media) => Promise.all(both(what).map((path) => status(path, { cookie: who.cookie })));
    expect(await see(here, media)).toEqual([200, 200]);
    expect(await see(above, media)).toEqual([200, 200]);
    expect(await see(below, media)).toEqual([404, 404]);
    expect(await see(there, media)).toEqual([404, 404]);
    const approved = world.place("here").media;
    expect(await see(below, approved)).toEqual([200, 200]);
    expect(await see(there, approved)).toEqual([404, 404]);
    expect(await see(here, { ...media, sha256: "0".repeat(64) })).toEqual([404, 404]);
    expect(await see(here, { ...media, sha256: "..%2f..%2fyilu.db" })).toEqual([400, 400]);
  });

  it("a player what is in its manifest, and nothing else", async () => {
    const [here, there] = [world.place("here"), world.place("there")];
    const see = (token: string, what: Pick<Media, "sha256">) => Promise.all(both(what).map((path) => status(path, { authorization: `Bearer ${token}` })));
    expect(await see(here.token, here.media)).toEqual([200, 200]);
    expect(await see(here.token, media)).toEqual([404, 404]);
    expect(await see(there.token, here.media)).toEqual([404, 404]);
    expect(await see("A".repeat(43), here.media)).toEqual([401, 401]);
  });

  it("nobody who is not signed in", async () => {
    for (const path of both(media)) expect(await status(path, {})).toBe(401);
  });
});

describe("a poster", () => {
  it("is a JPEG, kept for a day, and another one once it is replaced", async () => {
    const before = await get(media.posterUrl, own());
    expect([before.status, before.headers["content-type"], before.headers["cache-control"]]).toEqual([200, "image/jpeg", "private, max-age=86400"]);
    expect(before.headers["x-content-type-options"]).toBe("nosniff");
    expect(before.bytes.subarray(0, 3).toString("hex")).toBe("ffd8ff");
    expect(await status(media.posterUrl, own({ "if-none-match": String(before.headers["etag"]) }))).toBe(304);
    const other = (await get(`/api/posters/${world.place("here").media.sha256}`, own())).bytes;
    await world.server.media.service.setPoster(media.sha256, other);
    const after = await get(media.posterUrl, own({ "if-none-match": String(before.headers["etag"]) }));
    expect([after.status, after.bytes.equals(other)]).toEqual([200, true]);
  });
});
