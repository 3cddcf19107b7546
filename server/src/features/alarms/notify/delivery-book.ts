import * as contract from "@yilu/contract";
import type { DeliveryState } from "@yilu/contract";
import * as z from "zod/mini";
import type { AlarmSettingsRepository } from "../settings.repository.ts";

const page = z.object({ ...contract.deliveryState.shape, toldUntil: z.int() });
/** How telling one address goes, and up to when it has been told. */
export type Page = z.infer<typeof page>;

/** The page of the webhook. */
export const webhookName = "webhook";
/** The page beside another that says up to when the same address was told of films that end. */
export const filmsPage = (name: string): string => `films ${name}`;

const backOffMs = [1, 2, 4, 8, 15, 30, 60].map((minutes) => minutes * 60_000);
const longestError = 300;

/** One page for each address that is told, by recipient id or "webhook". What is not told yet is told later: nothing is queued, so nothing is lost. */
export class DeliveryBook {
  constructor(private readonly repository: AlarmSettingsRepository) {}

  async all(): Promise<ReadonlyMap<string, Page>> {
    return pagesOf(await this.repository.read("alarms.delivery"));
  }

  async of(name: string): Promise<DeliveryState> {
    return shownOf((await this.all()).get(name));
  }

  /** Begins a page anew: what was raised before is not told. */
  reset(name: string, now: number): Promise<void> {
    return this.turn((pages) => pages.set(name, { lastSentAt: null, failures: 0, lastError: null, lastErrorAt: null, nextTryAt: null, toldUntil: now }));
  }

  sent(name: string, now: number, toldUntil: number): Promise<void> {
    return this.turn((pages) => pages.set(name, { lastSentAt: now, failures: 0, lastError: null, lastErrorAt: null, nextTryAt: null, toldUntil }));
  }

  /** There was nothing to tell them for long. */
  passed(names: readonly string[], toldUntil: number): Promise<void> {
    return this.turn((pages) => {
      for (const name of names) {
        const before = pages.get(name);
        if (before) pages.set(name, { ...before, toldUntil });
      }
    });
  }

  /** It is tried again after 1, 2, 4 … 60 minutes. @param unknownUntil up to when an address without a page counts as told */
  failed(name: string, now: number, error: string, unknownUntil = now): Promise<void> {
    return this.turn((pages) => {
      const before = pages.get(name) ?? { lastSentAt: null, failures: 0, toldUntil: unknownUntil };
      const failures = before.failures + 1;
      const waitMs = backOffMs[Math.min(failures, backOffMs.length) - 1] ?? 0;
      pages.set(name, { lastSentAt: before.lastSentAt, toldUntil: before.toldUntil, failures, lastError: error.slice(0, longestError), lastErrorAt: now, nextTryAt: now + waitMs });
    });
  }

  /** Whoever has this address no more, is told of everything anew. */
  forget(...names: readonly string[]): Promise<void> {
    return this.turn((pages) => names.forEach((name) => pages.delete(name)));
  }

  private async turn(change: (pages: Map<string, Page>) => unknown): Promise<void> {
    for (;;) {
      const text = await this.repository.read("alarms.delivery");
      const pages = pagesOf(text);
      change(pages);
      if (await this.repository.replace("alarms.delivery", text, JSON.stringify(Object.fromEntries(pages)))) return;
    }
  }
}

function pagesOf(text: string | null): Map<string, Page> {
  const read = z.record(z.string(), page).safeParse(text === null ? {} : JSON.parse(text));
  return new Map(read.success ? Object.entries(read.data) : []);
}

/** What a settings page shows of a page. */
export function shownOf(page: Page | undefined): DeliveryState {
  if (page === undefined) return { lastSentAt: null, failures: 0, lastError: null, lastErrorAt: null, nextTryAt: null };
  const { toldUntil: _toldUntil, ...shown } = page;
  return shown;
}
