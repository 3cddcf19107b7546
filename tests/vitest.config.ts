import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Journeys that hold the picture or the line to milliseconds: nothing else runs beside them. */
const alone = ["emergency", "kiosk", "led", "offline", "plain-http", "plays", "remote", "rollback", "upload"].map((name) => `journeys/${name}.test.ts`);
/** Values nested by the thousand fill the stack when they are told: no program of another file may have part of it. */
const hostile = ["server/hostile*.test.ts"];
const quick = { testTimeout: 30_000, hookTimeout: 60_000, maxWorkers: 3, sequence: { groupOrder: 0 } }; // one more than the cores of a small machine: now and then one waits
const patient = { testTimeout: 240_000, hookTimeout: 120_000, isolate: false, setupFiles: ["support/black-box.ts"] };

/** What takes longest begins first, else one core waits for it in the end. */
const long = ["permissions", "hostile", "campaigns-summary", "openapi", "reports-powered", "media-conversion", "reports-planned", "schedule-airtime-property", "demo"].map((name) => `/${name}.test.ts`);
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const place = long.findIndex((name) => moduleId.endsWith(name));
      return place < 0 ? long.length : place;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

/** Quick tests run side by side, and so do journeys of the desk: those mostly wait. Both drive a real server, journeys also a real browser. */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      // These share what they import, which is most of the program and takes a second to load.
      { test: { ...quick, name: "units", include: ["{contract,server,prisma,readme}/**/*.test.ts"], exclude: hostile, globalSetup: ["support/postgresql.ts"], isolate: false } },
      // These put a page, a worker or a clock of their own in the place of the real ones, or need all of their stack.
      { test: { ...quick, name: "apart", include: ["{console,player}/**/*.test.{ts,tsx}", ...hostile], globalSetup: ["support/postgresql.ts"] } },
      {
        test: { ...patient, name: "desk", include: ["journeys/**/*.test.ts"], exclude: alone, maxWorkers: 2, sequence: { groupOrder: 1 } },
      },
      {
        test: { ...patient, name: "journeys", include: alone, fileParallelism: false, sequence: { groupOrder: 2 } },
      },
    ],
  },
});
