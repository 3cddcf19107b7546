import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";
import { startTestServer } from "../support/server.ts";

const folder = mkdtempSync(join(tmpdir(), "yilu-https-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("the README's commands make a certificate with which the server speaks HTTPS, and the sign-in cookie is for HTTPS only", async () => {
  const readme = readFileSync(fileURLToPath(new URL("../../README.md", import.meta.url)), "utf8");
  const block = /```sh\n(openssl[\s\S]*?)```/.exec(readme)?.[1] ?? "";
  const commands = block.split("\n").filter((line) => line.startsWith("openssl") || line.startsWith("printf"));
  expect(commands).toHaveLength(4);
  for (const command of commands) execFileSync("sh", ["-c", command], { cwd: folder, stdio: "ignore" });
  const server = await startTestServer({ variables: { TLS_CERT: join(folder, "yilu.pem"), TLS_KEY: join(folder, "yilu.key") } });
  try {
    expect(server.origin).toMatch(/^https:/);
    const { username = "", password = "" } = server.firstSignIn ?? {};
    const body = JSON.stringify({ username, password });
    const answer = await new Promise<{ status: number | undefined; cookie: string }>((resolve, reject) => {
      const options = { method: "POST", ca: readFileSync(join(folder, "ca.pem")), servername: "yilu.county.lan", headers: { host: "yilu.county.lan", "content-type": "application/json", "content-length": Buffer.byteLength(body) } };
      const sent = request(`${server.origin}/api/session`, options, (response) => {
        response.resume();
        resolve({ status: response.statusCode, cookie: response.headers["set-cookie"]?.[0] ?? "" });
      });
      sent.on("error", reject);
      sent.end(body);
    });
    expect(answer.status).toBe(200);
    expect(answer.cookie).toMatch(/; Secure/);
    expect(answer.cookie).toMatch(/; HttpOnly/);
  } finally {
    await server.remove();
  }
});
