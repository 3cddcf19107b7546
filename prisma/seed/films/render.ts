/**
 * Draws the demo films and encodes them beside this file: `npx tsx prisma/seed/films/render.ts [file …]`.
 *
 * Only needed to change a film, since the results are committed. Wants Chromium (CHROMIUM_PATH, default
 * /usr/bin/chromium), ffmpeg (FFMPEG_PATH) and the Noto CJK fonts; draws frame by frame, so a slow machine
 * makes the same film as a quick one.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import type { Page } from "playwright-core";
import type { Film, Size, Still } from "./scenes/kit.ts";
import { films, stills } from "./scenes/index.ts";

const ffmpegPath = process.env["FFMPEG_PATH"] ?? "ffmpeg";

/** Each chord tone with its own slow swell, faded at both ends; a little shorter than the picture, so that the picture sets the length. */
function soundArguments(film: Film): string[] {
  if (film.chord === null) return [];
  const tones = film.chord.map((hz, i) => `sin(2*PI*${hz}*t)*(0.6+0.4*sin(2*PI*t/${3 + i}))`).join("+");
  const length = film.seconds - 0.06;
  const fades = `afade=t=in:d=0.8,afade=t=out:st=${(length - 1.2).toFixed(2)}:d=1.2`;
  return ["-f", "lavfi", "-t", String(length), "-i", `aevalsrc='0.045*(${tones})':s=48000,${fades}`];
}

function encodeArguments(film: Film): string[] {
  const sound = soundArguments(film);
  return [
    "-v", "error", "-y",
    "-f", "image2pipe", "-framerate", String(film.fps), "-c:v", "png", "-i", "-",
    ...sound,
    "-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p",
    "-c:v", "libx264", "-profile:v", "high", "-preset", "slow", "-tune", "animation", "-crf", "25",
    "-maxrate", "270k", "-bufsize", "540k", "-g", String(film.fps * 2),
    "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv",
    ...(sound.length > 0 ? ["-c:a", "aac", "-b:a", "32k", "-ac", "1"] : []),
    "-map_metadata", "-1", "-fflags", "+bitexact", "-metadata", `title=${film.title}（演示素材）`,
    "-movflags", "+faststart", fileURLToPath(new URL(film.file, import.meta.url)),
  ];
}

async function show(page: Page, size: Size, picture: string): Promise<void> {
  await page.setViewportSize(size);
  await page.setContent(`<style>body{margin:0;overflow:hidden}svg{display:block}</style>${picture}`);
  await page.evaluate(() => document.fonts.ready.then(() => true));
}

async function renderFilm(page: Page, film: Film): Promise<void> {
  const ffmpeg = spawn(ffmpegPath, encodeArguments(film), { stdio: ["pipe", "inherit", "inherit"] });
  const ended = once(ffmpeg, "close");
  await show(page, film.size, film.draw(0));
  const frames = Math.round(film.seconds * film.fps);
  for (let frame = 0; frame < frames; frame += 1) {
    await page.evaluate((picture) => {
      document.body.innerHTML = picture;
    }, film.draw(frame / film.fps));
    if (!ffmpeg.stdin.write(await page.screenshot({ type: "png" }))) await once(ffmpeg.stdin, "drain");
  }
  ffmpeg.stdin.end();
  const [code]: unknown[] = await ended;
  if (code !== 0) throw new Error(`ffmpeg ended with ${String(code)} while it made ${film.file}`);
}

async function renderStill(page: Page, still: Still): Promise<void> {
  await show(page, still.size, still.draw());
  await writeFile(new URL(still.file, import.meta.url), await page.screenshot({ type: "jpeg", quality: 86 }));
}

const wanted = process.argv.slice(2);
const chosen = <T extends { file: string }>(all: readonly T[]): T[] => all.filter((one) => wanted.length === 0 || wanted.includes(one.file));

const browser = await chromium.launch({ executablePath: process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb"] });
try {
  const page = await browser.newPage();
  for (const still of chosen(stills)) await renderStill(page, still);
  for (const film of chosen(films)) {
    await renderFilm(page, film);
    process.stdout.write(`${film.file}\n`);
  }
} finally {
  await browser.close();
}
