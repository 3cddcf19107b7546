/** `/player/?preflight`: what this browser can do, on one screen, for whoever sets up a box. */
import { answeredAt } from "./clock.ts";
import { space } from "./cache/devices.ts";
import { showNotice } from "./pairing/page.ts";

/** H.264 High at level 4.0, as the server converts to. */
const H264 = 'video/mp4; codecs="avc1.640028"';
const EARLIEST_CHROMIUM = 111;

export async function showPreflight(): Promise<void> {
  const version = Number(/Chrom(?:e|ium)\/(\d+)/.exec(navigator.userAgent)?.[1] ?? 0);
  const { usedBytes, quotaBytes } = await space();
  const files = await navigator.storage?.getDirectory?.().catch(() => null);
  const persistent = await navigator.storage?.persist?.();
  const video = { contentType: H264, width: 1920, height: 1080, bitrate: 8e6, framerate: 30 };
  const decoding = await navigator.mediaCapabilities.decodingInfo({ type: "file", video }).catch(() => null);
  const answer = await fetch("/healthz", { cache: "no-store" }).catch(() => null);
  // An answer that tells no date: the device's own time.
  const wrongMs = answer && Math.abs(answeredAt(answer) - answeredAt(new Response()));
  const facts: [string, boolean, unknown][] = [
    ["浏览器", version >= EARLIEST_CHROMIUM, version],
    ["安全网址", isSecureContext, location.origin],
    ["离线存储", Boolean(files), `${Math.round((quotaBytes - usedBytes) / 1e9)} GB`],
    ["不被清理", Boolean(persistent), ""],
    ["H.264", decoding?.supported ?? false, decoding?.powerEfficient ? "硬解" : "软解"],
    ["服务器", answer?.ok ?? false, ""],
    ["时钟", wrongMs !== null && wrongMs < 2_000, wrongMs === null ? "" : `差 ${Math.round(wrongMs / 1000)} 秒`],
  ];
  showNotice("自检", facts.map(([name, isGood, what]) => `${isGood ? "✓" : "✗"} ${name} ${String(what)}`).join("\n"));
}
