/**
 * Two video elements and one image, one above the other. The next item is decoded below while the present one plays, and
 * comes to the top with its first moving frame. Behind them lies the slate, so that nothing is ever black.
 */

import { ImageAct, VideoAct, type Act, type Cue } from "./acts.ts";

/** A picture that can be drawn, and its own size. */
export interface Frame {
  source: CanvasImageSource;
  widthPx: number;
  heightPx: number;
}

export type { Act, Cue };

export interface Stage {
  /** Two clips are never decoded at once: the last picture is held while the next is loaded. */
  oneDecoder?: boolean;
  /** Decodes an item up to its first frame. Rejects when it cannot be shown. */
  prepare(cue: Cue): Promise<Act>;
  /** Shows the slate, unless an act is on. */
  clear(): void;
  /** What is on the screen, to be drawn; null: the slate. */
  frame?(): Frame | null;
}

/** What the stage measured. */
export interface Measures {
  /** From the last frame of a clip to the first of the next, ms, of the last swaps. */
  gaps: number[];
  droppedFrames: number;
  /** When the first frame was on the screen, ms after navigation began; null: not yet. */
  firstFrameMs: number | null;
}

const GAPS_KEPT = 200;

/** So many clips running could not be decoded beside another: this box has one decoder. */
const ONE_DECODER_MISSES = 2;

/**
 * @param videos two elements.
 * @param hold where one decoder must do: the last picture, until the next clip has its first.
 */
export function createStage(videos: HTMLVideoElement[], image: HTMLImageElement, hold: HTMLCanvasElement, measures: Measures): Stage {
  let misses = 0;
  /** When the picture that is held was presented. */
  let heldMs: number | null = null;
  const free = [...videos];
  let on: VideoAct | ImageAct | null = null;

  const raise = (act: VideoAct | ImageAct): void => {
    for (const element of [...videos, image, hold]) element.classList.toggle("on", element === act.element);
    on = act;
    measures.firstFrameMs ??= performance.now();
  };
  const enterVideo = (act: VideoAct, presentedMs: number): void => {
    const lastMs = on instanceof VideoAct ? on.presentedMs : heldMs;
    heldMs = null;
    if (lastMs !== null) {
      measures.gaps.push(presentedMs - lastMs);
      measures.gaps.splice(0, measures.gaps.length - GAPS_KEPT);
    }
    raise(act);
  };
  const leave = (act: VideoAct | ImageAct): void => {
    if (on !== act) return;
    act.element.classList.remove("on");
    on = null;
  };

  /** An act on a free element, decoded up to its first frame. */
  const loaded = async (cue: Cue): Promise<VideoAct> => {
    const video = free.pop();
    if (!video) throw new Error("both videos are in use");
    const act = new VideoAct(video, cue, enterVideo, (left, droppedFrames) => {
      measures.droppedFrames += droppedFrames;
      free.push(video);
      leave(left);
    });
    const beside = on instanceof VideoAct;
    await act.load().catch((error: unknown) => {
      act.release();
      if (beside && ++misses >= ONE_DECODER_MISSES) stage.oneDecoder = true;
      throw error;
    });
    misses = 0;
    return act;
  };

  /** An act that is decoded at its entrance, when the one before it has given up the decoder. */
  const late = (cue: Cue): Act => {
    let act: VideoAct | null = null;
    return {
      async show(startMs) {
        if (on instanceof VideoAct) {
          const { element } = on;
          [hold.width, hold.height] = [element.videoWidth, element.videoHeight];
          hold.getContext("2d")?.drawImage(element, 0, 0);
          hold.classList.add("on");
          const { presentedMs } = on;
          on.release();
          heldMs = presentedMs;
        }
        act = await loaded(cue);
        return act.show(startMs);
      },
      positionMs: () => act?.positionMs() ?? 0,
      hasEnded: () => act?.hasEnded() ?? false,
      stalledMs: () => act?.stalledMs() ?? 0,
      release: () => act?.release(),
    };
  };

  const stage: Stage = {
    oneDecoder: false,
    async prepare(cue) {
      if (cue.kind === "image") {
        const act = new ImageAct(image, cue, raise, leave);
        await act.load();
        return act;
      }
      if (stage.oneDecoder && on instanceof VideoAct) return late(cue);
      return loaded(cue);
    },
    frame: () => on && on.frame(),
    clear() {
      if (!on) for (const element of [...videos, image, hold]) element.classList.remove("on");
    },
  };
  return stage;
}
