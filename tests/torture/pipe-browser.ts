import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { findChromium } from "../support/machine.ts";

const flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--autoplay-policy=no-user-gesture-required", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--window-size=1280,720", "--remote-debugging-pipe"];

interface Answer {
  id?: number;
  result?: Record<string, unknown>;
  error?: { message: string };
}

/** A Chromium that is looked at only when it is asked something: a debugger that stays attached keeps copies of all that is loaded. */
export class PipeBrowser {
  readonly #profile = mkdtempSync(join(tmpdir(), "yilu-screen-"));
  readonly #asked = new Map<number, (answer: Answer) => void>();
  #process: ChildProcess | null = null;
  #id = 0;

  on(url: string): void {
    const executable = findChromium();
    if (executable === null) throw new Error("no Chromium: run prepare-machine");
    const browser = spawn(executable, [...flags, `--user-data-dir=${this.#profile}`, url], { detached: true, stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
    this.#process = browser;
    let rest = "";
    (browser.stdio[4] as Readable).on("data", (bytes: Buffer) => {
      const messages = (rest + bytes.toString()).split("\0");
      rest = messages.pop() ?? "";
      for (const message of messages) {
        const answer = JSON.parse(message) as Answer; // Chromium's own protocol
        if (answer.id !== undefined) this.#asked.get(answer.id)?.(answer);
      }
    });
  }

  get group(): number {
    return this.#process?.pid ?? 0;
  }

  /** Attaches to the page, asks these one after the other, and lets it go. */
  async ask(...questions: [method: string, parameters?: object][]): Promise<Record<string, unknown>[]> {
    const { targetInfos } = (await this.#call("Target.getTargets")) as { targetInfos: { targetId: string; type: string }[] };
    const targetId = targetInfos.find(({ type }) => type === "page")?.targetId;
    if (targetId === undefined) throw new Error("Chromium has no page");
    const { sessionId } = (await this.#call("Target.attachToTarget", { targetId, flatten: true })) as { sessionId: string };
    const answers: Record<string, unknown>[] = [];
    for (const [method, parameters] of questions) answers.push(await this.#call(method, parameters, sessionId));
    await this.#call("Target.detachFromTarget", { sessionId });
    return answers;
  }

  /** What an expression comes to in the page. */
  async evaluate<T>(expression: string): Promise<T | null> {
    const [answer] = await this.ask(["Runtime.evaluate", { expression, returnByValue: true }]);
    return ((answer as { result?: { value?: T } }).result?.value ?? null) as T | null;
  }

  async remove(): Promise<void> {
    const browser = this.#process;
    if (browser?.pid && browser.exitCode === null && browser.signalCode === null) {
      const ended = once(browser, "exit");
      process.kill(-browser.pid, "SIGKILL");
      await ended;
    }
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  #call(method: string, parameters: object = {}, sessionId?: string): Promise<Record<string, unknown>> {
    const id = ++this.#id;
    return new Promise((resolve, reject) => {
      this.#asked.set(id, ({ result, error }) => {
        this.#asked.delete(id);
        if (error) reject(new Error(`${method}: ${error.message}`));
        else resolve(result ?? {});
      });
      (this.#process?.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params: parameters, ...(sessionId === undefined ? {} : { sessionId }) })}\0`);
    });
  }
}
