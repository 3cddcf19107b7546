import type { Page } from "playwright-core";

/** What is seen in the page by somebody who is no part of the player. */
export interface Sight {
  /** Another item came to the top. When, by this machine's clock. */
  swaps: { atMs: number }[];
  /** SHA-256 of every file that was handed to an element to play. */
  files: string[];
  /** When each play began, by the true time: `ledgerId seq` → epoch ms. */
  starts: Map<string, number>;
}

export const newSight = (): Sight => ({ swaps: [], files: [], starts: new Map() });

type Told = { kind: "swap" } | { kind: "file"; sha256: string } | { kind: "start"; play: string; trueAt: number };

/** What the device's clock is off by; `reset` is a clock without a battery, which starts in 1970 with the machine. */
export type DeviceClock = { aheadMs: number } | "reset";

/**
 * Looks at a page from before its first script. The device's clock is put wrong for the page, not for the looking.
 *
 * @param isHashing whether files are looked at too; it costs time.
 */
export async function watch(page: Page, sight: Sight, clock: DeviceClock, isHashing: boolean): Promise<void> {
  await page.exposeBinding("__told", (_from, told: Told) => {
    if (told.kind === "swap") sight.swaps.push({ atMs: performance.now() });
    else if (told.kind === "file") sight.files.push(told.sha256);
    else if (!sight.starts.has(told.play)) sight.starts.set(told.play, told.trueAt);
  });
  await page.addInitScript({ content: "globalThis.__name ??= (it) => it" }); // tsx names functions by a helper that the page has not
  await page.addInitScript(look, { clock, isHashing });
}

/** Puts the device's clock by so much, as somebody does who sets it. */
export const setClock = (page: Page, byMs: number): Promise<void> => page.evaluate((ms) => void (window.__aheadMs = (window.__aheadMs ?? 0) + ms), byMs);

declare global {
  interface Window {
    __aheadMs?: number;
    __told?: (told: Told) => Promise<void>;
  }
}

/** Runs in the page: knows nothing of this file. */
function look({ clock, isHashing }: { clock: DeviceClock; isHashing: boolean }): void {
  const TrueDate = Date;
  const bootAt = TrueDate.now();
  const originAt = bootAt - performance.now();
  window.__aheadMs = clock === "reset" ? 5_000 - bootAt : clock.aheadMs;
  const device = (): number => TrueDate.now() + (window.__aheadMs ?? 0);
  window.Date = new Proxy(TrueDate, {
    construct: (target, given: unknown[]) => Reflect.construct(target, given.length === 0 ? [device()] : given) as Date,
    get: (target, name) => (name === "now" ? device : (Reflect.get(target, name) as unknown)),
  });
  const tell = (told: Told): void => void window.__told?.(told);

  if (isHashing) {
    const give = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (given: Blob | MediaSource): string => {
      if (given instanceof Blob)
        void given
          .arrayBuffer()
          .then((bytes) => crypto.subtle.digest("SHA-256", bytes))
          .then((digest) => tell({ kind: "file", sha256: Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("") }));
      return give(given);
    };
  }

  let last = "";
  setInterval(() => {
    const it = window.__yilu;
    const now = it?.playing ? JSON.stringify([it.ledgerId, it.ledgerHead, it.playing.startedMonotonicMs]) : "";
    // Seen twice: the play is on the screen a moment before it has its number.
    if (it?.playing && now === last) tell({ kind: "start", play: `${it.ledgerId} ${it.ledgerHead}`, trueAt: originAt + it.playing.startedMonotonicMs });
    last = now;
  }, 100);

  document.addEventListener("DOMContentLoaded", () => {
    let on: Element | null = null;
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        if (!(target instanceof Element) || !target.matches("#stage > .on:not(canvas)") || target === on) continue;
        if (on) tell({ kind: "swap" });
        on = target;
      }
    }).observe(document.body, { subtree: true, attributes: true, attributeFilter: ["class"] });
  });
}
