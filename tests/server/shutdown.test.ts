import { once } from "node:events";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { startTestServer } from "../support/server.ts";

test("a server that is told to end does so within seconds, whatever a browser holds open", async () => {
  const server = await startTestServer();
  const { hostname, port } = new URL(server.origin);
  const spare = connect(Number(port), hostname); // browsers open one more than they need
  await once(spare, "connect");
  const slow = connect(Number(port), hostname);
  slow.write("POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{");
  await once(slow, "connect");
  const ended = Promise.all([once(spare, "close"), once(slow, "close")]);
  const before = performance.now();
  await server.remove();
  await ended;
  expect(performance.now() - before).toBeLessThan(10_000); // the process would be killed after thirty
  expect(server.failures).toEqual([]);
});
