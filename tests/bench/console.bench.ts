/** How quick the console is over ten thousand screens and five thousand films, in a real browser, beside lists without pages. */
import { systemCaller } from "@yilu/server/caller.ts";
import { systemClock } from "@yilu/server/clock.ts";
import { parseEnv } from "@yilu/server/env.ts";
import { newId, sha256Hex } from "@yilu/server/random.ts";
import { startServer } from "@yilu/server/server.ts";
import { pino } from "pino";
import { chromium, type Page } from "playwright-core";
import { findChromium } from "../support/machine.ts";
import { Client } from "../support/server.ts";
import { seedFleet, type Fleet } from "./fleet.ts";
import { median, timed, type Figure } from "./table.ts";

const password = "correct-horse-42";
const runs = 5;
const chunk = 500;

/** Each page, and what stands on it once one can work. */
const pages = {
  home: ["/console/", ".y-counts .y-count-number"],
  media: ["/console/media?show=list", ".ant-table-row"],
  playlists: ["/console/playlists", ".ant-table-row"],
  entries: ["/console/entries?view=list", ".ant-table-row"],
  screens: ["/console/screens?view=list", ".ant-table-row"],
  rollout: ["/console/rollout", ".ant-table-row"],
  reports: ["/console/reports", "main .y-card"],
} as const;

async function addFilms({ client, rootId }: Fleet, count: number, now: number): Promise<void> {
  const user = await client.user.findFirstOrThrow({ where: { username: "bench" } });
  const rows = Array.from({ length: count }, (_, n) => ({ id: newId(), n }));
  const at = BigInt(now);
  for (let from = 0; from < rows.length; from += chunk) {
    const some = rows.slice(from, from + chunk);
    await client.mediaFile.createMany({
      data: some.map(({ id }) => ({ sha256: sha256Hex(id), bytes: 9_000_000n, mimeType: "video/mp4", kind: "video", durationMs: 15_000, widthPx: 1920, heightPx: 1080, chunkSha256s: [], createdAt: at })),
    });
    await client.media.createMany({
      data: some.map(({ id, n }) => ({ id, unitId: rootId, title: `县里的片 ${n}`, level: "county", status: n % 50 === 0 ? "pending" : "approved", sha256: sha256Hex(id), sourceSha256: sha256Hex(id), uploaderId: user.id, createdAt: at })),
    });
  }
}

/** What players said of themselves: of ten screens six are connected, three were a moment ago, and one never said anything. */
async function addReports({ client, screenIds }: Fleet, now: number): Promise<void> {
  const films = await client.media.findMany({ where: { items: { some: {} } }, select: { id: true } });
  const entry = await client.scheduleEntry.findFirstOrThrow({ select: { id: true } });
  const row = (screenId: string, n: number) => ({
    screenId,
    lastSeenAt: BigInt(now),
    onlineUntil: n % 10 < 6 ? BigInt(now + 3_600_000) : 0n,
    playerVersion: "1.0.0",
    report: {
      ...{ revision: sha256Hex("an older one"), download: n % 3 === 0 ? { revision: sha256Hex("an older one"), state: "ready", doneBytes: 9, totalBytes: 9 } : null },
      ...{ playing: { mediaId: films[n % films.length]?.id ?? "", entryId: entry.id, startedAt: now } },
      ...{ cacheUsedBytes: 4_000_000_000, cacheQuotaBytes: 9_000_000_000, persistent: true, ledgerHead: n, unsentPlays: n % 7, clock: "synced", droppedFrames: 0, failedItems: 0 },
    },
  });
  const rows = screenIds.flatMap((id, n) => (n % 10 === 9 ? [] : [row(id, n)]));
  for (let from = 0; from < rows.length; from += chunk) await client.screenStatus.createMany({ data: rows.slice(from, from + chunk) });
}

/** From the navigation's start until what one works with is on the page, ms; the program itself is in the browser's cache. */
async function opening(page: Page, [path, selector]: readonly [string, string], origin: string): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run <= runs; run += 1) {
    await page.goto(origin + path, { waitUntil: "commit" });
    await page.waitForSelector(selector);
    const ms = await page.evaluate(() => performance.now());
    if (run > 0) times.push(ms);
  }
  return median(times);
}

/** From the press of a filter until the list shows what it asks for, ms. */
async function filtering(page: Page, press: (on: boolean) => Promise<unknown>, isShown: (on: boolean) => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < 2 * runs; run += 1) {
    const on = run % 2 === 0;
    times.push(
      await timed(async () => {
        await press(on);
        await isShown(on);
      }),
    );
    await page.waitForTimeout(100); // so that one run does not lean on the other
  }
  return median(times);
}

/** Waits until a list says that it has so many rows, however its number is written. */
const total = (page: Page, n: number) => page.waitForFunction((digits) => document.querySelector(".ant-pagination-total-text")?.textContent.replace(/\D/g, "") === digits, String(n));

export async function consoleFigures(screens: number, films: number): Promise<Figure[]> {
  const fleet = await seedFleet(screens, Date.now());
  await addFilms(fleet, films, Date.now());
  await addReports(fleet, Date.now());
  const env = parseEnv({ HOST: "127.0.0.1", PORT: "0", DATA_DIR: fleet.folder, LOG_LEVEL: "silent" });
  const server = await startServer(env, pino({ level: "silent" }), systemClock);
  const executablePath = findChromium();
  if (executablePath === null) throw new Error("no Chromium: run prepare-machine");
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    await server.users.addUser(systemCaller(fleet.rootId, `/${fleet.rootId}/`), { username: "office", displayName: "办公室", role: "administrator", unitId: fleet.rootId }, password, false);
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, timezoneId: "Asia/Shanghai", locale: "zh-CN" });
    const client = await new Client(server.origin).signIn("office", password);
    const [name, value] = client.cookie.split("=");
    await context.addCookies([{ name: name ?? "", value: value ?? "", url: server.origin }]);
    const page = await context.newPage();
    const figures: Figure[] = [];

    const everything = await timed(async () => {
      for (let at = 1; at <= Math.ceil(screens / 200); at += 1) await client.request("GET", `/api/screens?page=${at}&pageSize=200`);
    });
    const allFilms = await timed(async () => {
      for (let at = 1; at <= Math.ceil(films / 200); at += 1) await client.request("GET", `/api/media?page=${at}&pageSize=200`);
    });
    for (const [what, where] of Object.entries(pages)) {
      const naive = what === "media" ? { what: "every film fetched first", value: allFilms } : what === "screens" || what === "rollout" || what === "home" ? { what: "every screen fetched first", value: everything } : null;
      figures.push({ what: `${what} page, until one can work (${screens} screens, ${films} films)`, value: await opening(page, where, server.origin), unit: "ms", bar: 1_500, naive });
      console.log(`  ${what}: ${figures.at(-1)?.value.toFixed(0) ?? ""} ms`);
    }

    const leds = await fleet.client.screen.count({ where: { kind: "led" } });
    await page.goto(`${server.origin}/console/screens?view=list`);
    await total(page, screens);
    const kind = (on: boolean) => page.locator(".y-chips .ant-segmented").first().getByText(on ? "LED" : "全部", { exact: false }).first().click();
    figures.push({ what: "screens, a kind chosen until it is shown", value: await filtering(page, kind, (on) => total(page, on ? leds : screens)), unit: "ms", bar: 300, naive: { what: "every screen fetched first", value: everything } });

    await page.goto(`${server.origin}/console/rollout`);
    await page.waitForSelector(".ant-table-row");
    const stages = page.locator(".ant-segmented-item");
    await stages.filter({ hasText: /\d/ }).first().waitFor(); // the counts have come
    const counts = (await stages.allInnerTexts()).map((text) => Number(/[\d,]+$/.exec(text.trim())?.[0].replaceAll(",", "") ?? 0));
    const chosen = counts.findIndex((count, place) => place > 0 && count > 0 && count < screens);
    if (chosen < 0) throw new Error(`every screen is in one state: ${counts.join(", ")}`);
    const choose = (on: boolean) => stages.nth(on ? chosen : 0).click();
    figures.push({ what: `roll-out, a state of ${counts[chosen] ?? 0} screens chosen until it is shown`, value: await filtering(page, choose, (on) => total(page, on ? (counts[chosen] ?? 0) : screens)), unit: "ms", bar: 300, naive: { what: "every screen fetched first", value: everything } });

    await page.goto(`${server.origin}/console/media?show=list`);
    await page.waitForSelector(".ant-table-row");
    const expiring = (on: boolean) => page.goto(`${server.origin}/console/media?show=list&status=${on ? "pending" : "approved"}`);
    figures.push({ what: "media, a state chosen until it is shown, page opened anew", value: await filtering(page, expiring, () => page.waitForSelector(".ant-table-row")), unit: "ms", bar: null, naive: { what: "every film fetched first", value: allFilms } });
    return figures;
  } finally {
    await browser.close();
    await server.close();
    await fleet.close();
  }
}
