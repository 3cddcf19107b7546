// @vitest-environment happy-dom
import { routes, type Me } from "@yilu/contract";
import { useState, type ReactElement } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { SignInAgain } from "../../console/src/features/session/SignInAgain.tsx";
import { call } from "../../console/src/lib/api.ts";
import { problemOfCode } from "../../console/src/lib/problem.ts";

const me: Me = { id: "u", username: "lijing", displayName: "李静", role: "administrator", unitId: "u1", unitName: "县交通运输局", mustChangePassword: false, sessionEndsAt: 1_800_000_000_000, timeZone: "Asia/Shanghai", demo: false };
const group = { id: "g1", unitId: "u1", unitName: "县交通运输局", name: "城区主干道", screenCount: 0, version: 1 };
const json = (body: unknown, status = 200): Response => new Response(JSON.stringify(body), { status });
const signedIn = vi.fn<(who: Me) => void>();
let sent: { address: string; body: unknown }[] = [];
let sessionAlive = false;
let root: Root;

/** A server whose session has ended until the right password comes. */
function server(address: string, init: RequestInit): Promise<Response> {
  const body: unknown = typeof init.body === "string" ? JSON.parse(init.body) : null;
  sent.push({ address, body });
  if (address === "/api/session") {
    sessionAlive = JSON.stringify(body) === JSON.stringify({ username: "lijing", password: "right" });
    return Promise.resolve(sessionAlive ? json(me) : json(problemOfCode("wrongCredentials"), 401));
  }
  return Promise.resolve(sessionAlive ? json(group) : json(problemOfCode("notSignedIn"), 401));
}

/** A page with work that is not saved yet. */
function Page(): ReactElement {
  const [name, setName] = useState("");
  const [state, setState] = useState("");
  const save = (): void => {
    call(routes.groups.create, { body: { name, unitId: "u1" } }).then(
      () => setState("saved"),
      () => setState("refused"),
    );
  };
  return (
    <>
      <input data-name="work" value={name} onChange={(event) => setName(event.target.value)} />
      <button type="button" data-name="save" onClick={save}>
        save
      </button>
      <output>{state}</output>
      <SignInAgain me={me} onSignedIn={signedIn} />
    </>
  );
}

function find<T extends Element>(selector: string, kind: new () => T): T {
  const element = document.querySelector(selector);
  if (!(element instanceof kind)) throw new Error(`nothing at ${selector}`);
  return element;
}
/** As a person types: past React's own setter, and seen once the field shows it. */
async function type(selector: string, text: string): Promise<void> {
  const input = find(selector, HTMLInputElement);
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(input, text);
  input.dispatchEvent(new Event("input", { bubbles: true }));
  await vi.waitFor(() => expect(find(selector, HTMLInputElement).value).toBe(text));
}
const press = (selector: string): void => find(selector, HTMLElement).click();

beforeEach(async () => {
  vi.stubGlobal("fetch", server);
  sent = [];
  sessionAlive = false;
  signedIn.mockReset();
  const box = document.createElement("div");
  document.body.replaceChildren(box);
  root = createRoot(box);
  root.render(<Page />);
  await vi.waitFor(() => find("[data-name=work]", HTMLInputElement));
  await type("[data-name=work]", "城区主干道");
  press("[data-name=save]");
  await vi.waitFor(() => find("#password", HTMLInputElement));
});
afterEach(() => {
  root.unmount();
  vi.unstubAllGlobals();
});

test("after signing in again the save goes through with what was typed, and the field still holds it", async () => {
  expect(document.body.textContent).toContain("没保存的内容还在，登录后接着写");
  expect(find("#username", HTMLInputElement).value).toBe("lijing");
  await type("#password", "right");
  press("form button[type=submit]");
  await vi.waitFor(() => expect(find("output", HTMLElement).textContent).toBe("saved"));
  expect(find("[data-name=work]", HTMLInputElement).value).toBe("城区主干道");
  expect(sent.filter(({ address }) => address === "/api/groups").map(({ body }) => body)).toEqual([
    { name: "城区主干道", unitId: "u1" },
    { name: "城区主干道", unitId: "u1" },
  ]);
  expect(signedIn).toHaveBeenCalledWith(me);
});

test("a wrong password is said in the dialog, and nothing is lost", async () => {
  await type("#password", "wrong");
  press("form button[type=submit]");
  await vi.waitFor(() => expect(find(".y-problem", HTMLElement).textContent).toContain("用户名或密码不对"));
  expect(find("#password", HTMLInputElement).value).toBe("wrong");
  expect(find("[data-name=work]", HTMLInputElement).value).toBe("城区主干道");
  expect(find("output", HTMLElement).textContent).toBe("");
});

test("who closes the dialog gets the refusal and keeps the work", async () => {
  press(".ant-modal-close");
  await vi.waitFor(() => expect(find("output", HTMLElement).textContent).toBe("refused"));
  expect(find("[data-name=work]", HTMLInputElement).value).toBe("城区主干道");
});
