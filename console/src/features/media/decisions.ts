import type { Media } from "@yilu/contract";

export interface Decision {
  media: Pick<Media, "id" | "sha256" | "title" | "version">;
  decision: "approve" | "return";
  reason: string;
}

export interface DeskState {
  /** Decided, not yet sent: can still be undone. */
  held: (Decision & { until: number }) | null;
  /** Sent and taken; hidden until the list has been asked for again. */
  settled: ReadonlySet<string>;
  approved: number;
  returned: number;
  /** The last one that did not take effect. */
  failed: { decision: Decision; error: unknown } | null;
}

export const undoMs = 10_000;

/**
 * Decisions take effect ten seconds after they were made, or at the next decision, or when the review is left.
 * The server knows no undo, so the wait is here; only one decision is ever held.
 */
export class DecisionDesk {
  private current: DeskState = { held: null, settled: new Set(), approved: 0, returned: 0, failed: null };
  private timer: ReturnType<typeof setTimeout> | null = null;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly send: (decision: Decision) => Promise<unknown>,
    private readonly now: () => number,
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly state = (): DeskState => this.current;

  decide(decision: Decision): void {
    void this.flush();
    this.set({ held: { ...decision, until: this.now() + undoMs }, failed: null });
    this.timer = setTimeout(() => void this.flush(), undoMs);
  }

  /** Takes the held decision back. */
  undo(): Decision | null {
    const { held } = this.current;
    this.drop();
    return held;
  }

  /** Sends the held decision now. */
  async flush(): Promise<void> {
    const { held } = this.current;
    if (held === null) return;
    const { until: _, ...decision } = held;
    const { id } = decision.media;
    this.drop({ settled: new Set([...this.current.settled, id]) });
    try {
      await this.send(decision);
      const { approved, returned } = this.current;
      this.set(decision.decision === "approve" ? { approved: approved + 1 } : { returned: returned + 1 });
    } catch (error) {
      const settled = new Set(this.current.settled);
      settled.delete(id);
      this.set({ settled, failed: { decision, error } });
    }
  }

  private drop(change: Partial<DeskState> = {}): void {
    clearTimeout(this.timer ?? undefined);
    this.timer = null;
    this.set({ ...change, held: null });
  }

  private set(change: Partial<DeskState>): void {
    this.current = { ...this.current, ...change };
    this.listeners.forEach((listener) => listener());
  }
}
