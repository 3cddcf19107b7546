import { defineConfig } from "vite";

/** The server as one file, with the internal packages inside and everything from npm outside; and beside it the thread that reads the database. */
export default defineConfig({
  build: { ssr: true, rollupOptions: { input: { main: "src/main.ts", "reader-worker": "../prisma/src/reader-worker.js" } }, outDir: "dist", target: "node20", sourcemap: true, emptyOutDir: true },
  ssr: { noExternal: ["@yilu/contract", "@yilu/prisma"] },
});
