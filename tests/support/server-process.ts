import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const home = fileURLToPath(new URL("../..", import.meta.url));

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // listens on TCP
  server.close();
  await once(server, "close");
  return port;
}

interface ProcessOptions {
  /** Of data that are there already; else one of its own. */
  folder?: string;
  /** Settings beside those that a test needs. */
  variables?: Record<string, string>;
  /** What `npm run build` made, in place of the sources. */
  isBuilt?: boolean;
}

/** The real server as a process of its own, which a test may stop, kill and start again on the same data and port. */
export class ServerProcess {
  readonly origin: string;
  /** The sign-in that the first start printed. */
  firstPassword = "";
  readonly #port: number;
  readonly #folder: string;
  readonly #variables: Record<string, string>;
  readonly #program: string[];
  /** The folder is another's, who made the users in it and removes it. */
  readonly #isGuest: boolean;
  #process: ChildProcess | null = null;
  #said = "";

  private constructor(port: number, { folder, variables = {}, isBuilt = false }: ProcessOptions) {
    this.#port = port;
    this.origin = `http://localhost:${port}`;
    this.#isGuest = folder !== undefined;
    this.#folder = folder ?? mkdtempSync(join(tmpdir(), "yilu-journey-"));
    this.#variables = variables;
    this.#program = isBuilt ? ["server/dist/main.js"] : ["--import", "tsx", "server/src/main.ts"];
  }

  static async start(options: ProcessOptions = {}): Promise<ServerProcess> {
    const server = new ServerProcess(await freePort(), options);
    await server.start();
    return server;
  }

  /** Of the process that runs, or ran last. */
  get processId(): number | undefined {
    return this.#process?.pid;
  }

  /** Whether it has ended, by itself or by `stop`. */
  get hasEnded(): boolean {
    return this.#process?.exitCode !== null || this.#process.signalCode !== null;
  }

  /** Everything it has written to its output. */
  get said(): string {
    return this.#said;
  }

  /** Settles when it answers. */
  async start(): Promise<void> {
    const variables = { HOST: "127.0.0.1", PORT: String(this.#port), DATA_DIR: this.#folder, LOG_LEVEL: "error", ...this.#variables };
    const server = spawn(process.execPath, this.#program, { cwd: home, env: { ...process.env, ...variables }, stdio: ["ignore", "pipe", "pipe"] });
    this.#process = server;
    this.#said = "";
    await new Promise<void>((resolve, reject) => {
      const listen = (text: Buffer): void => {
        this.#said += text.toString();
        this.firstPassword ||= /password\s+(\S+)\n/.exec(this.#said)?.[1] ?? "";
        if (this.#said.includes("/api/docs\n") && (this.#isGuest || this.firstPassword !== "")) resolve();
      };
      server.stdout.on("data", listen);
      server.stderr.on("data", listen);
      server.once("exit", () => reject(new Error(`the server ended:\n${this.#said}`)));
    });
  }

  /** @param signal SIGTERM lets it end in order, SIGKILL does not. */
  async stop(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
    const server = this.#process;
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    server.kill(signal);
    await once(server, "exit");
  }

  async remove(): Promise<void> {
    await this.stop();
    if (this.#isGuest) return;
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
