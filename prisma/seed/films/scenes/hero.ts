import type { Film } from "./kit.ts";
import { at, band, circle, corner, ease, fade, polygon, ridge, signature, svg, swing, wide, words } from "./kit.ts";

const gold = "#DDB764";
const pale = "#F0D9A0";

function star(radius: number): string {
  const points = Array.from({ length: 10 }, (_, i): [number, number] => {
    const r = i % 2 === 0 ? radius : radius * 0.45;
    const angle = (i / 10) * 2 * Math.PI - Math.PI / 2;
    return [r * Math.cos(angle), r * Math.sin(angle)];
  });
  return polygon(points, gold);
}

/** Beams from the horizon that turn slowly. */
function rays(turn: number): string {
  const beams = Array.from({ length: 20 }, (_, i) => {
    const a = ((i * 18 + turn) * Math.PI) / 180;
    const b = a + 0.145;
    return polygon([[0, 0], [1200 * Math.cos(a), 1200 * Math.sin(a)], [1200 * Math.cos(b), 1200 * Math.sin(b)]], gold);
  });
  return beams.join("");
}

/** A line of verse that comes at `from` and stays for `hold` seconds. */
function verse(text: string, from: number, hold: number, t: number): string {
  return fade(
    ease(t, from, from + 0.7) * (1 - ease(t, from + hold, from + hold + 0.6)),
    words({ lines: [text], x: 640, y: 446, px: 76, fill: pale, face: "serif", anchor: "middle", enters: from, seconds: t }),
  );
}

const seconds = 15;

function draw(t: number): string {
  const titled = ease(t, 8.2, 9.6);
  const dawn = ease(t, 0, 11);
  return svg(
    wide,
    "#0F1828",
    at(640, 600, fade(0.05 + 0.09 * dawn, rays(t * 1.2))),
    circle(640, 660 - 90 * dawn, 250 + 10 * swing(t, 5), gold, 0.16),
    circle(640, 660 - 90 * dawn, 150, gold, 0.22 * dawn),
    ridge(wide, { y: 588, amplitude: 34, wave: 1250, travelled: 300 + t * 10, fill: "#0B1320" }),
    ridge(wide, { y: 640, amplitude: 22, wave: 900, travelled: 80 + t * 22, fill: "#070C15" }),
    at(640, 296 - 116 * titled - 24 * swing(t, 30), star(64), 0, ease(t, 0.2, 1.4) * (1 + 0.03 * swing(t, 2.4))),
    verse("他们隐去姓名", 1.2, 2, t),
    verse("守住万家灯火", 4.5, 2.4, t),
    words({ lines: ["致敬禁毒英雄"], x: 640, y: 390, px: 124, fill: pale, face: "serif", anchor: "middle", enters: 8.2, seconds: t }),
    signature("6·26 国际禁毒日 特别节目", 640, 482, pale, t, { px: 38, anchor: "middle", enters: 9.4 }),
    signature("衡阳县禁毒办 · 县融媒体中心", 640, 544, pale, t, { px: 32, anchor: "middle", enters: 10 }),
    corner(wide, pale),
    band(wide, t / seconds, gold),
  );
}

export const heroFilms: Film[] = [{ file: "hero.mp4", title: "致敬禁毒英雄", size: wide, seconds, fps: 25, chord: [146.83, 220, 293.66, 349.23], draw }];
