import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { media as mediaShape, uploadedMediaHeader, uploadsPath } from "@yilu/contract";
import { HashingStore } from "@yilu/server/features/media/uploads/hashing-store.ts";
import { describe, expect, it } from "vitest";
import { civic } from "../support/films.ts";
import { startTestServer, userIn, type Client } from "../support/server.ts";
import { begun, tus } from "../support/uploads.ts";

const film = readFileSync(civic);
const filmSha256 = createHash("sha256").update(film).digest("hex");
const mediaOf = async (client: Client, id: string) => mediaShape.parse((await client.request("GET", `/api/media/${id}`)).body);

describe("a restart of the server", () => {
  it("keeps a half upload, which is then hashed anew as a whole", async () => {
    const own = await startTestServer();
    try {
      const user = await userIn(own, "scheduler", own.root.id);
      const path = await begun(user, film.length);
      await tus(user, "PATCH", path, { "upload-offset": "0" }, film.subarray(0, 50_000));
      await own.stop();
      const again = await own.restart();
      try {
        expect((await tus(user, "HEAD", path, {})).headers.get("upload-offset")).toBe("50000");
        const last = await tus(user, "PATCH", path, { "upload-offset": "50000" }, film.subarray(50_000));
        expect(await mediaOf(user, last.headers.get(uploadedMediaHeader) ?? "")).toMatchObject({ sha256: filmSha256, status: "pending" });
      } finally {
        await again.stop();
      }
    } finally {
      await own.remove();
    }
  });

  it("between the last byte and the taking in is made up for when the client asks", async () => {
    const own = await startTestServer();
    try {
      const user = await userIn(own, "scheduler", own.root.id);
      const path = await begun(user, film.length);
      await tus(user, "PATCH", path, { "upload-offset": "0" }, film.subarray(0, 50_000));
      await own.stop();
      // What a power cut after the last write leaves: all bytes on the disk and no media.
      const uploads = new HashingStore(join(own.env.DATA_DIR, "media", "uploads"));
      await uploads.write(Readable.from([film.subarray(50_000)]), path.slice(uploadsPath.length + 1), 50_000);
      const again = await own.restart();
      try {
        const head = await tus(user, "HEAD", path, {});
        expect([head.status, head.headers.get("upload-offset")]).toEqual([200, String(film.length)]);
        expect(await mediaOf(user, head.headers.get(uploadedMediaHeader) ?? "")).toMatchObject({ sha256: filmSha256, status: "pending" });
      } finally {
        await again.stop();
      }
    } finally {
      await own.remove();
    }
  });
});

describe("a streaming upload", () => {
  it("is hashed while it streams, and read again only when a piece was missed", async () => {
    const folder = mkdtempSync(join(tmpdir(), "yilu-hashing-"));
    try {
      const store = new HashingStore(folder);
      const write = async (id: string, parts: Buffer[]) => {
        await store.create({ id, size: film.length, offset: 0, metadata: {}, storage: undefined, creation_date: "", sizeIsDeferred: false });
        let offset = 0;
        for (const part of parts) offset = await store.write(Readable.from([part]), id, offset);
      };
      await write("streamed", [film.subarray(0, 70_000), film.subarray(70_000)]);
      // The bytes on disk are exchanged, so that an answer of their hash would show that they were read.
      await new HashingStore(folder).write(Readable.from([Buffer.alloc(film.length)]), "streamed", 0);
      expect((await store.hashOf("streamed", film.length)).sha256).toBe(filmSha256);
      const zeros = createHash("sha256").update(Buffer.alloc(film.length)).digest("hex");
      expect((await store.hashOf("streamed", film.length)).sha256).toBe(zeros);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
