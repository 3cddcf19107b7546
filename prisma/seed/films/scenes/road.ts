import type { Film } from "./kit.ts";
import { at, band, circle, corner, led, polygon, rect, ridge, signature, svg, swing, wide, words } from "./kit.ts";

const ink = "#14304C";
const cream = "#F7EBD3";

/** The red bus from behind or ahead, 100 wide and 118 high, centred on its lower edge. */
function busFront(): string {
  return (
    rect(-40, -8, 18, 14, "#1F2A36", 3) + rect(22, -8, 18, 14, "#1F2A36", 3) +
    rect(-50, -110, 100, 106, "#D24B32", 10) + rect(-26, -102, 52, 10, "#7F2A1D", 3) +
    rect(-38, -86, 76, 34, "#FBE7D6", 4) + rect(-50, -22, 100, 6, "#7F2A1D") +
    rect(-42, -38, 14, 10, "#F6D187", 2) + rect(28, -38, 14, 10, "#F6D187", 2) + rect(-15, -40, 30, 12, "#FBE7D6", 2)
  );
}

/** A bus from the side, 260 long and 132 high, wheels at y = 0, driving to the right. */
export function busSide(body: string, travelled: number): string {
  const wheel = (x: number): string =>
    at(x, -18, circle(0, 0, 20, "#22303D") + circle(0, 0, 8, "#E5E9EB") + rect(-2, -19, 4, 12, "#5C6A78", 2), (travelled / 20) * 57.3);
  const windows = [0, 1, 2, 3].map((i) => rect(-112 + i * 44, -112, 38, 38, "#FBF3E0", 4)).join("");
  return rect(-130, -132, 260, 112, body, 16) + windows + rect(68, -112, 44, 60, "#FBF3E0", 4) + rect(-130, -52, 190, 7, "#FBF3E0") + wheel(-76) + wheel(76);
}

/** The dashes of a road that runs away to the horizon; nearer ones are longer. */
function dashes(travelled: number, top: number, bottom: number, x: number): string {
  const marks: string[] = [];
  for (let i = 0; i < 7; i += 1) {
    const near = (i + (travelled % 1)) / 7;
    const y0 = top + (bottom - top) * near ** 2.2;
    const y1 = top + (bottom - top) * Math.min(1.1, near + 0.075) ** 2.2;
    const w0 = 3 + 19 * near ** 2.2;
    const w1 = 3 + 19 * Math.min(1.1, near + 0.075) ** 2.2;
    marks.push(polygon([[x - w0, y0], [x + w0, y0], [x + w1, y1], [x - w1, y1]], "#E9EDEE"));
  }
  return marks.join("");
}

const roadSeconds = 10;

function drawRoad(t: number): string {
  const run = t / roadSeconds;
  const near = 0.42 + 0.75 * (run * run * 0.6 + run * 0.4);
  const busY = 540 + 150 * (near - 0.42);
  const leftEdge = 758 - (busY - 506) * (328 / 214);
  return svg(
    wide,
    "#F6E9D0",
    circle(990, 430 - 200 * run, 124, "#F4B35F"),
    ridge(wide, { y: 428, amplitude: 42, wave: 1150, travelled: 340 + t * 9, fill: "#9EBAB6" }),
    ridge(wide, { y: 470, amplitude: 26, wave: 900, travelled: 120 + t * 20, fill: "#60918C" }),
    ridge(wide, { y: 502, amplitude: 14, wave: 1300, travelled: 500 + t * 34, fill: "#34645F" }),
    polygon([[758, 506], [802, 506], [1110, 720], [430, 720]], "#3C4650"),
    dashes(t * 1.6, 508, 724, 778),
    at((leftEdge + 774) / 2, busY, busFront(), 0, near),
    words({ lines: ["全民禁毒", "一路有你"], x: 100, y: 150, px: 104, fill: ink, face: "serif", seconds: t }),
    signature("衡阳县交通运输局 · 县禁毒办", 102, 372, ink, t),
    corner(wide, "#45525F"),
    band(wide, run, "#F4B35F"),
  );
}

const ledSeconds = 8;

function drawRoadLed(t: number): string {
  const run = t / ledSeconds;
  const dash = (t * 210) % 128;
  const marks = Array.from({ length: 9 }, (_, i) => rect(i * 128 - dash, 282, 76, 6, cream, 2)).join("");
  return svg(
    led,
    "#10304A",
    circle(740, 168 - 40 * run, 88, "#F4B35F", 0.94),
    ridge(led, { y: 190, amplitude: 24, wave: 640, travelled: 60 + t * 22, fill: "#24536A" }),
    ridge(led, { y: 222, amplitude: 14, wave: 470, travelled: 200 + t * 48, fill: "#173F57" }),
    rect(0, 246, 960, 74, "#0B2438"),
    marks,
    at(-120 + 960 * run * 0.98, 276, busSide("#D24B32", t * 120), 0, 0.54),
    words({ lines: ["禁毒路上", "一路有你"], x: 44, y: 84, px: 74, fill: cream, face: "serif", seconds: t, enters: 0.1 }),
    corner(led, "#DCE5ED"),
  );
}

const rideSeconds = 8;

function drawCivic(t: number): string {
  const run = t / rideSeconds;
  const arrive = Math.min(1, t / 3.4);
  const x = -150 + 890 * (1 - (1 - arrive) ** 2.4);
  const walker = t > 3.2 ? Math.min(1, (t - 3.2) / 4.4) : 0;
  const stride = swing(t, 0.7) * (walker > 0 && walker < 1 ? 18 : 0);
  const stripes = Array.from({ length: 9 }, (_, i) => polygon([[950, 392 + i * 37], [1180, 392 + i * 37], [1188, 412 + i * 37], [946, 412 + i * 37]], "#E5E9EB")).join("");
  const person =
    circle(0, -104, 17, "#F6D9B8") + rect(-17, -84, 34, 50, "#D24B32", 12) +
    polygon([[-9, -38], [3, -38], [-4 + stride, 0], [-16 + stride, 0]], "#1F2B3D") + polygon([[-3, -38], [9, -38], [16 - stride, 0], [4 - stride, 0]], "#1F2B3D");
  return svg(
    wide,
    "#617485",
    ridge(wide, { y: 316, amplitude: 22, wave: 900, travelled: 300 + t * 6, fill: "#566878" }),
    rect(0, 368, 1280, 352, "#4A5866"),
    rect(0, 360, 1280, 10, "#8C9AA6"),
    stripes,
    at(1066 + 14 * swing(walker, 2), 366 + 310 * walker, person, 0, 1 + walker * 0.35),
    at(x, 570, busSide("#E2A22F", x), 0, 1.3),
    words({ lines: ["文明出行", "礼让斑马线"], x: 100, y: 134, px: 94, fill: "#FFFFFF", seconds: t }),
    signature("衡阳县公交公司", 102, 326, "#FFFFFF", t),
    corner(wide, "#FFFFFF"),
    band(wide, run, "#E2A22F"),
  );
}

export const roadFilms: Film[] = [
  { file: "road.mp4", title: "全民禁毒 一路有你", size: wide, seconds: roadSeconds, fps: 25, chord: [261.63, 329.63, 392], draw: drawRoad },
  { file: "led-road.mp4", title: "禁毒路上 一路有你", size: led, seconds: ledSeconds, fps: 25, chord: null, draw: drawRoadLed },
  { file: "civic.mp4", title: "文明出行 礼让斑马线", size: wide, seconds: rideSeconds, fps: 25, chord: null, draw: drawCivic },
];
