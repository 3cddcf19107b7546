/**
 * Installs what the tests need beyond npm packages: a browser that plays H.264, ffmpeg, Chinese fonts and PostgreSQL.
 * As root on Debian it installs them; elsewhere it says what is missing and how to get it, and fails.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { findChromium, findPostgresqlBin } from "./machine.ts";

const runs = (command: string, flag = "-version"): boolean => spawnSync(command, [flag], { stdio: "ignore" }).status === 0;
const hasChineseFont = (): boolean => {
  const list = spawnSync("fc-list", [":lang=zh"], { encoding: "utf8" });
  return list.status === 0 && list.stdout.trim() !== "";
};

const wanted = [
  { what: "Chromium", packages: ["chromium"], present: () => findChromium() !== null },
  { what: "ffmpeg", packages: ["ffmpeg"], present: () => runs("ffmpeg") && runs("ffprobe") },
  { what: "Chinese fonts", packages: ["fonts-noto-cjk", "fontconfig"], present: hasChineseFont },
  { what: "OpenSSL", packages: ["openssl"], present: () => runs("openssl", "version") },
  ...(process.platform === "linux" ? [{ what: "Xvfb", packages: ["xvfb", "matchbox-window-manager"], present: () => runs("Xvfb", "-help") && spawnSync("matchbox-window-manager", ["-help"]).error === undefined }] : []),
  { what: "PostgreSQL", packages: ["postgresql"], present: () => findPostgresqlBin() !== null },
];

const missing = wanted.filter((one) => !one.present());
if (missing.length > 0) {
  const packages = missing.flatMap((one) => one.packages);
  const isDebianRoot = process.getuid?.() === 0 && existsSync("/etc/debian_version");
  if (!isDebianRoot) {
    console.error(`测试还缺 / the tests still need: ${missing.map((one) => one.what).join(", ")}`);
    console.error(`Debian, Ubuntu: sudo apt-get install -y ${packages.join(" ")}`);
    console.error("macOS: brew install --cask chromium; brew install ffmpeg postgresql@16   （或设 CHROMIUM_PATH / or set CHROMIUM_PATH）");
    process.exit(1);
  }
  const options = { stdio: "inherit" as const, env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } };
  execFileSync("apt-get", ["update", "-qq"], options);
  execFileSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages], options);
  const still = missing.filter((one) => !one.present());
  if (still.length > 0) {
    console.error(`装不上 / could not be installed: ${still.map((one) => one.what).join(", ")}`);
    process.exit(1);
  }
}
console.log(`机器已备好 / ready: ${wanted.map((one) => one.what).join(", ")}`);
