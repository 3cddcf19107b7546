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

/** The real server as a process of its own, which a test may stop, kill and start again on the same data and port. */
export class ServerProcess {
  readonly origin: string;
  /** The sign-in that the first start printed. */
  firstPassword = "";
  readonly #port: number;
  readonly #folder = mkdtempSync(join(tmpdir(), "yilu-journey-"));
  #process: ChildProcess | null = null;

  private constructor(port: number) {
    this.#port = port;
    this.origin = `http://localhost:${port}`;
  }

  static async start(): Promise<ServerProcess> {
    const server = new ServerProcess(await freePort());
    await server.start();
    return server;
  }

  /** Settles when it answers. */
  async start(): Promise<void> {
    const variables = { HOST: "127.0.0.1", PORT: String(this.#port), DATA_DIR: this.#folder, LOG_LEVEL: "error" };
    const server = spawn(process.execPath, ["--import", "tsx", "server/src/main.ts"], { cwd: home, env: { ...process.env, ...variables }, stdio: ["ignore", "pipe", "pipe"] });
    this.#process = server;
    let said = "";
    await new Promise<void>((resolve, reject) => {
      const listen = (text: Buffer): void => {
        said += text.toString();
        this.firstPassword ||= /password\s+(\S+)\n/.exec(said)?.[1] ?? "";
        if (said.includes("/api/docs\n") && this.firstPassword !== "") resolve();
      };
      server.stdout.on("data", listen);
      server.stderr.on("data", listen);
      server.once("exit", () => reject(new Error(`the server ended:\n${said}`)));
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
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
