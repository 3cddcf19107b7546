import { fileURLToPath } from "node:url";
import type { DemoFilm } from "./types.ts";

const video = { kind: "video", width: 1280, height: 720, hasAudio: false } as const;
const ledVideo = { ...video, width: 960, height: 320 } as const;

/** What the project drew itself (../films/render.ts); each shows 演示素材 in its corner. Lengths are measured. */
export const films: readonly DemoFilm[] = [
  { ...video, key: "green", file: "green.mp4", title: "健康人生 绿色无毒", level: "national", unitKey: "antidrug-office", durationMs: 9000, hasAudio: true, role: "loop" },
  { ...video, key: "youth", file: "youth.mp4", title: "识毒防毒 守护青春", level: "provincial", unitKey: "antidrug-office", durationMs: 8000, hasAudio: true, role: "loop" },
  { ...video, key: "disguise", file: "disguise.mp4", title: "糖果？奶茶？当心毒品伪装", level: "municipal", unitKey: "antidrug-office", durationMs: 8000, role: "loop" },
  { ...video, key: "family", file: "family.mp4", title: "全民禁毒你我他 禁毒宣传进万家", level: "municipal", unitKey: "antidrug-office", durationMs: 8000, role: "loop" },
  { ...video, key: "road", file: "road.mp4", title: "全民禁毒 一路有你", level: "county", unitKey: "transport-bureau", durationMs: 10000, hasAudio: true, role: "loop" },
  { ...video, key: "county", file: "county.mp4", title: "无毒衡阳县 平安千万家", level: "county", unitKey: "media-centre", durationMs: 8000, role: "loop" },
  { ...ledVideo, key: "led-road", file: "led-road.mp4", title: "禁毒路上 一路有你（大屏版）", level: "county", unitKey: "urban-management", durationMs: 8000, role: "loop" },
  { ...ledVideo, key: "led-county", file: "led-county.mp4", title: "无毒衡阳县 平安千万家（大屏版）", level: "county", unitKey: "antidrug-office", durationMs: 6000, role: "loop" },
  { ...video, key: "hero", file: "hero.mp4", title: "致敬禁毒英雄", level: "county", unitKey: "media-centre", durationMs: 15000, hasAudio: true, role: "special" },
  { ...video, key: "water", file: "water.mp4", title: "珍爱生命 预防溺水", level: "county", unitKey: "media-centre", durationMs: 8000, role: "default" },
  { ...video, key: "civic", file: "civic.mp4", title: "文明出行 礼让斑马线", level: "county", unitKey: "bus-company", durationMs: 8000, role: "default" },
  { ...video, key: "together", file: "together.mp4", title: "拒毒防毒，从你我做起", level: "county", unitKey: "xidu", durationMs: 7000, role: "submitted" },
  { key: "family-poster", file: "family.jpg", title: "全民禁毒你我他 禁毒宣传进万家（海报）", level: "municipal", unitKey: "antidrug-office", kind: "image", durationMs: null, width: 1280, height: 720, hasAudio: false, role: "loop" },
  { key: "together-poster", file: "together-led.jpg", title: "拒毒防毒，从你我做起（大屏图）", level: "county", unitKey: "zhajiang", kind: "image", durationMs: null, width: 960, height: 320, hasAudio: false, role: "submitted" },
];

/** Where a film's file lies. */
export function filmPath(film: DemoFilm): string {
  return fileURLToPath(new URL(`../films/${film.file}`, import.meta.url));
}

/** Where a film's poster lies: a frame of it, for servers without ffmpeg. Null for an image, which is its own. */
export function filmPosterPath(film: DemoFilm): string | null {
  return film.kind === "image" ? null : fileURLToPath(new URL(`../films/posters/${film.key}.jpg`, import.meta.url));
}
