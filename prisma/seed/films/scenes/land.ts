import type { Film, Size } from "./kit.ts";
import { at, band, circle, corner, ease, fade, led, path, polygon, rect, ridge, signature, svg, swing, wide, words } from "./kit.ts";

const pine = "#15303B";

/** A small pavilion, 120 wide, standing on y = 0. */
function pavilion(): string {
  return (
    rect(-44, -66, 88, 66, pine) + polygon([[-70, -62], [0, -116], [70, -62]], pine) + polygon([[-46, -98], [0, -146], [46, -98]], pine) + rect(-4, -186, 8, 50, pine)
  );
}

function ripple(x: number, y: number, width: number): string {
  return `<path d="M${x} ${y}q${width / 2} -14 ${width} 0" fill="none" stroke="#DCE9EA" stroke-width="6" stroke-linecap="round"/>`;
}

function bird(x: number, y: number, flap: number): string {
  return `<path d="M${x - 22} ${y - 10 * flap}Q${x - 8} ${y - 8} ${x} ${y}Q${x + 8} ${y - 8} ${x + 22} ${y - 10 * flap}" fill="none" stroke="${pine}" stroke-width="4" stroke-linecap="round"/>`;
}

function countyLand(size: Size, t: number, k: number, base: number): string {
  return (
    ridge(size, { y: base, amplitude: 62 * k, wave: 1000 * k + 200, travelled: 760 + t * 8, fill: "#B6CCC5" }) +
    ridge(size, { y: base + 92 * k, amplitude: 30 * k, wave: 860 * k + 200, travelled: 200 + t * 16, fill: "#87A9A2" })
  );
}

function drawCounty(t: number): string {
  const flow = (t * 46) % 420;
  return svg(
    wide,
    "#E0E9E3",
    circle(860, 220 - 6 * t, 70, "#F7EBD3"),
    countyLand(wide, t, 1, 432),
    at(1030, 536, pavilion()),
    ridge(wide, { y: 588, amplitude: 13, wave: 620, travelled: t * 40, fill: "#5C96A2" }),
    ridge(wide, { y: 618, amplitude: 11, wave: 540, travelled: 220 + t * 70, fill: "#40808F" }),
    ...[0, 1, 2, 3, 4].map((i) => ripple(i * 420 - flow, 662 + (i % 2) * 30, 190)),
    ...[0, 1, 2].map((i) => bird(620 + t * 46 + i * 74, 150 + i * 26 + 8 * swing(t, 3, i / 3), 0.4 + 0.6 * Math.abs(swing(t, 1.1, i / 4)))),
    words({ lines: ["无毒衡阳县", "平安千万家"], x: 100, y: 150, px: 104, fill: pine, face: "serif", seconds: t }),
    signature("衡阳县融媒体中心", 102, 370, pine, t),
    corner(wide, "#45525F"),
    band(wide, t / 8, "#15303B"),
  );
}

function drawCountyLed(t: number): string {
  return svg(
    led,
    "#E0E9E3",
    countyLand(led, t, 0.52, 158),
    at(752, 216, pavilion(), 0, 0.86),
    ridge(led, { y: 262, amplitude: 9, wave: 380, travelled: t * 36, fill: "#5C96A2" }),
    ridge(led, { y: 284, amplitude: 8, wave: 300, travelled: 120 + t * 60, fill: "#40808F" }),
    ...[0, 1].map((i) => bird(490 + t * 25 + i * 56, 62 + i * 18 + 5 * swing(t, 3, i / 3), 0.4 + 0.6 * Math.abs(swing(t, 1.1, i / 4)))),
    words({ lines: ["无毒衡阳县", "平安千万家"], x: 40, y: 100, px: 80, fill: pine, face: "serif", seconds: t, enters: 0.1 }),
    signature("衡阳县禁毒办", 42, 256, pine, t, { px: 26, enters: 0.9 }),
    corner(led, "#45525F"),
  );
}

const roof = "#5B2B27";
const night = "#3B1A1B";

function village(size: Size, t: number): string {
  const far = [[0, 578], [130, 560], [300, 492], [450, 566], [600, 486], [770, 560], [920, 470], [1090, 552], [1200, 500], [1280, 540]] as const;
  const nearRoofs = [[0, 640], [210, 560], [420, 660], [640, 572], [860, 668], [1060, 566], [1280, 656]] as const;
  const lights = [[150, 640], [196, 640], [404, 690], [560, 640], [628, 640], [826, 690], [1012, 640], [1060, 640], [1106, 640]] as const;
  const floor: readonly [number, number][] = [[size.width, size.height], [0, size.height]];
  return (
    polygon([...far, ...floor], roof) +
    polygon([...nearRoofs, ...floor], night) +
    lights.map(([x, y], i) => fade(ease(t, 1 + i * 0.5, 1.5 + i * 0.5) * (0.93 + 0.07 * swing(t, 1.7, i / 5)), rect(x, y - 30, 30, 36, "#F6D187", 2))).join("")
  );
}

export function drawFamily(t: number): string {
  return svg(
    wide,
    "#7C3D36",
    circle(1050, 220 - 11 * t, 130, "#F4D8A8", 0.12),
    circle(1050, 220 - 11 * t, 72, "#F4D8A8"),
    ...[0, 1, 2].map((i) => fade(0.35, rect(640 + i * 150 + t * (16 + 8 * i), 388 - i * 50, 170 - i * 30, 14, "#F4D8A8", 7))),
    village(wide, t),
    words({ lines: ["全民禁毒你我他", "禁毒宣传进万家"], x: 100, y: 160, px: 86, fill: "#FBE6CF", face: "serif", seconds: t }),
    signature("衡阳市禁毒委", 102, 350, "#FBE6CF", t),
    corner(wide, "#FBE6CF"),
    band(wide, t / 8, "#F6D187"),
  );
}

function leaf(side: 1 | -1, open: number): string {
  return at(0, -70 * open, path("M0 0C10 -60 60 -90 128 -92C120 -30 70 8 0 0Z", "#BDE28A", `transform="scale(${side * open} ${open})"`), -6 * side * (1 - open));
}

function drawGreen(t: number): string {
  const grown = ease(t, 0.6, 4.6);
  const y = 420 - 190 * ease(t, 0, 7);
  return svg(
    wide,
    "#2F7F56",
    circle(970, y, 212 + 8 * swing(t, 4), "#4B8F66"),
    circle(970, y, 160, "#F2E7B1"),
    ridge(wide, { y: 424, amplitude: 52, wave: 1500, travelled: 120 + t * 12, fill: "#256A48" }),
    ridge(wide, { y: 540, amplitude: 44, wave: 1250, travelled: 620 + t * 26, fill: "#1C5539" }),
    at(980, 668, rect(-5, -220 * grown, 10, 220 * grown, "#EDF6DC", 5) + at(0, -66 * grown, leaf(1, grown)) + at(0, -16 * grown, leaf(-1, grown)), 2.5 * swing(t, 3.2)),
    words({ lines: ["健康人生", "绿色无毒"], x: 100, y: 206, px: 104, fill: "#FFFFFF", face: "serif", seconds: t }),
    signature("国家禁毒办 公益宣传片", 102, 428, "#FFFFFF", t),
    corner(wide, "#FFFFFF"),
    band(wide, t / 9, "#BDE28A"),
  );
}

export const landFilms: Film[] = [
  { file: "green.mp4", title: "健康人生 绿色无毒", size: wide, seconds: 9, fps: 25, chord: [220, 277.18, 329.63], draw: drawGreen },
  { file: "family.mp4", title: "全民禁毒你我他 禁毒宣传进万家", size: wide, seconds: 8, fps: 25, chord: null, draw: drawFamily },
  { file: "county.mp4", title: "无毒衡阳县 平安千万家", size: wide, seconds: 8, fps: 30, chord: null, draw: drawCounty },
  { file: "led-county.mp4", title: "无毒衡阳县 平安千万家（大屏版）", size: led, seconds: 6, fps: 25, chord: null, draw: drawCountyLed },
];
