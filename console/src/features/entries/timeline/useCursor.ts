import { useEffect, useEffectEvent, useState } from "react";
import { useSearchParams } from "react-router";

const restMs = 300;

/** The instant in the address, as far as there is one. */
const instantIn = (given: string | null): number | null => (given !== null && /^\d{12,13}$/.test(given) ? Number(given) : null);

/** The moment looked at: moves at once, and stands in the address once it rests. Null: nobody has chosen one yet. */
export function useCursor(): [number | null, (at: number) => void] {
  const [search, setSearch] = useSearchParams();
  const given = search.get("at");
  const [moved, setMoved] = useState<number | null>(null);
  const [seen, setSeen] = useState(given);
  const [sent, setSent] = useState<string | null>(null);
  if (given !== seen) {
    setSeen(given);
    // The address was changed by somebody else: a link, or the back button.
    if (given !== sent) setMoved(null);
  }
  const write = useEffectEvent((at: number) => {
    setSent(String(at));
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        next.set("at", String(at));
        return next;
      },
      { replace: true },
    );
  });
  useEffect(() => {
    if (moved === null) return undefined;
    const timer = setTimeout(() => write(moved), restMs);
    return () => clearTimeout(timer);
  }, [moved]);
  return [moved ?? instantIn(given), setMoved];
}
