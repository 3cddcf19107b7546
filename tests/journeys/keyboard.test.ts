import { chromium, type Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keyboardFaults, noKeyboardFaults } from "../support/keyboard.ts";
import { findChromium } from "../support/machine.ts";

/* The check that every action has its key is itself checked: it finds what it is for, and nothing else. */
let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: findChromium() ?? "", args: ["--no-sandbox", "--disable-gpu"] });
});
afterAll(() => browser.close());

/** The faults of a page whose elements `.heard` have a click handler from React. */
async function faultsOf(html: string) {
  const page = await browser.newPage();
  await page.setContent(`<style>:focus-visible { outline: 2px solid blue } .bare:focus { outline: none }</style>${html}`);
  await page.evaluate(() => {
    for (const one of document.querySelectorAll(".heard")) Object.assign(one, { __reactProps$x: { onClick: () => undefined } });
    document.querySelector(".trap")?.addEventListener("keydown", (event) => event.preventDefault());
  });
  const faults = await keyboardFaults(page);
  await page.close();
  return faults;
}

test("what only a click reaches is found, and what the keyboard reaches is not", async () => {
  expect(await faultsOf(`<button>a</button><a href="#x">b</a><label class="heard"><input type="checkbox">c</label><button class="heard"><span class="heard">d</span></button>`)).toEqual(noKeyboardFaults);
  expect((await faultsOf(`<button>a</button><div class="heard">b</div>`)).unreachable).toEqual(['onClick <div class="heard"></div>']);
  expect((await faultsOf(`<div class="heard"><a href="#x">the card opens something else than its link</a></div>`)).unreachable).toEqual(['onClick <div class="heard"></div>']);
  expect((await faultsOf(`<button>a</button><span role="button">b</span>`)).unreachable).toEqual(['role <span role="button"></span>']);
});

test("what does not show the focus, and what keeps it, is found", async () => {
  expect((await faultsOf(`<button>a</button><button class="bare">b</button>`)).unmarked).toEqual(['<button class="bare"></button>']);
  expect((await faultsOf(`<button>a</button><button class="trap">b</button><button>c</button>`)).trap).toBe('stays at <button class="trap"></button>');
});
