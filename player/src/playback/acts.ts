/** Items on their elements: one that is decoded and waits for its entrance, or is on. */

/** What to show. */
export interface Cue {
  kind: "video" | "image";
  file: Blob;
  /** Where in a video to begin, ms. */
  startMs: number;
}

/** An item that is decoded and waits for its entrance, or is on. */
export interface Act {
  /**
   * Starts it; settles with the monotonic time of its first frame on the screen.
   *
   * @param startMs where to begin if that is no longer where the cue said.
   */
  show(startMs?: number): Promise<number>;
  /** Shown since its beginning, ms. */
  positionMs(): number;
  /** It has come to its own end. */
  hasEnded(): boolean;
  /** How long no new frame has come, ms. */
  stalledMs(): number;
  release(): void;
}

const PREPARE_MS = 10_000;
const FIRST_FRAME_MS = 5_000;
/** A synced item that is off by more than this is put right as it enters. */
const SEEK_MS = 400;

/** Settles with an event, or rejects with the element's error or after a time. */
function heard(target: HTMLElement, event: string, mostMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const ended = new AbortController();
    const settle = (done: () => void): void => {
      clearTimeout(timer);
      ended.abort();
      done();
    };
    const timer = setTimeout(() => settle(() => reject(new Error(`no ${event}`))), mostMs);
    target.addEventListener(event, () => settle(resolve), { signal: ended.signal });
    target.addEventListener("error", () => settle(() => reject(new Error("not playable"))), { signal: ended.signal });
  });
}

export class VideoAct implements Act {
  readonly #video: HTMLVideoElement;
  readonly #url: string;
  readonly #startMs: number;
  readonly #enter: (act: VideoAct, presentedMs: number) => void;
  readonly #released: (act: VideoAct, droppedFrames: number) => void;
  #progressMs = performance.now();
  #seenSeconds = -1;
  #isReleased = false;
  /** Where it was when its element was taken from it. */
  #left: { positionMs: number; hasEnded: boolean } | null = null;
  /** When its latest frame was handed to the compositor, ms. */
  presentedMs: number | null = null;

  constructor(video: HTMLVideoElement, cue: Cue, enter: (act: VideoAct, presentedMs: number) => void, released: (act: VideoAct, droppedFrames: number) => void) {
    this.#video = video;
    this.#url = URL.createObjectURL(cue.file);
    this.#startMs = cue.startMs;
    this.#enter = enter;
    this.#released = released;
  }

  get element(): HTMLVideoElement {
    return this.#video;
  }

  frame(): { source: HTMLVideoElement; widthPx: number; heightPx: number } {
    return { source: this.#video, widthPx: this.#video.videoWidth, heightPx: this.#video.videoHeight };
  }

  async load(): Promise<void> {
    const video = this.#video;
    const loaded = heard(video, "loadeddata", PREPARE_MS);
    video.src = this.#url;
    video.load();
    await loaded;
    if (this.#startMs > 0) await this.#seek(this.#startMs);
  }

  async show(startMs?: number): Promise<number> {
    const video = this.#video;
    if (startMs !== undefined && Math.abs(startMs - video.currentTime * 1000) > SEEK_MS) await this.#seek(startMs);
    this.#progressMs = performance.now();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error("no first frame")), FIRST_FRAME_MS);
      let isFirst = true;
      const onFrame = (_at: number, frame: VideoFrameCallbackMetadata): void => {
        if (this.#isReleased) return;
        this.#progressMs = performance.now();
        if (isFirst) {
          isFirst = false;
          clearTimeout(timer);
          this.#enter(this, frame.presentationTime);
          resolve(this.#progressMs);
        }
        this.presentedMs = frame.presentationTime;
        video.requestVideoFrameCallback(onFrame);
      };
      video.requestVideoFrameCallback(onFrame);
      video.play().catch(reject);
    });
  }

  positionMs(): number {
    return this.#left?.positionMs ?? Math.max(0, this.#video.currentTime * 1000 - this.#startMs);
  }

  hasEnded(): boolean {
    return this.#left?.hasEnded ?? this.#video.ended;
  }

  stalledMs(): number {
    // A hidden page gets no frames; there the media time tells.
    if (document.hidden && this.#video.currentTime !== this.#seenSeconds) this.#progressMs = performance.now();
    this.#seenSeconds = this.#video.currentTime;
    return this.hasEnded() ? 0 : performance.now() - this.#progressMs;
  }

  release(): void {
    if (this.#isReleased) return;
    this.#left = { positionMs: this.positionMs(), hasEnded: this.hasEnded() };
    this.#isReleased = true;
    const { droppedVideoFrames } = this.#video.getVideoPlaybackQuality();
    this.#video.pause();
    this.#video.removeAttribute("src");
    this.#video.load();
    URL.revokeObjectURL(this.#url);
    this.#released(this, droppedVideoFrames);
  }

  async #seek(ms: number): Promise<void> {
    const sought = heard(this.#video, "seeked", PREPARE_MS);
    this.#video.currentTime = ms / 1000;
    await sought;
  }
}

export class ImageAct implements Act {
  readonly #image: HTMLImageElement;
  readonly #url: string;
  readonly #enter: (act: ImageAct) => void;
  readonly #released: (act: ImageAct) => void;
  #shownMs: number | null = null;

  constructor(image: HTMLImageElement, cue: Cue, enter: (act: ImageAct) => void, released: (act: ImageAct) => void) {
    this.#image = image;
    this.#url = URL.createObjectURL(cue.file);
    this.#enter = enter;
    this.#released = released;
  }

  get element(): HTMLElement {
    return this.#image;
  }

  frame(): { source: HTMLImageElement; widthPx: number; heightPx: number } {
    return { source: this.#image, widthPx: this.#image.naturalWidth, heightPx: this.#image.naturalHeight };
  }

  /** Decoded aside: the element on the stage may still be showing the image before. */
  async load(): Promise<void> {
    const ahead = new Image();
    ahead.src = this.#url;
    await ahead.decode();
  }

  async show(): Promise<number> {
    this.#image.src = this.#url;
    await this.#image.decode();
    this.#shownMs = performance.now();
    this.#enter(this);
    return this.#shownMs;
  }

  positionMs(): number {
    return this.#shownMs === null ? 0 : performance.now() - this.#shownMs;
  }

  hasEnded(): boolean {
    return false;
  }

  stalledMs(): number {
    return 0;
  }

  release(): void {
    if (this.#image.src === this.#url) this.#image.removeAttribute("src");
    URL.revokeObjectURL(this.#url);
    this.#released(this);
  }
}
