import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, type Browser, type Page } from "playwright-core";
import { until } from "./until.ts";

/** The kit for Linux. */
export const kit = fileURLToPath(new URL("../../player/kiosk/linux/", import.meta.url));

/** A screen made by the kit, on a virtual display: installed below a folder, and launched from there. */
export class Kiosk {
  readonly root: string;
  readonly conf: string;
  /** What launch.sh said. */
  said = "";
  readonly #data: string;
  readonly #run: string;
  #display: ChildProcess | null = null;
  #launch: ChildProcess | null = null;
  #browser: Browser | null = null;

  constructor(folder: string) {
    this.root = join(folder, "root");
    this.conf = join(this.root, "etc/yilu/player.conf");
    this.#data = join(folder, "data");
    this.#run = join(folder, "run");
    for (const one of [this.root, this.#run]) mkdirSync(one);
  }

  install(...options: string[]): void {
    execFileSync(join(kit, "install.sh"), ["--root", this.root, ...options], { stdio: "pipe" });
  }

  /** Without a sandbox and a GPU, as on a machine for tests; with a second way in; and asked more often. */
  async launch(): Promise<void> {
    const display = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "1280x720x24", "-nolisten", "tcp"], { stdio: ["ignore", "ignore", "ignore", "pipe"] });
    this.#display = display;
    const number = await new Promise<string>((resolve, reject) => {
      display.stdio[3]?.once("data", (text: Buffer) => resolve(text.toString().trim()));
      display.once("exit", () => reject(new Error("Xvfb ended")));
    });
    const settings = { DATA: this.#data, RUN: this.#run, FLAGS: "--no-sandbox --disable-gpu --remote-debugging-port=0", WATCH_EVERY: 0.5, ANSWER_WITHIN: 3, MISSES: 1, AWAY_AFTER: 20 };
    appendFileSync(this.conf, Object.entries(settings).map(([name, value]) => `${name}=${value}\n`).join(""));
    const { WAYLAND_DISPLAY: _, ...env } = process.env;
    const launch = spawn(join(this.root, "usr/local/lib/yilu-player/launch.sh"), [], { detached: true, stdio: ["ignore", "ignore", "pipe"], env: { ...env, DISPLAY: `:${number}`, YILU_PLAYER_CONF: this.conf } });
    launch.stderr.on("data", (text: Buffer) => (this.said += text.toString()));
    this.#launch = launch;
  }

  /** The page, by the browser that runs now. @param other than this one: of the browser that was started again. */
  async page(other?: Page): Promise<Page> {
    const file = join(this.#data, "browser/DevToolsActivePort");
    return until(async () => {
      if (other && !other.isClosed()) return null;
      if (other) await this.#browser?.close().catch(() => undefined);
      const port = existsSync(file) ? readFileSync(file, "utf8").split("\n")[0] : undefined;
      if (port === undefined) return null;
      const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`, { timeout: 5_000 }).catch(() => null);
      this.#browser = browser;
      return browser?.contexts()[0]?.pages()[0];
    });
  }

  /** So many browsers have answered launch.sh since it was launched. */
  get answered(): number {
    return this.said.split("the page answers").length - 1;
  }

  /** Ids of the processes of this browser that run pages. */
  async renderers(): Promise<number[]> {
    const session = await this.#browser?.newBrowserCDPSession();
    const { processInfo } = (await session?.send("SystemInfo.getProcessInfo")) ?? { processInfo: [] };
    return processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
  }

  /** What the timer does at night. */
  askForReload(): void {
    appendFileSync(join(this.#run, "reload"), "");
  }

  get isReloadAsked(): boolean {
    return existsSync(join(this.#run, "reload"));
  }

  async remove(): Promise<void> {
    await this.#browser?.close().catch(() => undefined);
    for (const one of [this.#launch, this.#display]) {
      if (!one || one.exitCode !== null || one.signalCode !== null) continue;
      const ended = once(one, "exit");
      one.kill("SIGTERM");
      await ended;
    }
    rmSync(this.#data, { recursive: true, force: true, maxRetries: 5 });
  }
}
