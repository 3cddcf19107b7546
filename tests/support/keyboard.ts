import type { Page } from "playwright-core";

/** What the page says about its keyboard; all empty where everything can be done by it. */
export interface KeyboardFaults {
  /** Reacts to a click, and the keyboard neither comes to it nor has another way to it. */
  unreachable: string[];
  /** Looks the same with the focus as without. */
  unmarked: string[];
  /** Where the tab key got no further, or more stops than it has: null where it came round. */
  trap: string | null;
}

/**
 * antd's own parts that hear a click without holding the focus, each worked by keys from another part:
 * the box of a select, picker or number from the field inside; their lists and days by its arrow keys, lists of menus likewise; clearing and taking
 * out by Delete and Backspace; what lies behind a dialog, and the notice's box, by Escape or its own button; a table's head by the sorter within.
 */
const workedByKeys = [
  ".ant-select, .ant-select-selector, .ant-select-content, .ant-select-item-option, .ant-select-dropdown, .ant-select-clear, .ant-select-arrow, .ant-select-suffix, .ant-select-selection-item, .ant-select-selection-item-remove",
  ".ant-picker, .ant-picker-panel-container, .ant-picker-dropdown, .ant-picker-cell, .ant-picker-clear, .ant-picker-suffix, .ant-picker-content",
  ".ant-input-number, .ant-input-number-action, .ant-input-affix-wrapper, .ant-input-clear-icon, .ant-input-suffix",
  ".ant-modal-wrap, .ant-modal, .ant-modal-mask, .ant-drawer-mask, .ant-drawer-content-wrapper, .ant-drawer-section, .ant-image-preview-mask",
  ".ant-dropdown, .ant-menu-submenu-title, .ant-slider, .ant-slider-track, .ant-slider-rail",
  ".ant-tabs-tab", // the tab within it takes the focus, and the arrow keys
  ".ant-table-row", // each hears clicks for rows that unfold by them, which no table here has
  ".t-track", // the timeline's ground: its cursor is a slider with keys, each row's name a button
].join(", ");

/** Everything that hears a click and cannot be had by keys. */
const unreachableOf = (page: Page): Promise<string[]> =>
  page.evaluate((excepted) => {
    const isShown = (one: Element) => one.getClientRects().length > 0 && getComputedStyle(one).visibility !== "hidden" && one.closest("[inert]") === null;
    const takesFocus = (one: Element) => (one as HTMLElement).tabIndex >= 0 && !one.matches(":disabled");
    const heard = (one: Element): string[] => {
      const key = Object.keys(one).find((name) => name.startsWith("__reactProps$"));
      const props = key === undefined ? {} : ((one as unknown as Record<string, Record<string, unknown>>)[key] ?? {}); // React's own mark on what it made
      return ["onClick", "onPointerDown", "onMouseDown", "onDoubleClick"].filter((name) => typeof props[name] === "function");
    };
    const roles = "[role=button], [role=link], [role=menuitem], [role=tab], [role=option], [role=switch], [role=checkbox], [role=radio], [role=slider], [role=treeitem]";
    const isWorked = (one: Element): boolean => {
      if (takesFocus(one) || one.matches(":disabled, [aria-disabled=true]")) return true;
      // Within a button or link, or a label of a field: a click there is a click on that.
      if (one.closest("button, a[href], summary, [role=button][tabindex='0']") !== null && one.closest("button, a[href], summary, [role=button][tabindex='0']") !== one) return true;
      const label = one.closest("label");
      if (label !== null && [...label.querySelectorAll("input, button")].some((field) => takesFocus(field) || field.matches(":disabled"))) return true;
      if (one instanceof HTMLInputElement && one.type === "radio" && one.name !== "") return [...document.querySelectorAll<HTMLInputElement>(`input[type=radio][name="${CSS.escape(one.name)}"]`)].some(takesFocus);
      // A member of a list whose one stop moves, or whose field says which member is meant.
      const list = one.closest("[role=menu], [role=listbox], [role=tablist], [role=radiogroup], [role=tree], [role=toolbar]");
      if (one.matches(roles) && list !== null && (takesFocus(list) || [...list.querySelectorAll("*")].some(takesFocus) || document.querySelector(`[aria-controls="${list.id}"], [aria-owns="${list.id}"]`) !== null)) return true;
      // Another stretch of a bar that has a stop of its own: all of an entry's stretches do the same.
      const entry = one.getAttribute("data-entry");
      return entry !== null && [...document.querySelectorAll("[data-entry]")].some((other) => other.getAttribute("data-entry") === entry && takesFocus(other));
    };
    return [...document.querySelectorAll("body *")]
      .filter((one) => (heard(one).length > 0 || one.matches(roles)) && isShown(one) && !one.matches(excepted) && !isWorked(one))
      .map((one) => `${heard(one).join("+") || "role"} ${(one.cloneNode(false) as Element).outerHTML.slice(0, 160)}`);
  }, workedByKeys);

/** Everything that takes the focus and does not show it, one of each look. The tab key was pressed before, so that the browser shows the focus at all. */
const unmarkedOf = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const still = new CSSStyleSheet();
    still.replaceSync("*, *::before, *::after { transition: none !important; animation: none !important; }");
    document.adoptedStyleSheets.push(still);
    const before = document.activeElement;
    const lookOf = (one: Element): string => {
      const near = [one, one.firstElementChild, one.parentElement, one.nextElementSibling, one.parentElement?.nextElementSibling, one.parentElement?.parentElement, one.closest("label"), one.closest(".ant-select, .ant-picker, .ant-input-affix-wrapper, .ant-input-number, .ant-upload")];
      return near
        .flatMap((part) => (part === null || part === undefined ? [] : [getComputedStyle(part), getComputedStyle(part, "::before"), getComputedStyle(part, "::after")]))
        .map((style) => [style.outlineStyle === "none" ? "" : `${style.outlineWidth} ${style.outlineColor}`, style.boxShadow, style.borderTopColor, style.borderBottomWidth, style.backgroundColor, style.opacity].join())
        .join("|");
    };
    const painted = async (): Promise<void> => {
      for (let frames = 2; frames > 0; frames -= 1) await new Promise((done) => requestAnimationFrame(done));
    };
    /** Antd marks some by a class, a moment later: a second look waits for that, and for the mark of what had the focus before to go. */
    const looksSame = async (one: HTMLElement, settled: () => Promise<void>): Promise<boolean> => {
      (document.activeElement as HTMLElement | null)?.blur();
      await settled();
      const plain = lookOf(one);
      one.focus({ preventScroll: true });
      if (document.activeElement !== one) return false;
      await settled();
      return document.activeElement === one && lookOf(one) === plain;
    };
    const seen = new Set<string>();
    const faults: string[] = [];
    for (const one of document.querySelectorAll<HTMLElement>("body *")) {
      if (one.tabIndex < 0 || one.matches(":disabled") || one.getClientRects().length === 0 || one.closest("[inert]") !== null) continue;
      if (one.getAttribute("aria-hidden") === "true" || one.matches("[data-sentinel], .ant-drawer-panel-sentinel")) continue; // a dialog's edge hands the focus on
      const kind = `${one.tagName} ${one.getAttribute("class") ?? ""} ${one.getAttribute("type") ?? ""} ${one.parentElement?.className ?? ""}`;
      if (seen.has(kind)) continue;
      seen.add(kind);
      if ((await looksSame(one, () => Promise.resolve())) && (await looksSame(one, painted))) faults.push((one.cloneNode(false) as Element).outerHTML.slice(0, 160));
    }
    (document.activeElement as HTMLElement | null)?.blur();
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== still);
    return faults;
  });

const mostStops = 400;
const stopsAtOnce = 25;

/** Goes on by the tab key until it has come round. @returns what it stayed at or never left; null: it came round */
async function trapOf(page: Page): Promise<string | null> {
  await page.evaluate(() => {
    const walk = window as unknown as { stops: (Element | null)[]; note: () => void }; // read below
    (document.activeElement as HTMLElement | null)?.blur();
    removeEventListener("keydown", walk.note, true);
    Object.assign(walk, { stops: [], note: () => walk.stops.push(document.activeElement) }); // where the focus stands as the key goes down
    addEventListener("keydown", walk.note, true);
  });
  for (let left = mostStops; left > 0; left -= stopsAtOnce) {
    await Promise.all(Array.from({ length: stopsAtOnce }, () => page.keyboard.down("Tab"))); // held down: each is a stop, none waits for an answer
    await page.keyboard.up("Tab");
    const state = await page.evaluate(() => {
      const { stops } = window as unknown as { stops: (Element | null)[] }; // put in above
      const told = (one: Element): string => (one.cloneNode(false) as Element).outerHTML.slice(0, 160);
      const way = [...stops.slice(1), document.activeElement]; // the first stood before any key
      const seen = new Set<Element>();
      for (const [place, here] of way.entries()) {
        if (here === null || here === document.body) return "round";
        const wasLast = here === way[place - 1];
        if (wasLast && here instanceof HTMLVideoElement) continue; // its own controls are stops within it
        if (wasLast) return `stays at ${told(here)}`;
        if (seen.has(here)) return here === way[0] ? "round" : `comes back to ${told(here)}`;
        seen.add(here);
      }
      return document.hasFocus() ? "on" : "round";
    });
    if (state === "round") return null;
    if (state !== "on") return state;
  }
  return `more than ${mostStops} stops`;
}

/** What of the page, as it stands, cannot be done by who has no mouse. */
export async function keyboardFaults(page: Page): Promise<KeyboardFaults> {
  const unreachable = await unreachableOf(page);
  const trap = await trapOf(page);
  return { unreachable, unmarked: await unmarkedOf(page), trap };
}

export const noKeyboardFaults: KeyboardFaults = { unreachable: [], unmarked: [], trap: null };
