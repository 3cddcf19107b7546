import { describe, expect, test } from "vitest";
import { badItems, draftOf, emptyDraft, inputOf, isDirty, moved, startsOf, totalMs, withMedia, withSeconds, without } from "../../console/src/features/playlists/draft.ts";

const item = (mediaId: string, kind: "video" | "image", durationMs: number, status: "approved" | "returned" = "approved") => ({ mediaId, title: mediaId, level: "county" as const, kind, status, posterUrl: `/api/posters/${mediaId}`, durationMs });
const saved = draftOf({ name: "宣传月循环", items: [item("film", "video", 30_000), item("card", "image", 10_000), item("film", "video", 30_000)] });
const order = (draft: typeof saved): string[] => draft.items.map(({ key }) => key);

describe("order", () => {
  test("an item goes to where another stands, up or down", () => {
    expect(order(moved(saved, "saved-0", "saved-2"))).toEqual(["saved-1", "saved-2", "saved-0"]);
    expect(order(moved(saved, "saved-2", "saved-0"))).toEqual(["saved-2", "saved-0", "saved-1"]);
    expect(moved(saved, "saved-1", "saved-1")).toBe(saved);
    expect(moved(saved, "gone", "saved-0")).toBe(saved);
  });

  test("the same film may stand twice, and one of the two may go", () => {
    expect(inputOf(without(saved, "saved-0")).items).toEqual([
      { mediaId: "card", durationMs: 10_000 },
      { mediaId: "film", durationMs: null },
    ]);
  });
});

describe("what is sent and whether it differs", () => {
  test("a video keeps its own length, an image is sent with its seconds", () => {
    expect(inputOf(saved)).toEqual({
      name: "宣传月循环",
      items: [
        { mediaId: "film", durationMs: null },
        { mediaId: "card", durationMs: 10_000 },
        { mediaId: "film", durationMs: null },
      ],
    });
  });

  test("swapping two showings of one film is no change; order, seconds and name are", () => {
    expect(isDirty(moved(moved(saved, "saved-0", "saved-2"), "saved-1", "saved-2"), saved)).toBe(false);
    expect(isDirty(moved(saved, "saved-0", "saved-1"), saved)).toBe(true);
    expect(isDirty(withSeconds(saved, "saved-1", 12), saved)).toBe(true);
    expect(isDirty({ ...saved, name: "宣传月循环 " }, saved)).toBe(false);
    expect(isDirty({ ...saved, name: "另一个" }, saved)).toBe(true);
  });

  test("an image is shown ten seconds unless told otherwise, within one second and one hour", () => {
    const added = withMedia(emptyDraft, { id: "card", title: "海报", level: "county", kind: "image", status: "approved", posterUrl: "/p", durationMs: null }, "added-1");
    expect(added.items[0]?.durationMs).toBe(10_000);
    expect(withSeconds(added, "added-1", 0).items[0]?.durationMs).toBe(1000);
    expect(withSeconds(added, "added-1", 9999).items[0]?.durationMs).toBe(3_600_000);
  });
});

test("lengths: the whole round, and when each item starts", () => {
  expect(totalMs(saved.items)).toBe(70_000);
  expect(startsOf(saved.items)).toEqual([0, 30_000, 40_000]);
  expect(startsOf([])).toEqual([]);
});

test("items that are no longer approved are found", () => {
  expect(badItems([item("a", "video", 1000), item("b", "video", 1000, "returned")]).map(({ mediaId }) => mediaId)).toEqual(["b"]);
});
