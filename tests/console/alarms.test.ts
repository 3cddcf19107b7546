import { alarmKind, type Alarm, type Screen } from "@yilu/contract";
import { expect, test } from "vitest";
import { alarmLook, alarmText } from "../../console/src/components/alarms.ts";
import { toLookAt } from "../../console/src/features/home/Attention.tsx";

test("every kind has a name and says what to do, in both languages", () => {
  for (const kind of alarmKind.options) {
    for (const words of [alarmText.zh, alarmText.en]) expect([words[`kind.${kind}`], words[`todo.${kind}`]].every((text) => text.length > 3 || /[\u4e00-\u9fff]{2}/.test(text))).toBe(true);
  }
});

test("silence is ochre, what somebody must take up is red, what is over is green, and each has a shape of its own kind", () => {
  const look = (kind: Alarm["kind"], state: Alarm["state"]) => alarmLook({ kind, state });
  expect(look("offline", "open")).toEqual({ tone: "off", icon: "offline" });
  expect(look("offline", "acknowledged")).toEqual({ tone: "off", icon: "offline" });
  expect(look("storageLow", "open")).toEqual({ tone: "alarm", icon: "alarm" });
  expect(look("clockUntrusted", "open")).toEqual({ tone: "alarm", icon: "wait" });
  for (const kind of alarmKind.options) expect(look(kind, "cleared")).toEqual({ tone: "ok", icon: "ready" });
});

test("screens to look at beside the alarms: what is broken first, then the silent by how long, then those never seen", () => {
  const live = (state: Screen["live"]["state"], change: Partial<Screen["live"]> = {}) => ({ state, lastSeenAt: null, download: null, clock: "synced", ...change });
  const screen = (id: string, one: ReturnType<typeof live>) => ({ id, live: one }) as Screen; // of a screen this much is asked
  const rows = [screen("never", live("neverSeen")), screen("well", live("online")), screen("late", live("offline", { lastSeenAt: 50 })), screen("early", live("offline", { lastSeenAt: 10 })), screen("clock", live("online", { clock: "estimated" }))];
  expect(toLookAt(rows).map(({ screen: { id }, why }) => [id, why])).toEqual([
    ["clock", "clock"],
    ["early", "offline"],
    ["late", "offline"],
    ["never", "neverSeen"],
  ]);
});
