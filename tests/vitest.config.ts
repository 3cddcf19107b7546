import { defineConfig } from "vitest/config";

/** Quick tests run side by side; journeys drive a real browser and a real server, one after the other. */
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
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: "journeys",
          include: ["journeys/**/*.test.ts"],
          testTimeout: 240_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
