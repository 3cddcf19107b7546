import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, utimesSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { maxUploadBytes, media as mediaShape, uploadedMediaHeader, uploadsPath } from "@yilu/contract";
import { MediaStorage } from "@yilu/server/storage/media-storage.ts";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { aviHeader, civic, noProgram, Samples, zipArchive } from "../support/films.ts";
import { Client, startTestServer, unitIn, userIn, type TestServer } from "../support/server.ts";
import { begun, encoded, tus, upload, uploaded } from "../support/uploads.ts";
import { soon } from "../support/soon.ts";

const samples = new Samples();
const film = readFileSync(civic);
const filmSha256 = createHash("sha256").update(film).digest("hex");
// Uploads are judged by when their files last grew, which the machine's own clock says.
let now = Date.now();
let server: TestServer;
let scheduler: Client & { userId: string };
let colleague: Client & { userId: string };

const mediaFolder = (): string => join(server.env.DATA_DIR, "media");
const uploadsOnDisk = (): string[] => readdirSync(join(mediaFolder(), "uploads"));
const mediaOf = async (client: Client, id: string) => mediaShape.parse((await client.request("GET", `/api/media/${id}`)).body);
const inform = { "upload-metadata": encoded({ filename: "film.mp4", level: "county" }) };

beforeAll(async () => {
  server = await startTestServer({ clock: () => now, variables: { FFMPEG_PATH: noProgram, FFPROBE_PATH: noProgram } });
  scheduler = await userIn(server, "scheduler", server.root.id, "uploader");
  colleague = await userIn(server, "scheduler", server.root.id, "colleague");
});
afterAll(async () => {
  await server.remove();
  samples.remove();
});
afterEach(async () => {
  vi.restoreAllMocks();
  expect(server.failures).toEqual([]);
  // Uploads that a test left open are stale an hour after the last of them grew.
  const present = now;
  now = Date.now() + 3_600_000;
  await server.media.removeStaleUploads(1);
  now = present;
  expect(uploadsOnDisk()).toEqual([]);
});

describe("an upload", () => {
  it("becomes media that wait for review, under the hash of its bytes", async () => {
    const id = await uploaded(scheduler, civic, { title: "文明出行", level: "municipal" });
    expect(await mediaOf(scheduler, id)).toMatchObject({
      title: "文明出行",
      level: "municipal",
      kind: "video",
      status: "pending",
      sha256: filmSha256,
      bytes: film.length,
      mimeType: "video/mp4",
      durationMs: 8000,
      widthPx: 1280,
      heightPx: 720,
      uploaderId: scheduler.userId,
      unitId: server.root.id,
      createdAt: now,
      reviews: [],
      reason: null,
      usedIn: [],
      version: 1,
      fileUrl: `/api/files/${filmSha256}`,
      posterUrl: `/api/posters/${filmSha256}`,
    });
    expect(readFileSync(join(mediaFolder(), filmSha256.slice(0, 2), filmSha256)).equals(film)).toBe(true);
  });

  it("of a picture takes its title from the file's name", async () => {
    const id = await uploaded(scheduler, samples.path("still.png"), { filename: "全民禁毒 海报.png" });
    expect(await mediaOf(scheduler, id)).toMatchObject({ title: "全民禁毒 海报", kind: "image", mimeType: "image/png", durationMs: null, widthPx: 320, heightPx: 180 });
  });

  it("of the same file again answers the media that is there, and says so", async () => {
    const first = await upload(scheduler, samples.path("h264-aac.mp4"));
    const second = await upload(colleague, samples.path("h264-aac.mp4"), { title: "又一次" });
    expect(first).toMatchObject({ duplicate: false });
    expect(second).toEqual({ ...first, duplicate: true });
  });

  it("of the same file by another unit is media of its own, on the same file", async () => {
    const unit = await unitIn(server, "公交公司");
    const operator = await userIn(server, "operator", unit.id);
    const theirs = await upload(operator, samples.path("h264-mp3.mp4"));
    const ours = await upload(scheduler, samples.path("h264-mp3.mp4"));
    if ("refused" in theirs || "refused" in ours) throw new Error("refused");
    expect(ours.duplicate).toBe(false);
    expect(ours.mediaId).not.toBe(theirs.mediaId);
    const rows = [await mediaOf(scheduler, ours.mediaId), await mediaOf(scheduler, theirs.mediaId)];
    expect(rows[0]?.sha256).toBe(rows[1]?.sha256);
    expect(rows.map(({ unitId }) => unitId)).toEqual([server.root.id, unit.id]);
  });

  it("may be made for a unit below one's own, and for no other", async () => {
    const [bureau, other] = [await unitIn(server, "县交通运输局"), await unitIn(server, "县融媒体中心")];
    const below = await unitIn(server, "客运公司", bureau.id);
    const staff = await userIn(server, "scheduler", bureau.id);
    expect((await mediaOf(staff, await uploaded(staff, samples.path("still.jpg"), { unitId: below.id }))).unitId).toBe(below.id);
    for (const unitId of [other.id, server.root.id, "nosuchunit"]) {
      expect(await upload(staff, samples.path("still.webp"), { unitId })).toMatchObject({ refused: { code: "refersToMissing", status: 422 } });
    }
  });
});

describe("tus", () => {
  it("answers the last byte with the media, and a HEAD afterwards too", async () => {
    const path = await begun(scheduler, film.length, { filename: "again.mp4", unitId: (await unitIn(server, "重连")).id });
    const cut = 100_000;
    expect((await tus(scheduler, "PATCH", path, { "upload-offset": "0" }, film.subarray(0, cut))).headers.get("upload-offset")).toBe(String(cut));
    const middle = await tus(scheduler, "HEAD", path, {});
    expect([middle.status, middle.headers.get("upload-offset"), middle.headers.get("upload-length")]).toEqual([200, String(cut), String(film.length)]);
    const last = await tus(scheduler, "PATCH", path, { "upload-offset": String(cut) }, film.subarray(cut));
    const id = last.headers.get(uploadedMediaHeader);
    expect([last.status, last.headers.get("upload-offset")]).toEqual([204, String(film.length)]);
    expect(id).toMatch(/^[0-9a-z]{20}$/);
    const after = await tus(scheduler, "HEAD", path, {});
    expect([after.status, after.headers.get("upload-offset"), after.headers.get(uploadedMediaHeader)]).toEqual([200, String(film.length), id]);
    expect((await tus(colleague, "HEAD", path, {})).status).toBe(404);
  });

  it("answers 409 to a wrong offset and loses nothing", async () => {
    const path = await begun(scheduler, film.length);
    await tus(scheduler, "PATCH", path, { "upload-offset": "0" }, film.subarray(0, 1000));
    const wrong = await tus(scheduler, "PATCH", path, { "upload-offset": "500" }, film.subarray(500));
    expect([wrong.status, wrong.problem?.detail?.zh]).toEqual([409, "断点位置对不上，请查询进度后接着传"]);
    expect((await tus(scheduler, "HEAD", path, {})).headers.get("upload-offset")).toBe("1000");
  });

  it("keeps what came before the client went away, and goes on from there", async () => {
    const path = await begun(scheduler, film.length, { unitId: (await unitIn(server, "断线")).id });
    const { port } = new URL(server.origin);
    const head = [`PATCH ${path} HTTP/1.1`, `Host: 127.0.0.1:${port}`, `Cookie: ${scheduler.cookie}`, `Origin: ${server.origin}`, "Tus-Resumable: 1.0.0", "Upload-Offset: 0"];
    const request = [...head, "Content-Type: application/offset+octet-stream", `Content-Length: ${film.length}`, "", ""].join("\r\n");
    const socket = connect(Number(port), "127.0.0.1");
    socket.write(request);
    socket.write(film.subarray(0, 30_000));
    const file = join(mediaFolder(), "uploads", path.slice(uploadsPath.length + 1));
    await soon(() => statSync(file).size === 30_000);
    socket.destroy();
    expect((await tus(scheduler, "HEAD", path, {})).headers.get("upload-offset")).toBe("30000");
    const last = await tus(scheduler, "PATCH", path, { "upload-offset": "30000" }, film.subarray(30_000));
    expect(await mediaOf(scheduler, last.headers.get(uploadedMediaHeader) ?? "")).toMatchObject({ sha256: filmSha256 });
  });

  it("shows an upload to nobody but its maker", async () => {
    const path = await begun(scheduler, film.length);
    for (const attempt of [
      await tus(colleague, "HEAD", path, {}),
      await tus(colleague, "PATCH", path, { "upload-offset": "0" }, film),
      await tus(colleague, "DELETE", path, {}),
      await tus(scheduler, "HEAD", `${uploadsPath}/nosuchupload`, {}),
      await tus(scheduler, "HEAD", `${uploadsPath}/..%2f..%2fyilu.db`, {}),
    ]) {
      expect(attempt.status).toBe(404);
    }
    expect((await tus(scheduler, "GET", path, {})).status).toBe(404);
    expect((await tus(scheduler, "DELETE", path, {})).status).toBe(204);
    expect((await tus(scheduler, "HEAD", path, {})).status).toBe(404);
  });

  it("is for people who may upload and have set their password", async () => {
    const create = (client: Client) => tus(client, "POST", uploadsPath, { "upload-length": "1000", ...inform });
    expect((await create(new Client(server.origin))).problem?.code).toBe("notSignedIn");
    const { user, oneTimePassword } = await server.users.createUser(server.system, { username: "newcomer", displayName: "新人", role: "scheduler", unitId: server.root.id });
    const newcomer = await new Client(server.origin).signIn(user.username, oneTimePassword);
    expect((await create(newcomer)).problem?.code).toBe("passwordChangeRequired");
    const reviewer = await userIn(server, "reviewer", server.root.id);
    expect((await create(reviewer)).status).toBe(201);
    await reviewer.request("DELETE", "/api/session");
    expect((await create(reviewer)).problem?.code).toBe("notSignedIn");
  });

  it("refuses other sites' pages", async () => {
    expect((await tus(scheduler, "POST", uploadsPath, { "upload-length": "1000", ...inform, origin: "https://elsewhere.example" })).problem?.code).toBe("badOrigin");
  });

  it("names the wrong fields of the metadata", async () => {
    const create = async (metadata: string | null) => {
      const { status, problem } = await tus(scheduler, "POST", uploadsPath, { "upload-length": "1000", ...(metadata === null ? {} : { "upload-metadata": metadata }) });
      return [status, problem?.code, problem?.issues?.map(({ path }) => path)];
    };
    expect(await create(null)).toEqual([400, "invalidInput", ["header.Upload-Metadata"]]);
    expect(await create("filename %%%")).toEqual([400, "invalidInput", ["header.Upload-Metadata"]]);
    expect(await create(encoded({ filename: "a.mp4" }))).toEqual([400, "invalidInput", ["metadata.level"]]);
    expect(await create(encoded({ filename: "a.mp4", level: "galactic", title: "x".repeat(101) }))).toEqual([400, "invalidInput", ["metadata.title", "metadata.level"]]);
    expect(await create(encoded({ level: "county", unitId: "../x" }))).toEqual([400, "invalidInput", ["metadata.filename", "metadata.unitId"]]);
  });

  it("wants to know the length beforehand, and has a limit", async () => {
    const create = async (headers: Record<string, string>) => {
      const { problem } = await tus(scheduler, "POST", uploadsPath, { ...inform, ...headers });
      return [problem?.status, problem?.code, problem?.detail?.zh ?? problem?.issues?.[0]?.path];
    };
    expect(await create({})).toEqual([400, "invalidInput", "header.Upload-Length"]);
    expect(await create({ "upload-defer-length": "1" })).toEqual([400, "invalidInput", "header.Upload-Length"]);
    expect(await create({ "upload-length": "-5" })).toEqual([400, "invalidInput", "header.Upload-Length"]);
    expect(await create({ "upload-length": "0" })).toEqual([422, "mediaRefused", "这是空文件（0 字节）；请检查原文件"]);
    expect(await create({ "upload-length": String(maxUploadBytes + 1) })).toEqual([413, "tooLarge", "一份文件至多 4 GB"]);
  });

  it("refuses before the first byte what the disk has no room for, counting what other uploads will still need", async () => {
    const free = vi.spyOn(MediaStorage.prototype, "freeBytes");
    const reserve = 512 * 1024 * 1024;
    free.mockResolvedValue(reserve + 10_000);
    await begun(scheduler, 6_000);
    const { problem } = await tus(scheduler, "POST", uploadsPath, { ...inform, "upload-length": "4001" });
    expect([problem?.code, problem?.detail?.zh]).toEqual(["tooLarge", "服务器磁盘空间不够，放不下这份文件；请管理员清理磁盘"]);
    expect(uploadsOnDisk()).toHaveLength(2);
    await begun(scheduler, 4_000);
  });

  it("lets one person upload eight files at a time, and forgets those that stand still", async () => {
    for (let count = 0; count < 8; count += 1) await begun(scheduler, 1000);
    const ninth = await tus(scheduler, "POST", uploadsPath, { ...inform, "upload-length": "1000" });
    expect([ninth.status, ninth.problem?.code, ninth.headers.get("retry-after")]).toEqual([429, "rateLimited", "30"]);
    await begun(colleague, 1000);
    now = Date.now() + 10 * 60_000;
    await begun(scheduler, 1000);
    now = Date.now();
  });
});

describe("a file that screens cannot play", () => {
  it.each([
    ["text named .mp4", "text.mp4", "我不是视频", "这不是视频或图片；请上传 MP4、WebM、JPEG、PNG 或 WebP"],
    ["a page with a script named .jpg", "page.jpg", "<!doctype html><script>alert(1)</script>", "这不是视频或图片；请上传 MP4、WebM、JPEG、PNG 或 WebP"],
    ["an archive", "films.mp4", zipArchive, "这是 ZIP 压缩包，不是视频或图片；请上传里面的视频或图片"],
    ["an AVI", "film.avi", aviHeader, "这是 AVI 文件，浏览器不能播放；请转成 H.264 的 MP4 再传"],
    ["half a film", "half.mp4", film.subarray(0, film.length / 2), "文件不完整，后面缺了一截；请从原文件重新上传"],
  ])("is refused with the reason, and nothing of it is kept: %s", async (_title, name, content, zh) => {
    const before = (await scheduler.request("GET", "/api/media")).body;
    const ended = await upload(scheduler, samples.file(name, content));
    expect(ended).toMatchObject({ refused: { status: 422, code: "mediaRefused", detail: { zh } } });
    expect(uploadsOnDisk()).toEqual([]);
    expect((await scheduler.request("GET", "/api/media")).body).toEqual(before);
  });

  it("leaves no upload behind to ask about", async () => {
    const text = Buffer.from("我不是视频");
    const path = await begun(scheduler, text.length);
    expect((await tus(scheduler, "PATCH", path, { "upload-offset": "0" }, text)).status).toBe(422);
    expect((await tus(scheduler, "HEAD", path, {})).status).toBe(404);
  });
});

describe("unfinished uploads", () => {
  it("are removed once they have not grown for the time given, and not before", async () => {
    const path = await begun(scheduler, film.length);
    const file = join(mediaFolder(), "uploads", path.slice(uploadsPath.length + 1));
    utimesSync(file, now / 1000, now / 1000);
    now += 3_599_999;
    expect(await server.media.removeStaleUploads(3_600_000)).toBe(0);
    now += 1;
    expect(await server.media.removeStaleUploads(3_600_000)).toBe(1);
    expect(existsSync(file)).toBe(false);
    expect((await tus(scheduler, "HEAD", path, {})).status).toBe(404);
  });
});
