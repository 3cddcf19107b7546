import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recorded } from "../support/black-box.ts";
import { quietness, tooWide } from "../support/desks.ts";
import { keyboardFaults, noKeyboardFaults } from "../support/keyboard.ts";
import { findChromium } from "../support/machine.ts";
import { startTestServer } from "../support/server.ts";
import { until } from "../support/until.ts";

const home = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "yilu-demo-"));
let demo: ChildProcess;
let said = "";
let saidSoFar: () => string;
let browser: Browser;
let origin = "";

/** Runs the demo until it has said its last word, or ended. @returns its exit code, null while it runs */
async function startDemo(dataDir: string): Promise<{ process: ChildProcess; said: () => string }> {
  const started = spawn(process.execPath, ["--import", "tsx", "server/src/demo/main.ts"], { cwd: home, env: { ...process.env, DATA_DIR: dataDir, PORT: "0" }, stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  for (const stream of [started.stdout, started.stderr]) stream.on("data", (data: Buffer) => (text += data.toString()));
  await until(() => Promise.resolve(text.includes("Ctrl+C ends it") || started.exitCode !== null), 100_000);
  return { process: started, said: () => text };
}

beforeAll(async () => {
  const started = await startDemo(folder);
  demo = started.process;
  said = started.said();
  saidSoFar = started.said;
  origin = /http:\/\/localhost:\d+/.exec(said)?.[0] ?? "";
  browser = await chromium.launch({ executablePath: findChromium() ?? "", args: ["--no-sandbox", "--disable-gpu", "--autoplay-policy=no-user-gesture-required"] });
});
afterAll(async () => {
  await browser.close();
  if (demo.exitCode === null) demo.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

const word = (pattern: RegExp): string => {
  const found = pattern.exec(said)?.[1];
  if (found === undefined) throw new Error(`the demo did not say ${pattern.source}:\n${said}`);
  return found;
};

/** What pages wanted to load or run against their policy. */
const refused: string[] = [];

/** A page of its own, whose breaches of policy are noted. */
async function newPage(options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext(options);
  await context.exposeBinding("policyBroken", (_from, what: string) => void refused.push(what));
  await context.addInitScript(() => {
    addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sourceFile }) => {
      const told = window as unknown as { policyBroken(what: string): void }; // put in above
      told.policyBroken(`${location.pathname}: ${effectiveDirective} ${blockedURI} ${sourceFile}`);
    });
  });
  return recorded(await context.newPage());
}

async function signIn(page: Page, username: string): Promise<void> {
  await page.goto(`${origin}/console/`);
  await page.getByLabel("账号").fill(username);
  await page.getByLabel("密码", { exact: true }).fill(word(/password: (\S+)/));
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "首页" }).waitFor();
}

test("prints the addresses, the sign-in, and that the data are made up", () => {
  expect(word(/(http:\/\/localhost:\d+\/player\/\?token=[\w-]{43})/)).toContain(origin);
  expect(word(/(http:\/\/localhost:\d+\/console\/)\n/)).toContain(origin);
  expect(said).toContain("演示数据");
  expect(said).toContain("made up");
});

/**
 * From here on, notes by how much what stands on the page moves by itself (Layout Instability API: share of the page × share of the way).
 * A bar that grows is a figure itself, and the list of what needs a look has fewer and more rows as screens come and go.
 */
const watchShifts = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const told = window as unknown as { shifts: string[] }; // read below
    told.shifts = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; sources: { node: Node | null }[] })[]) {
        const isOfPage = entry.sources.some(({ node }) => (node instanceof Element ? node : node?.parentElement)?.closest(".y-bar, .y-looks") === null);
        if (entry.value >= 0.001 && isOfPage) told.shifts.push(`${location.pathname} ${entry.value.toFixed(4)} ${entry.sources.map(({ node }) => (node instanceof Element ? node.outerHTML : (node?.textContent ?? "")).slice(0, 120)).join(" | ")}`);
      }
    }).observe({ type: "layout-shift" });
  });
const shiftsOf = (page: Page): Promise<string[]> => page.evaluate(() => (window as unknown as { shifts: string[] }).shifts);

test("a visitor who opens both sees films play and the counts of that screen rise by themselves, and nothing else moves", async () => {
  const player = await newPage({ viewport: { width: 1280, height: 720 } });
  await player.goto(word(/(http:\/\/localhost:\d+\/player\/\?token=\S+)/));
  const name = word(/屏幕 (.+?)；/);
  const desk = await newPage({ viewport: { width: 1366, height: 768 }, locale: "zh-CN" });
  await signIn(desk, "lijing");
  await desk.goto(`${origin}/console/reports`);
  const row = desk.getByRole("row").filter({ hasText: name });
  await row.waitFor({ timeout: 60_000 });
  const columns = await desk.locator("thead th").allInnerTexts();
  const completed = columns.findIndex((title) => title.includes("播完"));
  expect(completed).toBeGreaterThan(0);
  const count = async () => Number((await row.locator("td").nth(completed).innerText()).replaceAll(",", ""));
  const live: Page[] = [desk];
  for (const [path, shown] of [["", ".y-counts .y-count-number"], ["screens", ".y-screen-text"]] as const) {
    const page = await desk.context().newPage();
    live.push(page);
    await page.goto(`${origin}/console/${path}`);
    await page.locator(shown).first().waitFor();
    await page.waitForLoadState("networkidle");
  }
  await until(() => Promise.resolve(saidSoFar().includes("filled in"))); // the past, and with it what was planned
  await desk.locator(".y-card-head", { hasText: "完成率" }).first().waitFor();
  for (const page of live) await watchShifts(page);
  const before = await count();
  expect(await player.evaluate(() => window.__yilu?.playing ?? null)).not.toBeNull();
  await until(async () => (await count()) >= before + 2, 60_000);
  for (const page of live) expect(await shiftsOf(page)).toEqual([]);
  await player.context().close();
  await desk.context().close();
});

/** Every page by its address, the tabs of system, and what has an address of its own within a page. */
const addresses = [
  "", "media", "media?view=review", "playlists", "playlists?edit=new", "entries", "rollout", "screens", "screens?view=list", "screens/import", "screens/links", "reports", "reports?view=books",
  "campaigns", "alarms", "alarms?state=all", "wall", "system", "system?tab=units", "system?tab=audit", "system?tab=review", "system?tab=alarms", "system?tab=security", "help", "help?view=manual",
];

/** What opens over a page or takes a part of it: where, by which key, and what then stands there. */
const laidOver = [
  ["entries", ".t-choose", "aside[aria-label='此刻播什么'] li[data-verdict]"],
  ["entries", ".t-bar[tabindex='0']", "main button:has-text('保存')"],
  ["screens", ".y-screen-name", ".ant-drawer [role=tab]"],
  ["screens", ".y-screen-check input[type=checkbox]", "[role=toolbar]"],
  ["media?status=approved", ".m-card", ".ant-drawer .m-detail"],
  ["playlists", "tbody .ant-btn-link", ".p-grip"],
  ["reports", "button:has-text('分享')", "[role=dialog] button:has-text('生成链接')"],
  ["", ".y-who", "[role=menu]"],
] as const;

/** What axe finds serious. Its legacy mode only differs for frames, of which there are none, and takes a third of the time. */
async function faultsOf(page: Page): Promise<string[]> {
  expect(page.frames().length).toBe(1);
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ["violations"] }).analyze();
  return violations.filter((one) => one.impact === "serious" || one.impact === "critical").map((one) => `${one.id} ${one.nodes[0]?.html ?? ""}`);
}

describe.each([
  ["an office PC", 1366, 768],
  ["a phone", 390, 844],
])("on %s", (_what, width, height) => {
  test("every page shows something, throws nothing, and hides nothing from a screen reader", async () => {
    const first = await newPage({ viewport: { width, height }, locale: "zh-CN" });
    await signIn(first, "admin");
    const left = [...addresses];
    const leftOver = width > 1000 ? [...laidOver] : [];
    const errors: string[] = [];
    const look = async (page: Page): Promise<void> => {
      page.on("pageerror", (error) => errors.push(error.message));
      const isQuiet = quietness(page);
      for (let path = left.shift(); path !== undefined; path = left.shift()) {
        await page.goto(`${origin}/console/${path}`);
        await page.locator("main").waitFor();
        await until(isQuiet);
        expect([path, await faultsOf(page), await tooWide(page)]).toEqual([path, [], 0]);
        if (width > 1000) expect([path, await keyboardFaults(page)]).toEqual([path, noKeyboardFaults]);
      }
      for (let over = leftOver.shift(); over !== undefined; over = leftOver.shift()) {
        const [path, what, shown] = over;
        await page.goto(`${origin}/console/${path}`);
        await page.locator(what).first().press(what.includes("checkbox") ? "Space" : "Enter");
        await page.locator(shown).first().waitFor();
        await until(isQuiet);
        expect([what, await keyboardFaults(page)]).toEqual([what, noKeyboardFaults]);
      }
    };
    await Promise.all([look(first), look(await first.context().newPage())]); // while one loads, the other is looked at
    await first.goto(`${origin}/console/`); // leaves what was opened last
    await first.getByRole("button", { name: "搜索", exact: true }).click();
    await first.getByRole("combobox", { name: "搜索" }).fill("湘D");
    await first.getByRole("option").first().waitFor();
    expect(await faultsOf(first)).toEqual([]);
    expect(errors).toEqual([]);
    await first.context().close();
  });
});

test("nothing of console and player breaks the policy of its page, and what does is stopped", async () => {
  expect(refused).toEqual([]);
  const page = await newPage({});
  await page.goto(`${origin}/console/`);
  await page.getByLabel("账号").waitFor();
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "document.title = 'broken'";
    document.body.append(script);
    document.body.insertAdjacentHTML("beforeend", "<style>body { display: none }</style><img src='https://elsewhere.example/x.png' onerror=\"document.title = 'broken'\">");
  });
  await until(() => Promise.resolve(refused.length >= 4), 10_000);
  expect(refused.map((what) => /: (\S+)/.exec(what)?.[1]).sort()).toEqual(["img-src", "script-src-attr", "script-src-elem", "style-src-elem"]);
  expect([(await page.title()).includes("broken"), await page.locator("body").isVisible()]).toEqual([false, true]);
  await page.context().close();
});

test("never touches a folder with real data", async () => {
  const real = await startTestServer();
  try {
    await real.stop();
    const refused = await startDemo(real.env.DATA_DIR);
    expect(refused.process.exitCode).toBe(1);
    expect(refused.said()).toContain("里面有真实数据，演示不会碰它");
  } finally {
    await real.remove();
  }
});

test("SIGTERM ends it in order", async () => {
  const ended = once(demo, "exit");
  demo.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
});
