import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseEnv, settings } from "@yilu/server/env.ts";
import { describe, expect, it } from "vitest";

const home = fileURLToPath(new URL("../..", import.meta.url));
const read = (path: string) => readFileSync(join(home, path), "utf8");
const manifest = JSON.parse(read("package.json")) as { scripts: Record<string, string>; workspaces: string[] };

/** Script names that a text tells its reader to run. */
const scriptsIn = (text: string) => [...text.matchAll(/npm (?:run ([a-z][\w:-]*)|(start|test))/g)].map((match) => match[1] ?? match[2] ?? "");
/** Rows of the settings table: name, default. */
const settingsIn = (text: string) => [...text.matchAll(/^\| `([A-Z_]+)` \| (?:`([^`]*)`)? ?\|/gm)].map((match) => [match[1] ?? "", match[2] ?? null]);
const codeBlocks = (text: string) => [...text.matchAll(/```(?:sh|ini|nginx|caddy)\n([\s\S]*?)```/g)].map((match) => (match[1] ?? "").replaceAll(/ +#.*$/gm, ""));

describe.each(["README.md", "README.zh-CN.md"])("%s", (file) => {
  const text = read(file);

  it("has the two commands on its first screen", () => {
    const top = text.split("\n").slice(0, 15).join("\n");
    expect(top).toContain("npm ci && npm run demo");
    expect(top).toContain("npm ci && npm test");
  });

  it("names only scripts that exist", () => {
    const named = scriptsIn(text);
    expect(named.length).toBeGreaterThan(8);
    expect(named.filter((name) => !(name in manifest.scripts))).toEqual([]);
  });

  it("lists every setting with its default", () => {
    const defaults: Record<string, unknown> = parseEnv({});
    const expected = Object.keys(settings).map((name) => [name, defaults[name] === undefined ? null : String(defaults[name])]);
    expect(settingsIn(text)).toEqual(expected);
  });

  it("draws the folders that exist, workspaces all", () => {
    const folders = [...text.matchAll(/^([a-z]+(?:\/[a-z]+)*)\/ {2,}/gm)].map((match) => match[1] ?? "");
    expect([...folders].sort()).toEqual([...manifest.workspaces].sort());
    expect(folders.filter((folder) => !existsSync(join(home, folder)))).toEqual([]);
  });

  it("links and pictures lead somewhere", () => {
    const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map((match) => match[1] ?? "");
    expect(links.length).toBeGreaterThan(4);
    expect(links.filter((link) => !link.startsWith("http") && !existsSync(join(home, link)))).toEqual([]);
  });
});

it("both languages tell the same commands", () => {
  expect(codeBlocks(read("README.zh-CN.md"))).toEqual(codeBlocks(read("README.md")));
});

it("the test command of the README is what .ci/run calls, after the check", () => {
  const commands = read(".ci/run").split("\n").filter((line) => line.startsWith("npm "));
  expect(commands).toEqual(["npm ci", "npm run check", "npm test"]);
});

it("the lock file names no download address", () => {
  expect(read("package-lock.json")).not.toMatch(/"resolved": "https?:/);
});
