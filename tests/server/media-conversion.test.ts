import { chmodSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { media as mediaShape, type Media } from "@yilu/contract";
import { openDatabase } from "@yilu/prisma";
import { EventBus } from "@yilu/server/events.ts";
import { databaseUrl } from "@yilu/server/server.ts";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi, type MockInstance } from "vitest";
import { prismaFolder } from "../support/databases.ts";
import { aviHeader, noProgram, Samples } from "../support/films.ts";
import { startTestServer, userIn, type Client, type TestServer } from "../support/server.ts";
import { upload, uploaded } from "../support/uploads.ts";

const samples = new Samples();
afterAll(() => samples.remove());

/** A stand-in for ffmpeg: real for version and posters; `converting` says what it does instead of converting. */
function standIn(name: string, converting: string): string {
  const path = samples.file(name, `#!/bin/sh\ncase "$*" in *libx264*) ${converting};; *) exec ffmpeg "$@";; esac\n`);
  chmodSync(path, 0o755);
  return path;
}

let servers: TestServer[] = [];
let emitted: MockInstance<EventBus["emit"]>;
beforeEach(() => {
  emitted = vi.spyOn(EventBus.prototype, "emit");
});
afterEach(async () => {
  vi.restoreAllMocks();
  for (const server of servers) await server.remove();
  servers = [];
});

async function start(ffmpeg: string): Promise<{ server: TestServer; user: Client }> {
  const server = await startTestServer({ variables: { FFMPEG_PATH: ffmpeg } });
  servers.push(server);
  return { server, user: await userIn(server, "scheduler", server.root.id) };
}

async function again(server: TestServer): Promise<TestServer> {
  const next = await server.restart();
  servers = [...servers.filter((one) => one !== server), next];
  return next;
}

const mediaOf = async (client: Client, id: string): Promise<Media> => mediaShape.parse((await client.request("GET", `/api/media/${id}`)).body);
const inFolder = (server: TestServer, name: string): string[] => readdirSync(join(server.env.DATA_DIR, "media", name));
const progressOf = (id: string): number[] => emitted.mock.calls.flatMap(([, event]) => ("mediaId" in event && "percent" in event && event.mediaId === id ? [Number(event.percent)] : []));
const auditOf = async (client: Client, action: string): Promise<unknown[]> => {
  const { rows } = (await client.request("GET", "/api/audit?pageSize=200")).body as { rows: { action: string }[] }; // shape of routes.audit.list
  return rows.filter((row) => row.action === action);
};

describe("where there is ffmpeg, a film that browsers cannot play", () => {
  it.each(["mpeg4.avi", "hevc.mp4", "h264.mov", "h264-10bit.mp4"] as const)("is converted and then waits for review: %s", async (sample) => {
    const { server, user } = await start("ffmpeg");
    const id = await uploaded(user, samples.path(sample, 2), { title: "转码" });
    await server.media.converted();
    const media = await mediaOf(user, id);
    expect(media).toMatchObject({ status: "pending", kind: "video", mimeType: "video/mp4", widthPx: 320, heightPx: 180, reason: null, version: 2 });
    expect(media.durationMs).toBeGreaterThanOrEqual(1990);
    expect(media.durationMs).toBeLessThanOrEqual(2100);
    const file = await fetch(server.origin + media.fileUrl, { headers: { cookie: user.cookie } });
    expect([file.status, file.headers.get("content-length"), file.headers.get("content-type")]).toEqual([200, String(media.bytes), "video/mp4"]);
    expect(progressOf(id)[0]).toBe(0);
    expect(progressOf(id)).toEqual([...progressOf(id)].sort((one, other) => one - other));
    expect([inFolder(server, "sources"), inFolder(server, "results"), inFolder(server, "uploads")]).toEqual([[], [], []]);
    expect(server.failures).toEqual([]);
  });

  it("shows as being converted, with a poster and no file, and cannot be reviewed yet", async () => {
    const { server, user } = await start(standIn("hangs", "exec sleep 600"));
    const reviewer = await userIn(server, "reviewer", server.root.id);
    const id = await uploaded(user, samples.path("mpeg4.avi"));
    const media = await mediaOf(user, id);
    expect(media).toMatchObject({ status: "transcoding", kind: "video", bytes: 0, durationMs: null, reason: null, version: 1 });
    const statusOf = async (path: string) => (await fetch(server.origin + path, { headers: { cookie: user.cookie } })).status;
    expect([await statusOf(media.posterUrl), await statusOf(media.fileUrl)]).toEqual([200, 404]);
    const review = await reviewer.request("POST", `/api/media/${id}/review`, { sha256: media.sha256, decision: "approve", reason: "" });
    expect([review.status, review.body]).toMatchObject([422, { code: "mediaRefused", detail: { zh: "还在转码，完成后再审核" } }]);
    expect(await upload(user, samples.path("mpeg4.avi"))).toEqual({ mediaId: id, duplicate: true });
  });

  it("is converted one at a time", async () => {
    const { server, user } = await start(standIn("one-at-a-time", `mkdir "$0.busy" || exit 3; ffmpeg "$@"; code=$?; rmdir "$0.busy"; exit $code`));
    const ids = await Promise.all((["mpeg4.avi", "hevc.mp4", "h264.mov"] as const).map((sample) => uploaded(user, samples.path(sample))));
    await server.media.converted();
    expect(await Promise.all(ids.map(async (id) => (await mediaOf(user, id)).status))).toEqual(["pending", "pending", "pending"]);
  });

  it("that cannot be converted says so, and gets another try when it is uploaded again", async () => {
    const marker = join(samples.folder, "mended");
    const { server, user } = await start(standIn("fails-first", `test -e "${marker}" || exit 1; exec ffmpeg "$@"`));
    const admin = await userIn(server, "administrator", server.root.id);
    const id = await uploaded(user, samples.path("mpeg4.avi"));
    await server.media.converted();
    expect(await mediaOf(user, id)).toMatchObject({
      status: "failed",
      reason: "转码没有成功；请转成 H.264 的 MP4 再传 / It could not be converted; convert it to an MP4 with H.264 and upload that",
    });
    expect(inFolder(server, "sources")).toEqual([]);
    expect(await auditOf(admin, "media.notConverted")).toHaveLength(1);
    samples.file("mended", "");
    expect(await upload(user, samples.path("mpeg4.avi"))).toEqual({ mediaId: id, duplicate: false });
    await server.media.converted();
    expect(await mediaOf(user, id)).toMatchObject({ status: "pending", reason: null });
    expect(await auditOf(admin, "media.converted")).toHaveLength(1);
  });

  it("and is broken is refused at once", async () => {
    const { user } = await start("ffmpeg");
    expect(await upload(user, samples.file("header.avi", aviHeader))).toMatchObject({ refused: { code: "mediaRefused", detail: { zh: "文件已损坏，读不出画面；请重新导出后再传" } } });
  });

  it("and is removed meanwhile is given up", async () => {
    const { server, user } = await start(standIn("hangs-too", "exec sleep 600"));
    const running = await uploaded(user, samples.path("mpeg4.avi"));
    const waiting = await uploaded(user, samples.path("h264.mov"));
    for (const id of [waiting, running]) expect((await user.request("DELETE", `/api/media/${id}`)).status).toBe(204);
    await server.media.converted();
    expect([inFolder(server, "sources"), inFolder(server, "results")]).toEqual([[], []]);
    expect(server.failures).toEqual([]);
  });
});

describe("a conversion that a stop of the server interrupts", () => {
  it("is killed, and taken up at the next start", async () => {
    const marker = join(samples.folder, "second-start");
    const { server, user } = await start(standIn("hangs-first", `test -e "${marker}" || exec sleep 600; exec ffmpeg "$@"`));
    const id = await uploaded(user, samples.path("mpeg4.avi"));
    await server.stop();
    samples.file("second-start", "");
    const next = await again(server);
    await next.media.converted();
    expect(await mediaOf(user, id)).toMatchObject({ status: "pending", widthPx: 320 });
  });

  it("fails honestly when the converter or the source is gone", async () => {
    const { server, user } = await start(standIn("hangs-again", "exec sleep 600"));
    const id = await uploaded(user, samples.path("mpeg4.avi"));
    await server.stop();
    server.env.FFMPEG_PATH = noProgram;
    const database = openDatabase(databaseUrl(server.env), prismaFolder);
    const { unitId, uploaderId } = await database.client.media.findUniqueOrThrow({ where: { id } });
    const lost = { unitId, uploaderId, title: "丢失", level: "county", status: "transcoding", sourceSha256: "a".repeat(64), createdAt: 1n };
    await database.client.media.create({ data: { id: "lost", ...lost } });
    await database.close();
    const next = await startTestServer({ variables: { DATA_DIR: server.env.DATA_DIR, PORT: new URL(server.origin).port, FFMPEG_PATH: noProgram } });
    servers.push(next);
    expect(await mediaOf(user, id)).toMatchObject({ status: "failed", reason: expect.stringContaining("服务器重启后没有转码工具") });
    expect(await mediaOf(user, "lost")).toMatchObject({ status: "failed", reason: expect.stringContaining("转码中断，原文件已不在；请重新上传") });
  });
});

describe("where there is no ffmpeg", () => {
  it("such a film is refused, and one that plays has a card for a poster", async () => {
    const { server, user } = await start(noProgram);
    expect(await upload(user, samples.path("hevc.mp4"))).toMatchObject({
      refused: { code: "mediaRefused", detail: { zh: "视频编码是 HEVC（H.265），浏览器不能播放；请转成 H.264 的 MP4 再传" } },
    });
    const media = await mediaOf(user, await uploaded(user, samples.path("h264-aac.mp4")));
    const poster = await fetch(server.origin + media.posterUrl, { headers: { cookie: user.cookie } });
    expect([poster.status, poster.headers.get("content-type")]).toEqual([200, "image/jpeg"]);
  });
});
