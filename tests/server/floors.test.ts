import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

/**
 * Versions below which something is known to be wrong, and what. Whoever raises one says why. How to look for more, on a
 * machine with internet: SECURITY.md.
 */
const floors: Record<string, [version: string, why: string]> = {
  "socket.io-parser": ["4.2.7", "packets that exhaust the server"],
  "engine.io": ["6.6.10", "handshakes that exhaust the server"],
  ws: ["8.21.1", "frames that exhaust the server"],
  express: ["5.0.0", "CVE-2024-43796, redirects"],
  "path-to-regexp": ["8.0.0", "CVE-2024-45296, paths that take for ever"],
  send: ["0.19.0", "CVE-2024-43799, redirects"],
  "serve-static": ["1.16.0", "CVE-2024-43800, redirects"],
  cookie: ["0.7.0", "CVE-2024-47764, names and values out of bounds"],
  qs: ["6.14.1", "CVE-2025-15284, arrays past their limit"],
  "body-parser": ["2.2.1", "CVE-2025-13466, bodies that take for ever"],
  "on-headers": ["1.1.0", "CVE-2025-7339, headers mixed up"],
  "file-type": ["17.1.3", "CVE-2022-36313, files that take for ever"],
  sharp: ["0.32.6", "CVE-2023-4863, libwebp"],
  jszip: ["3.8.0", "CVE-2022-48285, entries that climb out of their folder"],
  tmp: ["0.2.4", "CVE-2025-54798, links that lead out of the folder"],
  nodemailer: ["7.0.7", "CVE-2025-13033, mail to somebody else's domain"],
  lodash: ["4.17.21", "CVE-2021-23337, code in templates"],
  minimatch: ["3.0.5", "CVE-2022-3517, patterns that take for ever"],
};

interface Lock {
  packages: Record<string, { version?: string; dev?: boolean }>;
}
const lock = JSON.parse(readFileSync(new URL("../../package-lock.json", import.meta.url), "utf8")) as Lock; // npm's own file
const installed = Object.entries(lock.packages).flatMap(([path, { version }]) => (version === undefined ? [] : [{ name: path.replace(/^.*node_modules\//, ""), path, version }]));

const numbers = (version: string): number[] => (version.split("-")[0] ?? "").split(".").map(Number);
function isBelow(version: string, floor: string): boolean {
  const [a, b] = [numbers(version), numbers(floor)];
  for (const index of [0, 1, 2]) if ((a[index] ?? 0) !== (b[index] ?? 0)) return (a[index] ?? 0) < (b[index] ?? 0);
  return version.includes("-"); // a preview of the floor itself
}

it("compares versions as numbers", () => {
  expect([isBelow("4.2.10", "4.2.7"), isBelow("4.2.6", "4.2.7"), isBelow("4.2.7", "4.2.7"), isBelow("5.0.0", "4.9.9"), isBelow("4.2.7-rc.1", "4.2.7")]).toEqual([false, true, false, false, true]);
});

it.each(Object.entries(floors))("%s is not older than its safe version", (name, [floor, why]) => {
  const old = installed.filter((one) => one.name === name && isBelow(one.version, floor)).map(({ path, version }) => `${path}@${version}: ${why}`);
  expect(old).toEqual([]);
});

it("everything comes from the registry by its hash, and from nowhere else", () => {
  const text = readFileSync(new URL("../../package-lock.json", import.meta.url), "utf8");
  expect(text.match(/"version": "(git|file|http)[^"]*"/g)).toBeNull();
  const unsealed = Object.entries(lock.packages).filter(([path, one]) => path.includes("node_modules/") && !("link" in one) && !("integrity" in one) && !("inBundle" in one));
  expect(unsealed.map(([path]) => path)).toEqual([]);
});
