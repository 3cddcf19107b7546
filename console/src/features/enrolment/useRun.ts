import { routes } from "@yilu/contract";
import { useState } from "react";
import { call } from "../../lib/api.ts";
import { useLive } from "../../lib/live.ts";

/** A name of its own, also where the page came without TLS. */
const newName = (): string => Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => byte.toString(36).padStart(2, "0")).join("");

export interface Running {
  /** 0 to 100. */
  percent: number;
  /** Somebody asked to stop it; its own call says what became of it. */
  isStopping: boolean;
}

/** The check or import that goes on: how far it is, and how to stop it. */
export function useRun() {
  const [running, setRunning] = useState<(Running & { name: string }) | null>(null);
  const ask = (run: string): Promise<unknown> => call(routes.imports.stop, { body: { run } });
  useLive("import:progress", ({ run, percent }) => {
    if (run !== running?.name) return;
    setRunning({ ...running, percent });
    if (running.isStopping) void ask(run).catch(() => undefined); // whoever asked before it had begun is heard now
  });
  return {
    running,
    begin: (): string => {
      const name = newName();
      setRunning({ name, percent: 0, isStopping: false });
      return name;
    },
    end: (): void => setRunning(null),
    /** @throws ProblemError when the server was not reached: then it goes on */
    stop: async (): Promise<void> => {
      if (running === null) return;
      setRunning({ ...running, isStopping: true });
      try {
        await ask(running.name);
      } catch (error) {
        setRunning((now) => now && { ...now, isStopping: false });
        throw error;
      }
    },
  };
}
