import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import type { Diagnostics } from "../../player/src/diagnostics.ts";
import { findChromium } from "./machine.ts";
import { until } from "./until.ts";

const flags = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--autoplay-policy=no-user-gesture-required",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--window-size=1280,720",
  "--remote-debugging-port=0",
];

/** A screen: a real Chromium with a disk of its own, whose plug may be pulled. */
export class PlayerBrowser {
  readonly #flags: readonly string[];
  /** Its disk. */
  readonly profile = mkdtempSync(join(tmpdir(), "yilu-screen-"));
  #process: ChildProcess | null = null;
  #browser: Browser | null = null;
  #page: Page | null = null;

  /** @param more flags of Chromium. */
  constructor(...more: string[]) {
    this.#flags = [...flags, ...more];
  }

  get page(): Page {
    if (!this.#page) throw new Error("the browser is off");
    return this.#page;
  }

  /** Of its processes; null: it is off. */
  get group(): number | null {
    return this.#process?.pid ?? null;
  }

  /** Switches it on, at this address. */
  async on(url: string): Promise<Page> {
    const executable = findChromium();
    if (executable === null) throw new Error("no Chromium: run prepare-machine");
    // A group of its own, so that pulling the plug takes all of its processes and no others.
    const browser = spawn(executable, [...this.#flags, `--user-data-dir=${this.profile}`, "about:blank"], { detached: true, stdio: ["ignore", "ignore", "pipe"] });
    this.#process = browser;
    const address = await new Promise<string>((resolve, reject) => {
      let said = "";
      browser.stderr.on("data", (text: Buffer) => {
        said += text.toString();
        const found = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
        if (found !== undefined) resolve(found);
      });
      browser.once("exit", () => reject(new Error(`Chromium ended:\n${said}`)));
    });
    this.#browser = await chromium.connectOverCDP(address);
    const page = this.#browser.contexts()[0]?.pages()[0];
    if (!page) throw new Error("Chromium has no page");
    this.#page = page;
    await page.goto(url);
    return page;
  }

  /** Ends it the way a power cut does: nothing is asked, nothing is saved. */
  async pullPlug(): Promise<void> {
    const browser = this.#process;
    if (!browser?.pid || browser.exitCode !== null || browser.signalCode !== null) return;
    const ended = once(browser, "exit");
    process.kill(-browser.pid, "SIGKILL");
    await ended;
    await this.#browser?.close().catch(() => undefined);
    this.#page = null;
  }

  async remove(): Promise<void> {
    await this.pullPlug();
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }

  /** What the player says about itself; null: it has not begun. */
  diagnostics(): Promise<Diagnostics | null> {
    return this.page.evaluate(() => (window.__yilu ? { ...window.__yilu } : null));
  }

  /** What the player says once that is so. */
  until(what: (it: Diagnostics) => boolean, mostMs?: number): Promise<Diagnostics> {
    return until(async () => {
      const it = await this.diagnostics();
      return it !== null && what(it) && it;
    }, mostMs);
  }
}
