import { useRef, useState } from "react";
import { csvOf, saveText, type Cell } from "../lib/csv.ts";

export interface Page<T> {
  rows: readonly T[];
  total: number;
}
/** One page of a list under its present filter, as many rows as `pageSize`. */
export type FetchPage<T> = (page: number, pageSize: number) => Promise<Page<T>>;

export interface ExportColumn<T> {
  title: string;
  text: (row: T) => Cell;
}

const pageSize = 200;

/**
 * Everything a list shows under its present filter, page by page, as a CSV file.
 * `progress` is null while none is being made; `stop` gives up and keeps nothing.
 */
export function useListExport<T>(name: string, fetchPage: FetchPage<T>, columns: readonly ExportColumn<T>[]) {
  const [progress, setProgress] = useState<{ done: number; total: number } | null>(null);
  const [error, setError] = useState<unknown>(null);
  const run = useRef(0);
  const start = async (): Promise<void> => {
    run.current += 1;
    const mine = run.current;
    const rows: T[] = [];
    setError(null);
    setProgress({ done: 0, total: 0 });
    try {
      for (let page = 1; ; page += 1) {
        const found = await fetchPage(page, pageSize);
        if (run.current !== mine) return;
        rows.push(...found.rows);
        setProgress({ done: rows.length, total: found.total });
        if (found.rows.length === 0 || rows.length >= found.total) break;
      }
      saveText(`${name}.csv`, csvOf([columns.map(({ title }) => title), ...rows.map((row) => columns.map(({ text }) => text(row)))]));
    } catch (failed) {
      setError(failed);
    } finally {
      if (run.current === mine) setProgress(null);
    }
  };
  const stop = (): void => {
    run.current += 1;
    setProgress(null);
  };
  return { progress, error, start: () => void start(), stop };
}
