/** Questions and answers between the bench and the processes it starts. */
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

interface Question {
  id: number;
  name: string;
  given: unknown;
}
interface Reply {
  id: number;
  answer?: unknown;
  error?: string;
}

/** A process that runs one file of this folder. `Work`: what it can be asked, by name. */
export class Child<Work extends Record<string, (given: never) => Promise<unknown>>> {
  private readonly process: ChildProcess;
  private readonly open = new Map<number, { resolve(answer: unknown): void; reject(error: Error): void }>();
  private count = 0;

  constructor(file: string) {
    this.process = fork(fileURLToPath(new URL(file, import.meta.url)), { execArgv: ["--expose-gc", "--import", "tsx"] });
    this.process.on("message", ({ id, answer, error }: Reply) => {
      const waiting = this.open.get(id);
      this.open.delete(id);
      if (error === undefined) waiting?.resolve(answer);
      else waiting?.reject(new Error(`${file}: ${error}`));
    });
    this.process.once("exit", () => {
      for (const waiting of this.open.values()) waiting.reject(new Error(`${file} ended`));
    });
  }

  ask<Name extends keyof Work & string>(name: Name, given: Parameters<Work[Name]>[0]): Promise<Awaited<ReturnType<Work[Name]>>> {
    this.count += 1;
    const id = this.count;
    return new Promise((resolve, reject) => {
      // The child answers with what the function of that name gave.
      this.open.set(id, { resolve: resolve as (answer: unknown) => void, reject });
      this.process.send({ id, name, given } satisfies Question);
    });
  }

  async end(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = once(this.process, "exit");
    this.process.kill("SIGKILL");
    await ended;
  }
}

/** Answers the bench from inside such a process. */
export function answer(work: Record<string, (given: never) => Promise<unknown>>): void {
  process.on("message", ({ id, name, given }: Question) => {
    const reply = (said: Reply) => process.send?.(said);
    const asked = work[name];
    if (asked === undefined) return void reply({ id, error: `cannot ${name}` });
    asked(given as never).then(
      (answered) => reply({ id, answer: answered }),
      (error: unknown) => reply({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  });
  // The bench may be stopped with Ctrl-C: nobody is left to ask.
  process.once("disconnect", () => process.exit());
}

/** One clock for all processes of this machine, in ms. */
export const sharedNow = (): number => Number(process.hrtime.bigint()) / 1e6;
