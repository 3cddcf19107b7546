import { describe, expect, test } from "vitest";
import { actionWords, differences, fieldWords, isInstant, thingWords, valueWords, wordKeyOf } from "../../console/src/features/system/auditWords.ts";
import { auditText } from "../../console/src/features/system/auditText.ts";
import { unitRows } from "../../console/src/features/system/unitRows.ts";
import { plainWords } from "./plainWords.ts";

const zh = plainWords(auditText);

describe("the audit log in words", () => {
  test("known names are words, unknown ones stay as they are", () => {
    expect(actionWords("user.resetPassword", zh)).toBe("重置密码");
    expect(actionWords("unit.create", zh)).toBe("新建");
    expect(actionWords("screen.fly", zh)).toBe("fly");
    expect(thingWords("playlist", zh)).toBe("播放列表");
    expect(fieldWords("displayName", zh)).toBe("姓名");
    expect(fieldWords("toString", zh)).toBe("toString");
  });

  test("values are one line", () => {
    expect(valueWords(null, zh)).toBe("无");
    expect(valueWords(false, zh)).toBe("否");
    expect(valueWords(0, zh)).toBe("0");
    expect(valueWords({ kind: "percent", percent: 50 }, zh)).toBe('{"kind":"percent","percent":50}');
  });

  test("levels, roles and states have words by their field", () => {
    expect(wordKeyOf("level", "county")?.[1]).toBe("levelName.county");
    expect(wordKeyOf("status", "returned")?.[1]).toBe("status.returned");
    expect([wordKeyOf("kind", "bus")?.[1], wordKeyOf("kind", "township")?.[1], wordKeyOf("kind", "video")?.[1]]).toEqual(["kind.bus", "unitKind.township", "mediaKind.video"]);
    expect(wordKeyOf("name", "county")).toBeNull();
    expect(wordKeyOf("level", "lunar")).toBeNull();
    expect([isInstant("validUntil", 1), isInstant("createdAt", 1), isInstant("bytes", 1), isInstant("validUntil", null)]).toEqual([true, true, false, false]);
  });

  test("only fields that differ are shown, of new and deleted things all", () => {
    expect(differences({ name: "甲", code: null, tags: [1] }, { name: "乙", code: null, tags: [1] })).toEqual([{ field: "name", before: "甲", after: "乙" }]);
    expect(differences(null, { name: "甲" })).toEqual([{ field: "name", before: null, after: "甲" }]);
    expect(differences(null, null)).toEqual([]);
  });
});

test("units are a tree; one whose parent is out of sight is a root, and a leaf has no children", () => {
  const unit = (id: string, parentId: string | null) => ({ id, name: id, kind: "township" as const, parentId, path: "", code: null, version: 1 });
  expect(unitRows([unit("a", "unseen"), unit("b", "a"), unit("c", "a"), unit("d", "c")]).map(function shape(row): unknown {
    return row.children === undefined ? row.key : [row.key, row.children.map(shape)];
  })).toEqual([["a", ["b", ["c", ["d"]]]]]);
});
