/** How the picture lies on the screen, how bright it is and how loud, by the profile of the screen. */
import type { Manifest } from "@yilu/contract";
import { levelAt } from "../calendar.ts";

export interface PictureParts {
  root: HTMLElement;
  /** A black sheet over everything. */
  dim: HTMLElement;
  videos: HTMLVideoElement[];
}

/** Where a box of this size must be put so that, turned clockwise about its upper left corner, it fills the rectangle. */
function turned(rotation: number, x: number, y: number, widthPx: number, heightPx: number): { left: number; top: number; width: number; height: number } {
  const isUpright = rotation % 180 !== 0;
  return {
    left: x + (rotation === 90 || rotation === 180 ? widthPx : 0),
    top: y + (rotation === 180 || rotation === 270 ? heightPx : 0),
    width: isUpright ? heightPx : widthPx,
    height: isUpright ? widthPx : heightPx,
  };
}

/**
 * Puts the profile on the screen. Cheap: called whenever the item changes and every minute.
 *
 * @param at epoch ms, for what goes by daypart.
 * @param isBlack outside the operating hours.
 * @param isMuted by command: the profile does not count.
 */
export function showProfile({ root, dim, videos }: PictureParts, { profile, timeZone }: Manifest, at: number, isBlack: boolean, isMuted = false): void {
  const { fit, rotation = 0, viewport, muted } = profile;
  const rectangle = viewport ?? { x: 0, y: 0, widthPx: innerWidth, heightPx: innerHeight };
  const box = turned(rotation, rectangle.x, rectangle.y, rectangle.widthPx, rectangle.heightPx);
  const style: Record<string, string> = { rotate: rotation ? `${rotation}deg` : "none" };
  for (const [name, px] of Object.entries(box)) style[name] = `${px}px`;
  Object.assign(root.style, viewport || rotation ? style : { rotate: "none", left: "", top: "", width: "", height: "" });
  root.style.setProperty("--fit", fit);
  const light = isBlack ? 0 : levelAt(profile.brightness, timeZone, at);
  dim.hidden = light === 100;
  dim.style.opacity = String(1 - light / 100);
  for (const video of videos) {
    video.muted = muted || isMuted;
    video.volume = levelAt(profile.volume, timeZone, at) / 100;
  }
}
