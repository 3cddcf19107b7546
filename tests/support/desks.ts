import { chromium, type Browser, type BrowserContextOptions, type Locator, type Page, type Request } from "playwright-core";
import { recorded } from "./black-box.ts";
import { findChromium } from "./machine.ts";
import { testPassword } from "./server.ts";

export const officePc = { width: 1366, height: 768 };
export const phone = { width: 390, height: 844 };

/** Desks of an office: one browser, in which each person has a profile of their own. */
export class Desks {
  /** What pages threw. */
  readonly errors: string[] = [];

  private constructor(
    private readonly browser: Browser,
    private readonly origin: string,
  ) {}

  static async open(origin: string): Promise<Desks> {
    return new Desks(await chromium.launch({ executablePath: findChromium() ?? "", args: ["--no-sandbox", "--disable-gpu"] }), origin);
  }

  /** A page where nobody is signed in yet. */
  async page(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.browser.newContext({ viewport: officePc, locale: "zh-CN", timezoneId: "Asia/Shanghai", ...options });
    const page = recorded(await context.newPage());
    page.on("pageerror", (error) => this.errors.push(error.message));
    return page;
  }

  /** Somebody's page at an address of the console, "media?view=review", once it shows something. */
  async of(username: string, path = "", options: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.page(options);
    await page.goto(`${this.origin}/console/${path}`);
    await signIn(page, username);
    await page.locator("main").waitFor();
    return page;
  }

  close(): Promise<void> {
    return this.browser.close();
  }
}

/** Fills the sign-in form that the page shows, by the keyboard. */
export async function signIn(page: Page, username: string, password = testPassword): Promise<void> {
  await page.getByLabel("账号").fill(username);
  await page.getByLabel("密码", { exact: true }).fill(password);
  await page.keyboard.press("Enter");
}

/** How far the page is wider than its window, px: 0 unless it scrolls sideways. */
export const tooWide = (page: Page): Promise<number> => page.evaluate(() => Math.max(...[document.documentElement, ...document.querySelectorAll("main")].map((one) => one.scrollWidth - one.clientWidth)));

/** Goes to something as who has no mouse does: past the menu by the skip link, then on by the tab key. */
export async function tabTo(page: Page, what: Locator): Promise<void> {
  await what.waitFor({ state: "attached" }); // a radio button is drawn by its label
  await page.locator(".y-skip").focus();
  await page.keyboard.press("Enter");
  for (let left = 60; left > 0; left -= 1) {
    await page.keyboard.press("Tab");
    if (await what.evaluate((one) => one === document.activeElement)) return;
  }
  throw new Error(`the tab key never comes to ${what.toString()}`);
}

/** @returns whether the page waits for nothing: no answer is outstanding, and nothing stands in for what is to come */
export function quietness(page: Page): () => Promise<boolean> {
  const outstanding = new Set<Request>();
  page.on("request", (request) => outstanding.add(request));
  const over = (request: Request): void => void outstanding.delete(request);
  page.on("requestfinished", over);
  page.on("requestfailed", over);
  return async () => outstanding.size === 0 && (await page.locator(".ant-skeleton, .ant-spin-spinning, [aria-busy=true]").count()) === 0 && outstanding.size === 0;
}
