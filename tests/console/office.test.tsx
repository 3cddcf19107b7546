// @vitest-environment happy-dom
import type { ReactElement } from "react";
import { act } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, expect, test, vi } from "vitest";
import { OfficeZone, useHour, useToday } from "../../console/src/lib/office.ts";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
afterEach(() => vi.useRealTimers());

function Said(): ReactElement {
  return <p>{`${useToday()} ${useHour()}`}</p>;
}

/** What a reader sees at that instant, whose office is in that zone. */
async function seen(at: string, zone: string): Promise<string> {
  vi.useFakeTimers({ now: Date.parse(at), toFake: ["Date"] });
  const place = document.createElement("div");
  const root = createRoot(place);
  await act(async () => root.render(<OfficeZone value={zone}><Said /></OfficeZone>));
  const text = place.textContent;
  await act(async () => root.unmount());
  return text;
}

test("today is the office's, whatever zone the browser is in", async () => {
  expect(await seen("2026-11-24T15:59:00Z", "Asia/Shanghai")).toBe("2026-11-24 23");
  expect(await seen("2026-11-24T16:05:00Z", "Asia/Shanghai")).toBe("2026-11-25 0");
  expect(await seen("2026-11-24T16:05:00Z", "America/New_York")).toBe("2026-11-24 11");
  expect(await seen("2026-11-24T04:30:00Z", "America/New_York")).toBe("2026-11-23 23");
});
