import { Skeleton } from "antd";
import { useEffect, useState, type ReactElement, type ReactNode } from "react";

const patienceMs = 300;

/** A skeleton, but only when the answer takes longer than a blink. */
export function Waiting({ children }: { children?: ReactNode }): ReactElement | null {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), patienceMs);
    return () => clearTimeout(timer);
  }, []);
  return late ? <div aria-busy="true">{children ?? <Skeleton active paragraph={{ rows: 6 }} title={false} />}</div> : null;
}
