import { defineConfig } from "vite";

/** The server as one file, with the internal packages inside and everything from npm outside. */
export default defineConfig({
  build: { ssr: "src/main.ts", outDir: "dist", target: "node20", sourcemap: true, emptyOutDir: true },
  ssr: { noExternal: ["@yilu/contract", "@yilu/prisma"] },
});
