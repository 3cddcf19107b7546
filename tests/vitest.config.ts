import { defineConfig } from "vitest/config";

/** Journeys that hold the picture or the line to milliseconds: nothing else runs beside them. */
const alone = ["emergency", "kiosk", "led", "offline", "plain-http", "plays", "remote", "rollback", "upload"].map((name) => `journeys/${name}.test.ts`);
const patient = { testTimeout: 240_000, hookTimeout: 120_000 };

/** Quick tests run side by side, and so do journeys of the desk: those mostly wait. Both drive a real server, journeys also a real browser. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "units",
          include: ["{contract,server,console,player,prisma,readme}/**/*.test.{ts,tsx}"],
          globalSetup: ["support/postgresql.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          maxWorkers: 3, // they wait for the disk half of their time
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: { ...patient, name: "desk", include: ["journeys/**/*.test.ts"], exclude: alone, maxWorkers: 2, sequence: { groupOrder: 1 } },
      },
      {
        test: { ...patient, name: "journeys", include: alone, fileParallelism: false, sequence: { groupOrder: 2 } },
      },
    ],
  },
});
