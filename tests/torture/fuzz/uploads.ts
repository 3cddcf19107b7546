import { readFileSync } from "node:fs";
import { routes, uploadsPath } from "@yilu/contract";
import { civic, Samples } from "../../support/films.ts";
import { jpegClaiming, pngBomb, pngTextBomb, workbookBombs } from "./bombs.ts";
import { send, type Sent } from "./line.ts";
import type { Pick } from "./odd.ts";
import type { Stage } from "./stage.ts";
import type { Faults } from "./watch.ts";

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const metadata = `filename ${base64("film.mp4")},level ${base64("county")}`;
const long = "x".repeat(6_000);

const lengths = ["-1", "0", "1", "abc", "1e3", "0x10", "5.5", "99999999999999999999", "9007199254740993", "5368709120", "", " 7", "7 "];
const offsets = ["-1", "1", "abc", "9007199254740993", "", "00", "0x0", "1e1"];
const metadatas = ["", ",", ",,,", "filename", "filename !!!!", "filename ", `filename ${base64("a")},filename ${base64("b")}`, `filename ${long}`, `${long} ${base64("x")}`, `level ${base64("county")}`, `filename ${base64("a")},level ${base64("galactic")}`, `filename ${base64("../../etc/passwd")},level ${base64("county")}`, `filename ${base64("a\u0000b")},level ${base64("county")}`, `filename ${base64("x".repeat(3_000))},level ${base64("county")}`, `${metadata},unitId`, `${metadata},unitId ${base64("nowhere")}`, `${metadata},title`, `${metadata},title ${base64("\u202e\ud800")}`, `${metadata},ownerId ${base64("somebody")}`, `${metadata},__proto__ ${base64("x")}`, `${metadata},contact`, `filename\u00e9 ${base64("x")}`];

/** What is uploaded: good and bad films, pictures that claim or unpack to far too much, and no film at all. */
export function specimens(chance: () => number): { pieces: Buffer[]; close(): void } {
  const samples = new Samples();
  const film = readFileSync(civic);
  const [jpeg, still, webp] = (["still.jpg", "still.png", "still.webp"] as const).map((name) => readFileSync(samples.path(name)));
  if (!jpeg || !still || !webp) throw new Error("no pictures");
  const bent = (bytes: Buffer, changes: number): Buffer => {
    const copy = Buffer.from(bytes);
    for (let change = 0; change < changes; change += 1) copy[Math.floor(chance() * copy.length)] = Math.floor(chance() * 256);
    return copy;
  };
  const pieces = [
    film, still, jpeg, webp, film.subarray(0, 50_000), film.subarray(0, 40), Buffer.from("<html><script>alert(1)</script>"), Buffer.from("%PDF-1.7"), Buffer.from("MZ".padEnd(3_000, "\0")), Buffer.alloc(2_000_000), Buffer.from("#!/bin/sh\nrm -rf /"), Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
    pngBomb(8_192, 8_192, 8), pngBomb(8_192, 8_192, 48), pngBomb(30_000, 30_000, 1), pngBomb(2 ** 31 - 1, 2 ** 31 - 1, 8), pngBomb(0, 0, 8), pngTextBomb(200),
    jpegClaiming(jpeg, 65_500, 65_500), jpegClaiming(jpeg, 8_000, 8_000), jpegClaiming(jpeg, 0, 0),
    ...workbookBombs().slice(5, 9),
    ...Array.from({ length: 12 }, () => bent(film.subarray(0, 400_000), 400)), ...Array.from({ length: 12 }, () => bent(jpeg, 12)), ...Array.from({ length: 8 }, () => bent(still, 8)), ...Array.from({ length: 6 }, () => bent(webp, 8)),
    ...Array.from({ length: 12 }, () => bent(film, 40)),
    ...Array.from({ length: 6 }, () => Buffer.concat([Buffer.from([0, 0, 0, 32]), Buffer.from("ftypisom"), Buffer.from(Array.from({ length: 3_000 }, () => Math.floor(chance() * 256)))])),
    ...Array.from({ length: 6 }, () => Buffer.concat([Buffer.from("1a45dfa3", "hex"), Buffer.from(Array.from({ length: 3_000 }, () => Math.floor(chance() * 256)))])),
    ...Array.from({ length: 6 }, () => Buffer.concat([Buffer.from("3026b2758e66cf11a6d900aa0062ce6c", "hex"), Buffer.alloc(400), Buffer.from(Array.from({ length: 400 }, () => Math.floor(chance() * 256)))])),
  ];
  return { pieces, close: () => samples.remove() };
}

/** Uploads that are broken in every way, whole ones of what is no film, and workbooks that are bombs. @param count of requests */
export async function fuzzUploads(origin: string, { uploaders, cookie }: Stage, count: number, chance: () => number, faults: Faults): Promise<void> {
  const pick: Pick = (list) => list[Math.floor(chance() * list.length)] as never; // lists here are never empty
  const { pieces, close } = specimens(chance);
  const until = faults.sent + count;
  const post = (headers: Record<string, string>, who: string, body?: Uint8Array): Promise<string | null> =>
    send(origin, { method: "POST", path: uploadsPath, headers: { cookie: who, origin, "tus-resumable": "1.0.0", ...headers }, body }, faults).then((answer) => (answer?.status === 201 ? String(answer.headers["location"]) : null));
  const patch = (path: string, who: string, headers: Record<string, string>, body: Uint8Array, cutAfterMs?: number): Promise<unknown> => {
    const sent: Sent = { method: "PATCH", path, headers: { cookie: who, origin, "tus-resumable": "1.0.0", "content-type": "application/offset+octet-stream", "upload-offset": "0", ...headers }, body };
    return send(origin, sent, faults, cutAfterMs);
  };
  const ask = (method: string, path: string, who: string): Promise<unknown> => send(origin, { method, path, headers: { cookie: who, origin, "tus-resumable": "1.0.0" } }, faults);

  const whole = async (who: string, bytes: Buffer): Promise<void> => {
    const path = await post({ "upload-length": String(bytes.length), "upload-metadata": metadata }, who);
    if (path === null) return;
    const half = Math.floor(chance() * bytes.length);
    if (chance() < 0.3) {
      await patch(path, who, {}, bytes.subarray(0, half));
      await Promise.all([patch(path, who, { "upload-offset": String(half) }, bytes.subarray(half)), ask("HEAD", path, who), ask("DELETE", path, pick(uploaders))]);
    } else await patch(path, who, {}, bytes);
    await ask(pick(["HEAD", "GET", "DELETE", "HEAD"]), path, who);
  };
  const broken = async (who: string): Promise<void> => {
    const luck = chance();
    if (luck < 0.3) await post({ "upload-length": pick(lengths), "upload-metadata": metadata }, who);
    else if (luck < 0.6) await post({ "upload-length": "100", "upload-metadata": pick(metadatas) }, who);
    else if (luck < 0.65) await post({ "upload-length": "100", "upload-metadata": metadata, ...pick([{ "upload-defer-length": "1" }, { "upload-concat": "partial" }, { "upload-concat": "final;/api/uploads/a" }, { "tus-resumable": "9.9.9" }, { "upload-checksum": "sha1 x" }, { "content-type": "text/plain" }, { "x-http-method-override": "PATCH" }]) }, who, Buffer.from("abc"));
    else if (luck < 0.7) await post({ "upload-length": "3", "upload-metadata": pick([metadata, `${metadata},unitId`, `${metadata},title`]), "content-type": "application/offset+octet-stream" }, who, Buffer.from("abcdef".slice(0, Math.floor(chance() * 6))));
    else {
      const path = (await post({ "upload-length": "1000", "upload-metadata": metadata }, who)) ?? `${uploadsPath}/${"a".repeat(20)}`;
      const bytes = Buffer.alloc(Math.floor(chance() * 3_000));
      await Promise.all([
        patch(path, who, pick([{}, { "upload-offset": pick(offsets) }, { "content-type": pick(["text/plain", "", "application/json"]) }, { "tus-resumable": "" }, { "content-encoding": "gzip" }]), bytes, chance() < 0.4 ? Math.floor(chance() * 15) : undefined),
        ...(chance() < 0.4 ? [patch(path, who, {}, bytes), patch(path, who, { "upload-offset": "500" }, bytes)] : []),
        ...(chance() < 0.2 ? [ask(pick(["HEAD", "DELETE", "OPTIONS", "POST", "PUT"]), pick([path, `${path}/x`, `${path}.json`, `${uploadsPath}/..%2f${path.slice(-20)}`]), pick(uploaders))] : []),
      ]);
      await ask("DELETE", path, who);
    }
  };
  const queue = [...pieces];
  try {
    await Promise.all(
      uploaders.map(async (who) => {
        for (let bytes = queue.pop(); bytes; bytes = queue.pop()) await whole(who, bytes);
        while (faults.sent < until) await (chance() < 0.05 ? whole(who, pick(pieces)) : broken(who));
      }),
    );
    for (const bomb of workbookBombs()) {
      const base64 = bomb.toString("base64");
      const body = (more: object): string => JSON.stringify({ base64, ...more });
      const json = { "content-type": "application/json", cookie, origin };
      await send(origin, { method: "POST", path: routes.imports.preview.path, headers: json, body: body({}) }, faults);
      await send(origin, { method: "POST", path: routes.imports.apply.path, headers: json, body: body({ plan: "0".repeat(64) }) }, faults);
    }
  } finally {
    close();
  }
}
