import { afterAll, beforeAll, expect, test } from "vitest";
import { Office } from "../support/programme.ts";
import { ServerProcess } from "../support/server-process.ts";

let server: ServerProcess;
let office: Office;
beforeAll(async () => {
  server = await ServerProcess.start({ isBuilt: true });
  office = await Office.open(server.origin, server.firstPassword);
});
afterAll(() => server.remove());

test("the server as built answers reports, which it reads in a thread of its own", async () => {
  const screen = await office.screen("车");
  const { totals, completeness } = await office.report(screen.id, "2026-06-01", "2026-06-30");
  expect(totals).toMatchObject({ completed: 0, planned: 0 });
  expect(completeness).toMatchObject({ screensWithPlays: 0, missing: 0 });
});

test("it ends in order when it is told to", async () => {
  await server.stop("SIGTERM");
  expect(server.said).not.toMatch(/error/i);
});
