/** Says over the running picture whose screen this is, for whoever stands before it and another who is on the telephone. */
import { element } from "../pairing/page.ts";
import type { Who } from "../session.ts";

const SHOWN_MS = 60_000;
const kinds = { bus: "公交", coach: "班车", led: "LED" };
let timer: ReturnType<typeof setTimeout> | undefined;

/** Shows it for a minute from now. The loop goes on below. */
export function identify({ screenName, unitName, kind, plate, line }: Who): void {
  const about = [unitName, kind && kinds[kind], line, plate === screenName ? null : plate];
  const name = element("who-name");
  name.textContent = screenName;
  name.style.setProperty("--letters", String(Math.max(6, screenName.length)));
  element("who-about").textContent = about.filter(Boolean).join(" · ");
  const box = element("who");
  box.hidden = false;
  clearTimeout(timer);
  timer = setTimeout(() => (box.hidden = true), SHOWN_MS);
}
