import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { defineConfig, type Plugin } from "vite";
import { smallChecks } from "./build/checks.ts";
import { leaveOut, pureSchemas } from "./build/slim.ts";

const base = "/player/";
const { version } = JSON.parse(readFileSync(new URL("./package.json", import.meta.url), "utf8")) as { version: string };

/** Tells the service worker which files the shell is made of, and their version: a hash of their content. */
function shellList(): Plugin {
  return {
    name: "yilu:shell-list",
    enforce: "post",
    generateBundle(_options, bundle) {
      const parts = Object.values(bundle).filter(({ fileName }) => fileName !== "service-worker.js");
      const hash = createHash("sha256");
      for (const part of parts) hash.update(part.fileName).update(part.type === "chunk" ? part.code : part.source);
      const files = [base, ...parts.map(({ fileName }) => base + fileName).filter((file) => !file.endsWith(".html"))];
      const worker = bundle["service-worker.js"];
      if (worker?.type !== "chunk") throw new Error("the service worker was not built");
      worker.code = worker.code.replace("__SHELL__", JSON.stringify({ version: hash.digest("hex").slice(0, 16), files }));
    },
  };
}

/** No getter in here has an effect; else every spread of a shared shape would be kept. */
const treeshake = { propertyReadSideEffects: false } as const;

export default defineConfig({
  base,
  plugins: [smallChecks(), pureSchemas(), leaveOut(), shellList()],
  define: { __PLAYER_VERSION__: JSON.stringify(version) },
  worker: { format: "es", plugins: () => [pureSchemas()], rollupOptions: { treeshake } },
  build: {
    target: "chrome111",
    modulePreload: false,
    // Files stay files: what is not script does not weigh on the script.
    assetsInlineLimit: 0,
    rollupOptions: {
      treeshake,
      input: { index: "index.html", "service-worker": "src/shell/service-worker.ts" },
      output: { entryFileNames: ({ name }) => (name === "service-worker" ? "[name].js" : "assets/[name]-[hash].js") },
    },
  },
});
