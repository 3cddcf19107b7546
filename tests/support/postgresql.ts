/**
 * A PostgreSQL cluster of the tests' own, in a temporary folder, on a port of its own; ended and removed afterwards.
 * Vitest runs this once for all files that need a database.
 */
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { findPostgresqlBin } from "./machine.ts";
import { freePort } from "./ports.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** URL of the maintenance database; tests make databases of their own beside it. */
    postgresqlUrl: string;
  }
}

/** PostgreSQL refuses to run as root: there it runs as the user that Debian's package made. */
function identity(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

async function untilReady(process: ChildProcess): Promise<void> {
  let said = "";
  await new Promise<void>((resolve, reject) => {
    process.stderr?.on("data", (data: Buffer) => {
      said += data.toString();
      if (said.includes("ready to accept connections")) resolve();
    });
    process.once("exit", (code) => reject(new Error(`postgres ended with ${String(code)}: ${said}`)));
  });
}

/**
 * Starts a cluster. @param isDurable whether commits wait for the disk, as an installation's do
 * @returns the URL of its maintenance database
 */
export async function startCluster(isDurable: boolean): Promise<{ url: string; end(): Promise<void> }> {
  const bin = findPostgresqlBin();
  if (bin === null) throw new Error("PostgreSQL is not installed: run `npm run prepare-machine -w tests`");
  const folder = mkdtempSync(join(tmpdir(), "yilu-postgresql-"));
  const as = identity();
  if (as) chownSync(folder, as.uid, as.gid);
  const data = join(folder, "data");
  const options = { ...(as ?? {}), cwd: folder };
  execFileSync(join(bin, "initdb"), ["-D", data, "-U", "yilu", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"], { ...options, stdio: "ignore" });
  const port = await freePort();
  const settings = [`fsync=${isDurable ? "on" : "off"}`, "listen_addresses=127.0.0.1", "max_connections=200"].flatMap((setting) => ["-c", setting]);
  const cluster = spawn(join(bin, "postgres"), ["-D", data, "-p", String(port), "-k", folder, ...settings], { ...options, stdio: ["ignore", "ignore", "pipe"] });
  await untilReady(cluster);
  return {
    url: `postgresql://yilu@127.0.0.1:${port}/postgres`,
    end: async () => {
      const ended = new Promise((resolve) => cluster.once("exit", resolve));
      cluster.kill("SIGINT");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { url, end } = await startCluster(false);
  project.provide("postgresqlUrl", url);
  return end;
}
