/**
 * What a page did and shows, told when a test of a journey fails: a machine that nobody watches leaves no other trace.
 * Vitest runs this before each file of journeys.
 */
import type { Page } from "playwright-core";
import { afterEach } from "vitest";

const most = 60;
const boxes = new Map<Page, string[]>();

/** Keeps what this page asks and says from now on. */
export function recorded(page: Page): Page {
  const lines: string[] = [];
  boxes.set(page, lines);
  const note = (line: string): void => {
    lines.push(`${new Date().toISOString().slice(11, 23)} ${line.slice(0, 400)}`);
    if (lines.length > most) lines.shift();
  };
  page.on("request", (request) => {
    if (request.method() !== "GET") note(`asks ${request.method()} ${request.url()}`);
  });
  page.on("response", (answer) => {
    if (answer.url().includes("/api/")) note(`is answered ${answer.status()} ${answer.request().method()} ${answer.url()}`);
  });
  page.on("requestfailed", (request) => note(`is not answered ${request.method()} ${request.url()} (${request.failure()?.errorText ?? ""})`));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") note(`says ${message.text()}`);
  });
  page.on("pageerror", (error) => note(`throws ${error.message}`));
  page.on("close", () => boxes.delete(page));
  return page;
}

afterEach(async ({ task }) => {
  if (task.result?.state !== "fail") return;
  for (const [page, lines] of boxes) {
    const shown = await page.locator("body").innerText({ timeout: 2_000 }).catch((error: unknown) => String(error));
    process.stderr.write(`\n--- ${task.name}: ${page.url()}\n${lines.join("\n")}\n--- shown:\n${shown.slice(0, 3_000)}\n---\n`);
  }
});
