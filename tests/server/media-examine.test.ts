import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { titleOf } from "@yilu/server/features/media/intake.ts";
import { FfmpegPosters, imagePoster, placeholderPoster } from "@yilu/server/features/media/posters.ts";
import { examine } from "@yilu/server/features/media/probe/examine.ts";
import { examineImage } from "@yilu/server/features/media/probe/image.ts";
import { FfprobeProber, LibraryProber, type Probed } from "@yilu/server/features/media/probe/prober.ts";
import { findTools } from "@yilu/server/features/media/tools.ts";
import { Refusal } from "@yilu/server/http/refusal.ts";
import { afterAll, describe, expect, it } from "vitest";
import { aviHeader, bunny, civic, noProgram, Samples, zipArchive, type Sample } from "../support/films.ts";

const samples = new Samples();
afterAll(() => samples.remove());

const library = new LibraryProber();
const probers = [
  ["with ffprobe", new FfprobeProber("ffprobe", library)],
  ["without ffprobe", library],
] as const;

/** The Chinese and English reason of a refusal. */
async function reason(path: string, prober: { probe(path: string): Promise<Probed | null> } = library, converts = false): Promise<{ zh: string; en: string } | null> {
  const error = await examine(path, prober, converts).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error === null) return null;
  if (!(error instanceof Refusal) || error.code !== "mediaRefused") throw error;
  return error.particulars.detail ?? null;
}

describe.each(probers)("examine, %s", (_title, prober) => {
  it.each<[Sample, string, number, number]>([
    ["h264-aac.mp4", "video/mp4", 320, 180],
    ["h264-mp3.mp4", "video/mp4", 320, 180],
    ["h264-faststart.mp4", "video/mp4", 320, 180],
    ["h264-fragmented.mp4", "video/mp4", 320, 180],
    ["h264-turned.mp4", "video/mp4", 180, 320],
    ["live.webm", "video/webm", 320, 180],
  ])("takes %s, and measures it as it is displayed", async (sample, mimeType, widthPx, heightPx) => {
    expect(await examine(samples.path(sample), prober, false)).toEqual({ playable: { mimeType, kind: "video", durationMs: 1000, widthPx, heightPx } });
  });

  it.each<[Sample]>([["vp8-vorbis.webm"], ["vp9-opus.webm"]])("takes %s", async (sample) => {
    expect(await examine(samples.path(sample), prober, false)).toMatchObject({ playable: { mimeType: "video/webm", kind: "video", widthPx: 320, heightPx: 180 } });
  });

  it("takes real films", async () => {
    expect(await examine(civic, prober, false)).toEqual({ playable: { mimeType: "video/mp4", kind: "video", durationMs: 8000, widthPx: 1280, heightPx: 720 } });
    expect(await examine(bunny, prober, false)).toMatchObject({ playable: { mimeType: "video/mp4", widthPx: 1920, heightPx: 1080 } });
  });

  it.each<[Sample, string, string]>([
    ["hevc.mp4", "视频编码是 HEVC（H.265），浏览器不能播放；请转成 H.264 的 MP4 再传", "The video is coded as HEVC (H.265), which browsers cannot play; convert it to an MP4 with H.264 and upload that"],
    ["mpeg4.avi", "这是 AVI 文件，浏览器不能播放；请转成 H.264 的 MP4 再传", "This is an AVI file, which browsers cannot play; convert it to an MP4 with H.264 and upload that"],
    ["h264.mov", "这是 MOV 文件，浏览器不能播放；请转成 H.264 的 MP4 再传", "This is an MOV file, which browsers cannot play; convert it to an MP4 with H.264 and upload that"],
    ["h264.mkv", "这是 MKV 文件，浏览器不能播放；请转成 H.264 的 MP4 再传", "This is an MKV file, which browsers cannot play; convert it to an MP4 with H.264 and upload that"],
  ])("names what %s is and what to do", async (sample, zh, en) => {
    expect(await reason(samples.path(sample), prober)).toEqual({ zh, en });
  });

  it("refuses colours of 10 bits, which hardware decoders of buses do not have", async () => {
    expect((await reason(samples.path("h264-10bit.mp4"), prober))?.zh).toMatch(/^视频的颜色格式是 \S+，很多播放端不能播放；请用 8 位 4:2:0 导出再传$/);
  });

  it.each<[Sample]>([["sound.m4a"], ["sound.mp4"]])("refuses %s: there is nothing to see", async (sample) => {
    expect((await reason(samples.path(sample), prober))?.zh).toBe("只有声音，没有画面；请上传视频或图片");
  });

  it("hands what can be converted to the converter when there is one", async () => {
    expect(await examine(samples.path("hevc.mp4"), prober, true)).toMatchObject({ convertible: { durationMs: 1000 } });
    expect(await examine(samples.path("h264.mov"), prober, true)).toMatchObject({ convertible: { durationMs: 1000 } });
  });

  it("finds a film that breaks off, wherever its index is, also when a converter is there", async () => {
    const zh = "文件不完整，后面缺了一截；请从原文件重新上传";
    for (const sample of ["h264-aac.mp4", "h264-faststart.mp4", "vp8-vorbis.webm"] as const) {
      const broken = samples.beginning(samples.path(sample), 0.6, `broken-${sample}`);
      expect((await reason(broken, prober))?.zh).toBe(zh);
      expect((await reason(broken, prober, true))?.zh).toBe(zh);
    }
  });

  it("finds a film whose index is garbled", async () => {
    const bytes = readFileSync(samples.path("h264-aac.mp4"));
    const inside = bytes.indexOf("moov") + 4;
    const length = bytes.readUInt32BE(inside - 8) - 8;
    bytes.fill(0x5a, inside, inside + length);
    expect((await reason(samples.file("garbled.mp4", bytes), prober))?.zh).toBe("文件已损坏，读不出画面；请重新导出后再传");
  });
});

describe("examine", () => {
  it("judges by the bytes, never by the name", async () => {
    const notMedia = "这不是视频或图片；请上传 MP4、WebM、JPEG、PNG 或 WebP";
    expect((await reason(samples.file("text.mp4", "我不是视频")))?.zh).toBe(notMedia);
    expect((await reason(samples.file("page.jpg", "<!doctype html><script>alert(document.cookie)</script>")))?.zh).toBe(notMedia);
    expect((await reason(samples.file("drawing.png", `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`)))?.zh).toBe(notMedia);
    expect((await reason(samples.file("list.mp4", "#EXTM3U\nhttp://169.254.169.254/latest/meta-data")))?.zh).toBe(notMedia);
    expect(await reason(samples.file("film.mp4", zipArchive))).toEqual({
      zh: "这是 ZIP 压缩包，不是视频或图片；请上传里面的视频或图片",
      en: "This is a ZIP archive, neither a video nor a picture; upload the video or picture itself",
    });
    expect(await examine(samples.file("actually-a-film.txt", readFileSync(civic)), library, false)).toMatchObject({ playable: { mimeType: "video/mp4" } });
  });

  it("refuses an AVI that is only a header: as AVI without a converter, as damaged with one", async () => {
    const path = samples.file("header.avi", aviHeader);
    expect((await reason(path))?.zh).toBe("这是 AVI 文件，浏览器不能播放；请转成 H.264 的 MP4 再传");
    expect((await reason(path, new FfprobeProber("ffprobe", library), true))?.zh).toBe("文件已损坏，读不出画面；请重新导出后再传");
  });

  it("refuses a film of more than two hours, even where it could be converted", async () => {
    const film: Probed = { videoCodec: "h264", audioCodec: null, oddColours: null, encrypted: false, durationMs: 7_200_000, widthPx: 320, heightPx: 180 };
    const saying = (probed: Partial<Probed>) => ({ probe: () => Promise.resolve({ ...film, ...probed }) });
    expect(await reason(civic, saying({}))).toBeNull();
    expect((await reason(civic, saying({ durationMs: 7_200_001 })))?.zh).toBe("视频超过 2 小时；请剪短或分成几段");
    expect((await reason(civic, saying({ durationMs: 7_200_001 }), true))?.zh).toBe("视频超过 2 小时；请剪短或分成几段");
    expect((await reason(civic, saying({ durationMs: 0 })))?.zh).toBe("视频没有时长，不能播放；请重新导出后再传");
    expect((await reason(civic, saying({ encrypted: true }), true))?.zh).toBe("文件有版权加密，不能播放；请上传未加密的版本");
    expect((await reason(civic, saying({ widthPx: 7680, heightPx: 4320 })))?.zh).toBe("画面太大（7680×4320）；请缩到每边不超过 4096 像素");
    expect((await reason(civic, saying({ audioCodec: "ac3" })))?.zh).toBe("声音编码是 AC-3，浏览器不能播放；请把声音转成 AAC 再传");
  });

  it.each<[Sample, string]>([
    ["still.png", "image/png"],
    ["still.jpg", "image/jpeg"],
    ["still.webp", "image/webp"],
  ])("takes the picture %s", async (sample, mimeType) => {
    expect(await examine(samples.path(sample), library, false)).toEqual({ playable: { mimeType, kind: "image", durationMs: null, widthPx: 320, heightPx: 180 } });
  });

  it.each<[Sample, string]>([
    ["moving.gif", "这是 GIF 动图；请转成 H.264 的 MP4 再传"],
    ["moving.webp", "这是 WebP 动图；请转成 H.264 的 MP4 再传"],
    ["moving.png", "这是 PNG 动图；请转成 H.264 的 MP4 再传"],
    ["still.bmp", "这是 BMP 图片，浏览器不能显示；请另存为 JPEG 或 PNG 再传"],
  ])("refuses the picture %s", async (sample, zh) => {
    expect((await reason(samples.path(sample)))?.zh).toBe(zh);
  });

  it("refuses pictures that are too large or broken", async () => {
    expect(await reason(samples.picture("widest.png", 8192, 16))).toBeNull();
    expect((await reason(samples.picture("wider.png", 8194, 16)))?.zh).toBe("图片太大（8194×16）；请缩到每边不超过 8192 像素");
    expect((await reason(samples.beginning(samples.path("still.jpg"), 0.6, "broken.jpg")))?.zh).toBe("文件不完整，后面缺了一截；请从原文件重新上传");
    expect((await reason(samples.beginning(samples.path("still.png"), 0.6, "broken.png")))?.zh).toBe("文件已损坏，读不出画面；请重新导出后再传");
  });
});

describe("posters", () => {
  const size = async (jpeg: Buffer, name: string) => {
    const { widthPx, heightPx } = await examineImage(samples.file(name, jpeg), "image/jpeg");
    return [widthPx, heightPx];
  };

  it("are at most 640 px wide and never larger than the picture", async () => {
    expect(await size(await imagePoster(samples.picture("hd.png", 1920, 1080)), "p1.jpg")).toEqual([640, 360]);
    expect(await size(await imagePoster(samples.picture("wall.png", 1920, 640)), "p2.jpg")).toEqual([640, 213]);
    expect(await size(await imagePoster(samples.path("still.png")), "p3.jpg")).toEqual([320, 180]);
  });

  it("of a film are one of its frames, turned as it is displayed", async () => {
    const posters = new FfmpegPosters("ffmpeg");
    const upright = await posters.poster(samples.path("h264-turned.mp4"), 1000);
    const wide = await posters.poster(civic, 8000);
    if (upright === null || wide === null) throw new Error("no frame");
    expect(await size(upright, "p4.jpg")).toEqual([180, 320]);
    expect(await size(wide, "p5.jpg")).toEqual([640, 360]);
    expect(await posters.poster(samples.path("h264-aac.mp4"), 60_000)).not.toBeNull();
    expect(await posters.poster(samples.file("text-again.mp4", "no film"), null)).toBeNull();
  });

  it("without a decoder are a card in the shape of the film, coloured by level, the same every time", async () => {
    const card = await placeholderPoster("national", 1920, 640);
    expect(await size(card, "p6.jpg")).toEqual([640, 213]);
    expect(await size(await placeholderPoster("county", 0, 0), "p7.jpg")).toEqual([640, 360]);
    const hash = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
    expect(hash(await placeholderPoster("national", 1920, 640))).toBe(hash(card));
    expect(hash(await placeholderPoster("county", 1920, 640))).not.toBe(hash(card));
  });
});

describe("findTools", () => {
  it("uses what is there and does without the rest", () => {
    const all = findTools("ffmpeg", "ffprobe");
    const none = findTools(noProgram, noProgram);
    return Promise.all([
      expect(all).resolves.toMatchObject({ prober: expect.any(FfprobeProber), posters: expect.any(FfmpegPosters), transcoder: expect.anything() }),
      expect(none).resolves.toMatchObject({ prober: expect.any(LibraryProber), posters: null, transcoder: null }),
    ]);
  });
});

describe("titleOf", () => {
  it.each([
    [{ filename: "拒毒防毒.mp4" }, "拒毒防毒"],
    [{ filename: "C:\\films\\致敬.禁毒英雄.final.mp4" }, "致敬.禁毒英雄.final"],
    [{ filename: "../../etc/passwd" }, "passwd"],
    [{ filename: "\u0000\n.mp4" }, "未命名"],
    [{ filename: `${"长".repeat(80)}.mp4` }, "长".repeat(50)],
    [{ filename: "a.mp4", title: "题目" }, "题目"],
  ])("of %j is %s", (given, title) => {
    expect(titleOf({ title: undefined, ...given })).toBe(title);
  });
});
