import { useEffect, useState } from "react";

/** A value that changes quickly, once it has rested. */
export function useSettled<T extends string | number>(value: T, afterMs: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), afterMs);
    return () => clearTimeout(timer);
  }, [value, afterMs]);
  return settled;
}
