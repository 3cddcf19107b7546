import "fake-indexeddb/auto";
import type { CommandDone, CommandKind } from "@yilu/contract";
import { describe, expect, test } from "vitest";
import { makeUuid } from "../../player/src/ledger/ledger.ts";
import { Commands, type Ability } from "../../player/src/remote/commands.ts";
import { openDatabase, readState, writeState, type Database } from "../../player/src/storage/database.ts";

const kinds: CommandKind[] = ["reload", "refresh", "identify", "screenshot", "mute", "unmute", "clearCache"];

/** A player that notes what it is made to do, and a server that notes what it is told. */
function player(db: Database, special: Partial<Record<CommandKind, Ability>> = {}) {
  const log: string[] = [];
  const answers: CommandDone[] = [];
  const abilities = Object.fromEntries(
    kinds.map((kind) => {
      const ability: Ability = async (commandId) => {
        log.push(`${kind} ${commandId}`);
        return (await special[kind]?.(commandId)) ?? null;
      };
      return [kind, ability];
    }),
  ) as Record<CommandKind, Ability>; // of every kind
  const commands = new Commands(db, abilities, async (done) => {
    log.push(`answer ${done.commandId}`);
    answers.push(done);
  });
  return { commands, log, answers };
}

describe("commands of staff", () => {
  test("each is run once and answered when it is done, one after the other", async () => {
    const db = await openDatabase(makeUuid());
    const { commands, log, answers } = player(db);
    await Promise.all(kinds.filter((kind) => kind !== "reload").map((kind) => commands.take(`${kind}-1`, kind)));
    expect(log).toEqual(["refresh", "identify", "screenshot", "mute", "unmute", "clearCache"].flatMap((kind) => [`${kind} ${kind}-1`, `answer ${kind}-1`]));
    expect(answers.every(({ state, reason }) => state === "done" && reason === null)).toBe(true);
  });

  test("one that comes again is answered as before and not run again, also after a restart", async () => {
    const db = await openDatabase(makeUuid());
    const before = player(db, { screenshot: async () => "slate" });
    await before.commands.take("a", "identify");
    await before.commands.take("b", "screenshot");
    await Promise.all([before.commands.take("a", "identify"), before.commands.take("b", "screenshot")]);
    expect(before.log).toEqual(["identify a", "answer a", "screenshot b", "answer b", "answer a", "answer b"]);
    const after = player(db);
    await after.commands.take("a", "identify");
    await after.commands.take("b", "screenshot");
    expect(after.log).toEqual(["answer a", "answer b"]);
    expect(after.answers).toEqual([
      { commandId: "a", state: "done", reason: null },
      { commandId: "b", state: "failed", reason: "slate" },
    ]);
  });

  test("a reload is answered before it begins, and is no reason to reload again", async () => {
    const db = await openDatabase(makeUuid());
    const before = player(db);
    await before.commands.take("r", "reload");
    expect(before.log).toEqual(["answer r", "reload r"]);
    const after = player(db);
    await after.commands.take("r", "reload");
    expect(after.log).toEqual(["answer r"]);
    expect(after.answers).toEqual([{ commandId: "r", state: "done", reason: null }]);
  });

  test("one during which the power went is answered as failed and not begun again", async () => {
    const db = await openDatabase(makeUuid());
    let begun: () => void = () => undefined;
    const isBegun = new Promise<void>((resolve) => (begun = resolve));
    const before = player(db, { clearCache: () => (begun(), new Promise(() => undefined)) });
    void before.commands.take("c", "clearCache");
    await isBegun;
    const after = player(db);
    await after.commands.take("c", "clearCache");
    expect(after.log).toEqual(["answer c"]);
    expect(after.answers).toEqual([{ commandId: "c", state: "failed", reason: "restarted" }]);
  });

  test("what fails says why, as an answer may carry it, and the next is run all the same", async () => {
    const db = await openDatabase(makeUuid());
    const { commands, answers } = player(db, { refresh: () => Promise.reject(new Error(`no\u0000 network${"!".repeat(300)}`)) });
    await Promise.all([commands.take("f", "refresh"), commands.take("g", "mute")]);
    expect(answers[0]).toMatchObject({ commandId: "f", state: "failed", reason: expect.stringMatching(/^Error: no {2}network!+$/) as unknown });
    expect(answers[0]?.reason).toHaveLength(200);
    expect(answers[1]).toEqual({ commandId: "g", state: "done", reason: null });
  });

  test("the last two hundred are remembered", async () => {
    const db = await openDatabase(makeUuid());
    await writeState(db, "commands", Array.from({ length: 200 }, (_, index) => ({ commandId: `old-${index}`, outcome: { state: "done" as const, reason: null } })));
    const { commands, log } = player(db);
    await commands.take("new", "mute");
    const known = (await readState(db, "commands"))?.map(({ commandId }) => commandId);
    expect([known?.length, known?.[0], known?.at(-1)]).toEqual([200, "old-1", "new"]);
    await commands.take("old-199", "mute");
    expect(log).toEqual(["mute new", "answer new", "answer old-199"]);
  });
});
