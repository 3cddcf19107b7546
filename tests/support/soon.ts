import { vi } from "vitest";

/** Waits by the real clock, also where timers are faked, until something holds; a busy machine is given time. */
export const soon = <T>(holds: () => T | Promise<T>): Promise<T> => vi.waitUntil(holds, { timeout: 20_000, interval: 10 }) as Promise<T>;
