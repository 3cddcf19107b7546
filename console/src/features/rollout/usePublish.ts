import { routes } from "@yilu/contract";
import { useRef, useState } from "react";
import { call } from "../../lib/api.ts";

const atOnce = 200;

/** Has every connected screen of one's reach look for its newest programme; can be stopped in between. */
export function usePublish() {
  const [progress, setProgress] = useState<{ done: number; total: number } | null>(null);
  const run = useRef(0);
  const start = async (): Promise<number> => {
    run.current += 1;
    const mine = run.current;
    let done = 0;
    setProgress({ done, total: 0 });
    try {
      for (let page = 1; run.current === mine; page += 1) {
        const found = await call(routes.screens.list, { query: { state: "online", page, pageSize: atOnce } });
        const screenIds = found.rows.map(({ id }) => id);
        if (screenIds.length > 0) await call(routes.remote.send, { body: { screenIds, kind: "refresh" } });
        done += screenIds.length;
        if (run.current === mine) setProgress({ done, total: found.total });
        if (screenIds.length < atOnce) break;
      }
      return done;
    } finally {
      if (run.current === mine) setProgress(null);
    }
  };
  const stop = (): void => {
    run.current += 1;
    setProgress(null);
  };
  return { progress, start, stop };
}
