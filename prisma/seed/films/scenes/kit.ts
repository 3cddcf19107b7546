/** Parts that every scene draws with. A scene is a pure function from seconds to SVG text, so every frame can be drawn again. */

export interface Size {
  width: number;
  height: number;
}

/** What the renderer needs to know about one film. */
export interface Film {
  /** File name, with extension, beside render.ts. */
  file: string;
  /** Goes into the file's own metadata. */
  title: string;
  size: Size;
  seconds: number;
  fps: number;
  /** Frequencies in Hz of a soft chord, or null for a film without a sound track. */
  chord: readonly number[] | null;
  draw: (seconds: number) => string;
}

/** A picture: one frame of a scene, at its most telling moment. */
export interface Still {
  file: string;
  size: Size;
  draw: () => string;
}

export const wide: Size = { width: 1280, height: 720 };
export const led: Size = { width: 960, height: 320 };

const sans = "'Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif";
const serif = "'Noto Serif CJK SC','Songti SC',SimSun,serif";

/** 0 before `from`, 1 after `to`, and an ease-out in between. */
export function ease(at: number, from: number, to: number): number {
  const x = Math.min(1, Math.max(0, (at - from) / (to - from)));
  return 1 - (1 - x) ** 3;
}

/** A swing between -1 and 1 with the given period in seconds. */
export function swing(at: number, period: number, phase = 0): number {
  return Math.sin((at / period + phase) * 2 * Math.PI);
}

const n = (value: number): string => value.toFixed(2).replace(/\.?0+$/, "");

export function rect(x: number, y: number, width: number, height: number, fill: string, radius = 0): string {
  return `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" rx="${n(radius)}" fill="${fill}"/>`;
}

export function circle(x: number, y: number, radius: number, fill: string, opacity = 1): string {
  return `<circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}" fill="${fill}" opacity="${n(opacity)}"/>`;
}

export function path(d: string, fill: string, more = ""): string {
  return `<path d="${d}" fill="${fill}" ${more}/>`;
}

export function polygon(points: readonly (readonly [number, number])[], fill: string): string {
  return `<polygon points="${points.map(([x, y]) => `${n(x)},${n(y)}`).join(" ")}" fill="${fill}"/>`;
}

/** Moves, then turns (degrees), then scales what is inside. */
export function at(x: number, y: number, inside: string, turn = 0, scale = 1): string {
  return `<g transform="translate(${n(x)} ${n(y)}) rotate(${n(turn)}) scale(${scale.toFixed(4)})">${inside}</g>`;
}

export function fade(opacity: number, inside: string): string {
  return `<g opacity="${opacity.toFixed(3)}">${inside}</g>`;
}

export interface Ridge {
  y: number;
  amplitude: number;
  /** Length of the longest swell in pixels. */
  wave: number;
  /** How far the ridge has travelled to the left, in pixels. */
  travelled: number;
  fill: string;
}

/** A hill or wave line that reaches down to the lower edge. */
export function ridge(size: Size, { y, amplitude, wave, travelled, fill }: Ridge): string {
  const points: string[] = [];
  for (let x = 0; x <= size.width; x += 16) {
    const u = ((x + travelled) / wave) * 2 * Math.PI;
    points.push(`${x} ${n(y - amplitude * (0.7 * Math.sin(u) + 0.3 * Math.sin(u * 2.1 + 1.3)))}`);
  }
  return path(`M0 ${size.height}L${points.join("L")}L${size.width} ${size.height}Z`, fill);
}

export interface Words {
  lines: readonly string[];
  /** Baseline of the first line. */
  y: number;
  x: number;
  px: number;
  fill: string;
  face?: "serif" | "sans";
  weight?: 400 | 700;
  anchor?: "start" | "middle";
  /** Second at which the first line begins to come in; the others follow. */
  enters?: number;
  seconds: number;
}

/** Lines of text that slide in from the left (or rise, when centred), one after the other. */
export function words({ lines, x, y, px, fill, face = "sans", weight = 700, anchor = "start", enters = 0.3, seconds }: Words): string {
  return lines
    .map((line, index) => {
      const k = ease(seconds, enters + index * 0.35, enters + index * 0.35 + 0.9);
      const away = (1 - k) * px * 0.9;
      const dx = anchor === "middle" ? 0 : -away;
      const dy = anchor === "middle" ? away * 0.5 : 0;
      const spacing = px * 0.045;
      return (
        `<text x="${n(x + dx)}" y="${n(y + dy + index * px * 1.26)}" font-family="${face === "serif" ? serif : sans}" font-weight="${weight}" ` +
        `font-size="${px}" letter-spacing="${n(spacing)}" text-anchor="${anchor}" fill="${fill}" opacity="${k.toFixed(3)}">${line}</text>`
      );
    })
    .join("");
}

/** The signature under a slogan: who made the film. */
export function signature(text: string, x: number, y: number, fill: string, seconds: number, more: { px?: number; anchor?: "start" | "middle"; enters?: number } = {}): string {
  const { px = 34, anchor = "start", enters = 1.3 } = more;
  return words({ lines: [text], x, y, px, fill, weight: 400, anchor, enters, seconds });
}

/** The corner line that keeps a demo film from being taken for a real one. */
export function corner(size: Size, fill: string): string {
  const px = size.height < 400 ? 20 : 28;
  const edge = size.height < 400 ? 18 : 32;
  return (
    `<text x="${size.width - edge}" y="${edge + px * 0.8}" font-family="${sans}" font-size="${px}" letter-spacing="2" ` +
    `text-anchor="end" fill="${fill}">演示素材</text>`
  );
}

/** A band along the lower edge that fills while the film runs. */
export function band(size: Size, share: number, fill: string): string {
  const height = size.height < 400 ? 5 : 8;
  return `<g opacity=".85">${rect(0, size.height - height, size.width * share, height, fill)}</g>`;
}

export function svg(size: Size, background: string, ...parts: readonly string[]): string {
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="0 0 ${size.width} ${size.height}">` +
    rect(0, 0, size.width, size.height, background) +
    parts.join("") +
    "</svg>"
  );
}
