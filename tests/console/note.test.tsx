// @vitest-environment happy-dom
import { act, type ReactElement } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, expect, test } from "vitest";
import { Note } from "../../console/src/components/Note.tsx";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
afterEach(() => document.body.replaceChildren());

async function shown(note: ReactElement): Promise<HTMLElement> {
  const place = document.body.appendChild(document.createElement("div"));
  await act(async () => createRoot(place).render(note));
  return place;
}
const said = () => document.querySelector("[role=tooltip]")?.textContent ?? null;

test("why a figure is low is said to whoever comes by the tab key, not only under a mouse", async () => {
  const place = await shown(<Note text="断网 12 次">83 %</Note>);
  const button = place.querySelector("button");
  expect(button?.textContent).toBe("83 %");
  expect(said()).toBeNull();
  await act(async () => {
    button?.focus();
    await new Promise((resolve) => setTimeout(resolve, 300)); // antd opens after a moment
  });
  expect(said()).toBe("断网 12 次");
});

test("what says no more is no stop of the tab key", async () => {
  const place = await shown(<Note text={null}>100 %</Note>);
  expect(place.querySelector("button, [tabindex]")).toBeNull();
  expect(place.textContent).toBe("100 %");
});
