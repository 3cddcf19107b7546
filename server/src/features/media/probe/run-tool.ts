import { spawn } from "node:child_process";

/** Thrown when a tool could not be started, failed, or took too long. `text` holds the end of what it said. */
export class ToolFailed extends Error {
  constructor(
    readonly why: "notFound" | "failed" | "timeout" | "stopped",
    readonly text: string,
  ) {
    super(`${why}: ${text}`);
  }
}

interface RunOptions {
  /** Killed when nothing was heard of it for so long. */
  silenceMs: number;
  /** Most bytes of output that are kept. */
  maxOutputBytes?: number;
  signal?: AbortSignal;
  /** Told each piece of output instead of keeping it. */
  onOutput?: (text: string) => void;
  onStart?: (processId: number) => void;
}

/**
 * Runs a program without a shell and without input.
 * @returns what it wrote
 * @throws ToolFailed
 */
export function runTool(program: string, parameters: readonly string[], options: RunOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, { stdio: ["ignore", "pipe", "pipe"], windowsHide: true });
    const output: Buffer[] = [];
    let length = 0;
    let said = "";
    let ended: "timeout" | "stopped" | null = null;
    const stop = (why: "timeout" | "stopped") => {
      ended ??= why;
      child.kill("SIGKILL");
    };
    let silence = setTimeout(stop, options.silenceMs, "timeout");
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(stop, options.silenceMs, "timeout");
    };
    const onAbort = () => stop("stopped");
    options.signal?.addEventListener("abort", onAbort, { once: true });
    if (options.signal?.aborted === true) onAbort();
    if (child.pid !== undefined) options.onStart?.(child.pid);
    child.stdout.on("data", (data: Buffer) => {
      heard();
      if (options.onOutput) {
        options.onOutput(data.toString("utf8"));
        return;
      }
      length += data.length;
      if (length > (options.maxOutputBytes ?? 16 * 1024 * 1024)) stop("timeout");
      else output.push(data);
    });
    child.stderr.on("data", (data: Buffer) => {
      said = (said + data.toString("utf8")).slice(-2000);
    });
    const settle = (finish: () => void) => {
      clearTimeout(silence);
      options.signal?.removeEventListener("abort", onAbort);
      finish();
    };
    child.once("error", (error: NodeJS.ErrnoException) => settle(() => reject(new ToolFailed(error.code === "ENOENT" ? "notFound" : "failed", error.message))));
    child.once("close", (code) => {
      settle(() => {
        if (ended !== null) reject(new ToolFailed(ended, said));
        else if (code !== 0) reject(new ToolFailed("failed", said));
        else resolve(Buffer.concat(output));
      });
    });
  });
}

/** Whether a program of the ffmpeg family is there and answers. */
export async function answers(program: string): Promise<boolean> {
  try {
    return (await runTool(program, ["-version"], { silenceMs: 10_000 })).length > 0;
  } catch (error) {
    if (error instanceof ToolFailed) return false;
    throw error;
  }
}
