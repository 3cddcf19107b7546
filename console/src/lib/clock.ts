import { useEffect, useState } from "react";

/** The one place of the console that reads the clock: epoch milliseconds. */
export const now = (): number => Date.now();

/** The time of day, read again every so often, for "3 minutes ago". */
export function useNow(everyMs = 30_000): number {
  const [at, setAt] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setAt(now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return at;
}
