/** `/player/?preflight`: what this browser can do, on one screen, for whoever sets up a box. */
import { answeredAt } from "./clock.ts";
import { space } from "./cache/devices.ts";
import { element, showNotice } from "./pairing/page.ts";
import clip from "./preflight.mp4";
import { openDatabase, writeState } from "./storage/database.ts";

/** H.264 High at level 4.0, as the server converts to. */
const H264 = 'video/mp4; codecs="avc1.640028"';
const EARLIEST_CHROMIUM = 111;
/** The player never needs more than two. */
const MOST_DECODERS = 4;
const MOVES_MS = 3_000;

/** Whether a film shows a new frame within some seconds. */
function moves(video: HTMLVideoElement): Promise<boolean> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(false), MOVES_MS);
    video.requestVideoFrameCallback(() => video.requestVideoFrameCallback(() => resolve(true)));
    video.play().catch(() => resolve(false));
  });
}

/** How many films of 1920 × 1080 run at once: one more each time, until one of them stands still. */
async function countDecoders(): Promise<number> {
  const videos: HTMLVideoElement[] = [];
  const isMoving = async (): Promise<boolean> => (await Promise.all(videos.map(moves))).every(Boolean);
  let count = 0;
  do {
    count = videos.length;
    const video = document.createElement("video");
    Object.assign(video, { muted: true, loop: true, src: clip });
    videos.push(video);
  } while (count < MOST_DECODERS && (await isMoving()));
  for (const video of videos) {
    video.removeAttribute("src");
    video.load();
  }
  return count;
}

export async function showPreflight(): Promise<void> {
  showNotice("自检", "正在检查，约需十秒");
  element("notice").classList.add("facts");
  const version = Number(/Chrom(?:e|ium)\/(\d+)/.exec(navigator.userAgent)?.[1] ?? 0);
  const { usedBytes, quotaBytes } = await space();
  const files = await navigator.storage?.getDirectory?.().catch(() => null);
  const persistent = await navigator.storage?.persist?.();
  const video = { contentType: H264, width: 1920, height: 1080, bitrate: 8e6, framerate: 30 };
  const decoding = await navigator.mediaCapabilities.decodingInfo({ type: "file", video }).catch(() => null);
  const decoders = await countDecoders();
  // The player tells the server; on plain http, or while a later player's storage is open, it simply does not know.
  await openDatabase().then((db) => writeState(db, "decoders", decoders)).catch(() => undefined);
  const answer = await fetch("/healthz", { cache: "no-store" }).catch(() => null);
  // An answer that tells no date: the device's own time.
  const wrongMs = answer && Math.abs(answeredAt(answer) - answeredAt(new Response()));
  const facts: [string, boolean, unknown][] = [
    ["浏览器", version >= EARLIEST_CHROMIUM, version],
    ["安全网址", isSecureContext, location.origin],
    ["离线存储", Boolean(files), `${Math.round((quotaBytes - usedBytes) / 1e9)} GB`],
    ["不被清理", Boolean(persistent), ""],
    ["H.264", decoding?.supported ?? false, decoding?.powerEfficient ? "硬解" : "软解"],
    ["同时解码", decoders > 1, `${decoders} 路${decoders === MOST_DECODERS ? "以上" : ""}`],
    ["自动出声", new AudioContext().state === "running", ""],
    ["服务器", answer?.ok ?? false, ""],
    ["时钟", wrongMs !== null && wrongMs < 2_000, wrongMs === null ? "" : `差 ${Math.round(wrongMs / 1000)} 秒`],
  ];
  showNotice("自检", facts.map(([name, isGood, what]) => `${isGood ? "✓" : "✗"} ${name} ${String(what)}`).join("\n"));
}
