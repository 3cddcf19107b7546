import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { antdStyles } from "./antd-styles.ts";

/** The server to talk to while developing. */
const server = process.env["YILU_SERVER"] ?? "http://localhost:3000";

export default defineConfig({
  base: "/console/",
  plugins: [antdStyles(), react()],
  build: { outDir: "dist", emptyOutDir: true, chunkSizeWarningLimit: 900 },
  server: {
    port: 5173,
    // Host stays that of the page, so that the server's check of Origin against Host holds.
    proxy: { "/api": { target: server }, "/socket.io": { target: server, ws: true } },
  },
});
