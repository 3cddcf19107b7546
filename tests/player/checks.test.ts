import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { transcribe, type Schema } from "../../player/build/checks.ts";
import * as checks from "../../player/src/checks.ts";
import { wire, type Wire } from "../../player/src/wire.ts";

type Name = keyof Wire;
interface Safe {
  safeParse(value: unknown): { data?: unknown };
}

/** The small check of a schema, as the built player has it. */
function small(schema: Schema): Safe {
  const make: unknown = new Function(...Object.keys(checks), `return whole(${transcribe(schema)});`)(...Object.values(checks)); // script made by the build
  return make as Safe;
}

const hash = "0123456789abcdef".repeat(4);
const daypart = { days: [1, 5, 7], from: "06:30", to: "24:00" };
const timing = { startDate: "2026-06-24", endDate: null, dayparts: [daypart], exceptDates: ["2028-02-29"], window: null, maxPlaysPerHour: 30, start: "soft" };
/** One value of each shape that uses everything the shape has. */
const samples: Record<Name, unknown> = {
  clockAnswer: { t0: 12.5, receivedAt: 1_782_000_000_000, answeredAt: 1_782_000_000_001 },
  command: { commandId: "c_1-Z", kind: "screenshot" },
  pairingOffer: { code: "23456789", secret: "s".repeat(43), expiresAt: 1_782_000_000_000, qr: { size: 29, path: "M0 0h7" } },
  pairingAnswer: { state: "paired", token: "t".repeat(43), screenId: "screen", screenName: "粤A·12345" },
  playerToken: "t".repeat(43),
  playAck: { ledgerId: "0f1e2d3c-0000-4000-8000-000000000001", acknowledged: [[1, 500]], keptApart: [{ seq: null, reason: "invalidInput" }] },
  welcome: { screenId: "screen", screenName: "粤A·12345", unitName: "城东所", plate: "粤A·12345", line: null, revision: hash, ledgerReceivedTo: 0 },
  manifest: {
    revision: hash,
    screenId: "screen",
    generatedAt: 1_782_000_000_000,
    horizonEnd: 1_782_600_000_000,
    timeZone: "Asia/Shanghai",
    order: "resume",
    entries: [
      { id: "a", playlistId: "list", tier: "regular", ...timing, share: { kind: "fill", weight: 0.5 } },
      { id: "b", playlistId: "list", tier: "takeover", ...timing, share: { kind: "percent", percent: 100 } },
      { id: "c", playlistId: "list", tier: "emergency", ...timing, share: { kind: "playsPerHour", plays: 12 }, window: { startsAt: 1_782_000_000_000, endsAt: 1_782_000_060_000 } },
    ],
    playlists: [{ id: "list", items: [{ mediaId: "film", durationMs: 15_000 }] }],
    media: [{ id: "film", title: "路", kind: "video", mimeType: "video/mp4", sha256: hash, bytes: 5, chunkSha256s: [hash], widthPx: 1280, heightPx: 720, validFrom: 0, validUntil: null }],
    profile: {
      kind: "led",
      widthPx: 960,
      heightPx: 320,
      fit: "cover",
      muted: true,
      rotation: 270,
      viewport: { x: 0, y: 0, widthPx: 960, heightPx: 320 },
      volume: [{ ...daypart, percent: 40 }],
      brightness: [{ ...daypart, percent: 0 }],
      operatingHours: [daypart],
      sendPlaysEveryMs: 1000,
      downloadHours: [daypart],
      downloadBytesPerDay: 1,
      downloadBytesPerSecond: 1024,
      oneDecoder: false,
      evidence: [{ entryId: "a", perDay: 3 }],
    },
  },
};
const names = Object.keys(samples) as Name[]; // of the record above

/** Puts another value, or none, somewhere into a copy of a value. */
function changed(value: unknown, steps: number[], { put }: { put: unknown }): unknown {
  const [step, ...rest] = steps;
  if (step === undefined || typeof value !== "object" || value === null) return put;
  const keys = Object.keys(value);
  const key = keys[step % (keys.length + 1)];
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...value };
  if (key === undefined) return Object.assign(copy, Array.isArray(value) ? { [value.length]: put } : { surplus: put });
  const then = changed((value as Record<string, unknown>)[key], rest, { put });
  if (then === undefined && !Array.isArray(copy)) {
    const { [key]: _gone, ...left } = copy;
    return left;
  }
  return Object.assign(copy, { [key]: then });
}

const strange = [undefined, null, true, "", "x", "Resume", "24:01", "23:59", "2026-02-30", "2200-12-31", "Mars/Base", "+08:00", "23456789c".slice(1), "2345678x", "a\u0000", "k".repeat(41), "Z".repeat(64), hash.toUpperCase(), [], {}, [1], [1, 2], [1, 2, 3], Array(60).fill(daypart), Array(8).fill(1), { kind: "fill" }, { kind: "fill", weight: 1, plays: 1 }];
const numbers = [-1, -0, 0, 0.5, 1, 7, 8, 20, 21, 45, 90, 100, 101, 1000, 1000.5, 3600, 3601, 16_384, 16_385, 2 ** 31, 9_000_000_000_001, 31_622_400_001, 2 ** 53, NaN, Infinity];
const change = fc.record({ steps: fc.array(fc.nat(40), { maxLength: 6 }), put: fc.oneof(fc.constantFrom(...strange), fc.constantFrom(...numbers), fc.string(), fc.double()) });

describe("the checks that are built into the player", () => {
  test.each(names)("%s: what they let through, and what they make of it, is what zod does", (name) => {
    const zod: Safe = wire[name];
    const built = small(wire[name] as unknown as Schema); // in this process it is zod's
    expect(built.safeParse(samples[name]).data).toEqual(samples[name]);
    let refused = 0;
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const value = changes.reduce((now, { steps, put }) => changed(now, steps, { put }), samples[name]);
        const said = zod.safeParse(value).data;
        refused += said === undefined ? 1 : 0;
        expect(built.safeParse(value).data).toStrictEqual(said);
      }),
      { numRuns: 1_500 },
    );
    expect(refused).toBeGreaterThan(100);
  });

  test("a code typed in small letters is the code", () => {
    expect(small(wire.pairingOffer as unknown as Schema).safeParse({ ...(samples.pairingOffer as object), code: "cfghjmpq" }).data).toMatchObject({ code: "CFGHJMPQ" });
  });

  /** A schema as zod keeps it. */
  const kept = (def: object): Schema => ({ _zod: { def } });
  test.each([
    ["a type", { type: "record" }],
    ["a rule", { type: "string", checks: [kept({ type: "string", check: "string_format", format: "email" })] }],
    ["a rule of an object", { type: "object", shape: {}, checks: [kept({ type: "custom", check: "custom", fn: () => true })] }],
    ["what else an object may hold", { type: "object", shape: {}, catchall: kept({ type: "string" }) }],
  ])("the build ends at %s that it does not know rather than let it through unchecked", (_what, def) => {
    expect(() => transcribe(kept(def))).toThrow("build/checks.ts does not know");
  });
});
