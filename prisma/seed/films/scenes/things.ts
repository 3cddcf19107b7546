import type { Film } from "./kit.ts";
import { at, band, circle, corner, ease, fade, led, path, polygon, rect, ridge, signature, svg, swing, wide, words } from "./kit.ts";

const cocoa = "#38261C";
const red = "#D6533F";

function cup(t: number): string {
  const rise = 10 * swing(t, 2.8);
  const pearls = [[-42, -52], [6, -66], [44, -44], [-16, -26], [26, -20], [-52, -14]] as const;
  return (
    `<clipPath id="cup"><path d="M-112 -380L112 -380L92 -8Q90 10 72 10L-72 10Q-90 10 -92 -8Z"/></clipPath>` +
    `<g clip-path="url(#cup)">${rect(-120, -380, 240, 400, "#FFFFFF")}` +
    path(`M-130 ${-276 + rise}Q-60 ${-296 - rise} 0 ${-276 + rise}T130 ${-276 + rise}L130 20L-130 20Z`, "#BA784B") +
    pearls.map(([x, y], i) => circle(x + 5 * swing(t, 3.4, i / 6), y - 9 * Math.abs(swing(t, 2.4, i / 5)), 18, cocoa)).join("") +
    "</g>" +
    at(34, -408, rect(-8, -160, 16, 170, cocoa, 8), 16 + 2 * swing(t, 2.8)) +
    rect(-132, -412, 264, 38, red, 10)
  );
}

function candy(): string {
  return (
    polygon([[-54, 0], [-118, -42], [-104, 44]], red) + polygon([[54, 0], [118, -44], [104, 42]], red) + circle(0, 0, 60, red) +
    `<path d="M-14 -50Q22 0 -6 52M20 -46Q48 0 26 48" fill="none" stroke="#FFFFFF" stroke-width="9"/>`
  );
}

/** The mark that gives the disguise away: a triangle with an exclamation mark. */
function warning(): string {
  return path("M0 -58L62 50L-62 50Z", "#FFFFFF", 'stroke="#38261C" stroke-width="12" stroke-linejoin="round"') + rect(-6, -18, 12, 38, cocoa, 5) + circle(0, 34, 7.5, cocoa);
}

function drawDisguise(t: number): string {
  const bump = (from: number): number => ease(t, from, from + 0.5);
  return svg(
    wide,
    "#F4C14F",
    circle(1010, 400, 300 + 10 * swing(t, 4), "#F7CF73"),
    at(984, 640, cup(t), 1.6 * swing(t, 3.6)),
    at(1000 - 1000 * (1 - ease(t, 0.4, 2.2)) + 152, 486 + 8 * swing(t, 2.2), candy(), -720 * (1 - ease(t, 0.4, 2.2)) - 14 + 10 * swing(t, 2.6)),
    fade(bump(3), at(800, 250, warning(), 6 * swing(t, 1.2), 0.5 + 0.5 * bump(3) + 0.05 * swing(t, 0.9))),
    words({ lines: ["糖果？奶茶？"], x: 100, y: 322, px: 98, fill: cocoa, seconds: t }),
    words({ lines: ["当心毒品伪装"], x: 100, y: 448, px: 98, fill: cocoa, seconds: t, enters: 1.9 }),
    signature("衡阳市禁毒委", 104, 532, cocoa, t, { enters: 2.6 }),
    corner(wide, cocoa),
    band(wide, t / 8, red),
  );
}

function plane(): string {
  return polygon([[0, 0], [-330, 168], [-206, 206]], "#FFFFFF") + polygon([[0, 0], [-206, 206], [-196, 290], [-152, 226]], "#CFDFEE") + polygon([[0, 0], [-152, 226], [-92, 268]], "#FFFFFF");
}

function cloud(x: number, y: number, k: number): string {
  return fade(0.34, at(x, y, circle(-52, 6, 36, "#DCE9F5") + circle(0, 14, 50, "#DCE9F5") + circle(56, 18, 34, "#DCE9F5"), 0, k));
}

function drawYouth(t: number): string {
  const fly = ease(t, 0.2, 3);
  const x = 700 + 500 * fly + 16 * swing(t, 3.6);
  const y = 420 - 240 * fly + 20 * swing(t, 2.9, 0.2);
  return svg(
    wide,
    "#3F86BA",
    cloud(1010 - t * 30, 120, 1.1),
    cloud(1370 - t * 22, 300, 0.8),
    cloud(1200 - t * 44, 500, 0.9),
    ridge(wide, { y: 606, amplitude: 26, wave: 1150, travelled: 200 + t * 30, fill: "#2E6D9C" }),
    ridge(wide, { y: 660, amplitude: 18, wave: 800, travelled: 500 + t * 66, fill: "#245B86" }),
    `<path d="M560 690Q${x - 240} 640 ${x - 190} ${y + 214}" fill="none" stroke="#E9F1F9" stroke-width="7" stroke-linecap="round" stroke-dasharray="2 22" stroke-dashoffset="${(t * 40).toFixed(1)}"/>`,
    at(x, y, plane(), 3 * swing(t, 3.1)),
    words({ lines: ["识毒防毒", "守护青春"], x: 100, y: 270, px: 106, fill: "#FFFFFF", seconds: t }),
    signature("湖南省禁毒办", 104, 496, "#FFFFFF", t),
    corner(wide, "#FFFFFF"),
    band(wide, t / 8, "#FFFFFF"),
  );
}

/** Two circles that come to overlap; `apart` is half the distance between their centres. */
function pair(apart: number, radius: number, shown: number): string {
  const y = Math.sqrt(Math.max(0, radius * radius - apart * apart));
  const both = apart < radius ? path(`M0 ${-y}A${radius} ${radius} 0 0 1 0 ${y}A${radius} ${radius} 0 0 1 0 ${-y}Z`, "#1F2B3D") : "";
  const letter = (text: string, x: number): string =>
    `<text x="${x.toFixed(1)}" y="${(radius * 0.18).toFixed(1)}" font-family="'Noto Serif CJK SC',serif" font-weight="700" font-size="${radius * 0.52}" text-anchor="middle" fill="#F7EBD3" opacity="${shown.toFixed(3)}">${text}</text>`;
  return circle(-apart, 0, radius, red) + circle(apart, 0, radius, "#2C688F") + both + letter("你", -apart - radius * 0.32) + letter("我", apart + radius * 0.32);
}

function drawTogether(t: number): string {
  const met = ease(t, 0.4, 3.2);
  return svg(
    wide,
    "#F3EEE7",
    circle(925, 380, 320 + 12 * swing(t, 5), "#EBE3D7"),
    at(925, 380, pair(180 - 78 * met + 8 * swing(t, 3.6) * met, 168, ease(t, 0.2, 1))),
    words({ lines: ["拒毒防毒", "从你我做起"], x: 84, y: 272, px: 92, fill: "#1F2B3D", seconds: t }),
    signature("短视频征集作品 · 西渡镇", 88, 466, "#45525F", t),
    corner(wide, "#45525F"),
    band(wide, t / 7, red),
  );
}

/** The picture that 渣江镇 submitted, in the shape of a 3:1 LED wall. */
export function drawTogetherLed(): string {
  return svg(
    led,
    "#F3EEE7",
    circle(752, 164, 150, "#EBE3D7"),
    at(752, 168, pair(66, 108, 1)),
    words({ lines: ["拒毒防毒", "从你我做起"], x: 44, y: 112, px: 82, fill: "#1F2B3D", seconds: 9 }),
    signature("短视频征集作品 · 渣江镇", 46, 278, "#45525F", 9, { px: 26 }),
    corner(led, "#45525F"),
  );
}

function ring(): string {
  const bands = [0, 90, 180, 270]
    .map((turn) => at(0, 0, path("M-60 -180A190 190 0 0 1 60 -180L34 -102A108 108 0 0 0 -34 -102Z", "#DB513E"), turn))
    .join("");
  return `<circle r="149" fill="none" stroke="#FFFFFF" stroke-width="82"/>${bands}`;
}

function drawWater(t: number): string {
  const bob = 26 * swing(t, 3.4);
  return svg(
    wide,
    "#1F80A6",
    fade(0.2, circle(980, 190, 250 + 8 * swing(t, 4), "#F7EBD3")),
    ridge(wide, { y: 440, amplitude: 26, wave: 520, travelled: t * 64, fill: "#1B6C91" }),
    at(990, 376 + bob, ring(), 12 * swing(t, 4.3) + 4 * t),
    ridge(wide, { y: 530, amplitude: 28, wave: 600, travelled: 260 + t * 100, fill: "#15587A" }),
    ridge(wide, { y: 618, amplitude: 24, wave: 470, travelled: 90 + t * 150, fill: "#0E4965" }),
    words({ lines: ["珍爱生命", "预防溺水"], x: 100, y: 200, px: 106, fill: "#FFFFFF", seconds: t }),
    signature("衡阳县融媒体中心", 104, 424, "#FFFFFF", t),
    corner(wide, "#FFFFFF"),
    band(wide, t / 8, "#FFFFFF"),
  );
}

export const thingFilms: Film[] = [
  { file: "disguise.mp4", title: "糖果？奶茶？当心毒品伪装", size: wide, seconds: 8, fps: 25, chord: null, draw: drawDisguise },
  { file: "youth.mp4", title: "识毒防毒 守护青春", size: wide, seconds: 8, fps: 25, chord: [293.66, 369.99, 440], draw: drawYouth },
  { file: "together.mp4", title: "拒毒防毒，从你我做起", size: wide, seconds: 7, fps: 25, chord: null, draw: drawTogether },
  { file: "water.mp4", title: "珍爱生命 预防溺水", size: wide, seconds: 8, fps: 25, chord: null, draw: drawWater },
];
