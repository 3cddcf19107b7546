import { existsSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import type { Media, Role } from "@yilu/contract";
import { EventBus } from "@yilu/server/events.ts";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi, type MockInstance } from "vitest";
import { databaseKinds } from "../support/databases.ts";
import { call, change, list, page, review } from "../support/media-calls.ts";
import { Client, testPassword } from "../support/server.ts";
import { noon, World, type Side } from "../support/world.ts";

const day = Date.parse("2026-06-26T00:00:00+08:00");

describe.each(databaseKinds)("media on %s", (database) => {
  let world: World;
  let scheduler: Client;
  let reviewer: Client;
  let emitted: MockInstance<EventBus["emit"]>;

  beforeAll(async () => {
    world = await World.start({ database });
    [scheduler, reviewer] = await Promise.all([signedIn("here", "scheduler"), signedIn("here", "reviewer")]);
  });
  afterAll(() => world.close());
  beforeEach(() => {
    emitted = vi.spyOn(EventBus.prototype, "emit");
  });
  afterEach(() => {
    vi.restoreAllMocks();
    expect(world.server.failures).toEqual([]);
  });

  async function signedIn(side: Side, role: Role): Promise<Client> {
    return new Client(world.server.origin).signIn((await world.user(side, role)).username, testPassword);
  }

  const contentVersion = async () => Number((await world.inspector.client.contentVersion.findUnique({ where: { id: 1 } }))?.version ?? 0);
  const audited = (id: string) => world.inspector.client.auditEntry.findMany({ where: { objectId: id }, orderBy: { id: "asc" } });
  const fileOf = (sha256: string) => join(world.server.env.DATA_DIR, "media", sha256.slice(0, 2), sha256);

  describe("are listed", () => {
    it("of one's own unit and those below, and of no other", async () => {
      const units = new Set((await list(scheduler)).map(({ unitId }) => unitId));
      expect(units).toEqual(new Set([world.place("here").unit.id, world.place("below").unit.id]));
    });

    it("of a unit above on request, as far as they are approved", async () => {
      const [above, there] = [world.place("above"), world.place("there")];
      await world.pending("above");
      expect((await list(scheduler, { unitId: above.unit.id })).map(({ id }) => id)).toEqual([above.media.id]);
      expect(await list(scheduler, { unitId: there.unit.id })).toEqual([]);
    });

    it("by state, level, kind and words of the title, newest first, in pages", async () => {
      const own = { unitId: world.place("here").unit.id };
      const waiting = [await world.pending("here"), await world.pending("here")];
      const newest = [...waiting].sort((one, other) => other.createdAt - one.createdAt || (one.id < other.id ? 1 : -1)).map(({ id }) => id);
      const ids = async (query: Record<string, string>) => (await list(scheduler, { ...own, ...query })).map(({ id }) => id);
      expect(await ids({ status: "pending" })).toEqual(newest);
      expect(await ids({ status: "approved" })).toEqual([world.place("here").media.id]);
      expect(await ids({ status: "failed" })).toEqual([]);
      expect(await ids({ kind: "video" })).toEqual([]);
      expect(await ids({ kind: "image", status: "pending" })).toEqual(newest);
      expect(await ids({ level: "national" })).toEqual([]);
      expect(await ids({ q: waiting[0]?.title ?? "" })).toEqual([waiting[0]?.id]);
      const second = page.parse((await scheduler.request("GET", `/api/media?status=pending&unitId=${own.unitId}&page=2&pageSize=1`)).body);
      expect([second.total, second.page, second.rows.map(({ id }) => id)]).toEqual([2, 2, newest.slice(1)]);
      for (const media of waiting) await world.approve(media);
    });

    it("with the playlists that hold them", async () => {
      const { media, playlist } = world.place("here");
      expect((await list(scheduler)).find(({ id }) => id === media.id)?.usedIn).toEqual([{ id: playlist.id, name: playlist.name }]);
    });
  });

  describe("one by one", () => {
    it("are shown from one's own unit, from below, and approved ones from above; others do not exist", async () => {
      for (const side of ["here", "below", "above"] as const) {
        expect(await call(scheduler, "GET", `/api/media/${world.place(side).media.id}`)).toMatchObject({ media: { id: world.place(side).media.id } });
      }
      const pendingAbove = await world.pending("above");
      for (const id of [world.place("there").media.id, pendingAbove.id, "nosuchmedia"]) {
        expect(await call(scheduler, "GET", `/api/media/${id}`)).toMatchObject({ code: "notFound" });
      }
    });

    it("from above do not tell which playlists of other units hold them", async () => {
      expect(await call(scheduler, "GET", `/api/media/${world.place("above").media.id}`)).toMatchObject({ media: { usedIn: [] } });
    });
  });

  describe("are reviewed", () => {
    it("by somebody else than the uploader", async () => {
      const media = await world.pending("here");
      const { staff } = world.place("here");
      await world.inspector.client.user.update({ where: { id: staff.userId }, data: { role: "reviewer" } });
      const uploader = await new Client(world.server.origin).signIn(await usernameOf(staff.userId), testPassword);
      expect(await review(uploader, media, "approve")).toMatchObject({ code: "selfReview" });
      await world.inspector.client.user.update({ where: { id: staff.userId }, data: { role: "scheduler" } });
      expect(await review(scheduler, media, "approve")).toMatchObject({ code: "forbidden" });
      expect(await review(await signedIn("there", "reviewer"), media, "approve")).toMatchObject({ code: "notFound" });
      expect(await review(reviewer, media, "approve")).toMatchObject({ media: { status: "approved" } });
    });

    it("for exactly the bytes that the reviewer saw", async () => {
      const media = await world.pending("here");
      expect(await review(reviewer, media, "approve", "", "0".repeat(64))).toMatchObject({ code: "hashMismatch" });
      expect(await call(reviewer, "GET", `/api/media/${media.id}`)).toMatchObject({ media: { status: "pending", version: 1, reviews: [] } });
    });

    it("and approved: with version, audit row, event and content version all at once", async () => {
      const media = await world.pending("here");
      const before = await contentVersion();
      emitted.mockClear();
      const approved = await review(reviewer, media, "approve");
      expect(approved).toMatchObject({
        media: { status: "approved", reason: null, version: 2, reviews: [{ decision: "approve", reason: "", sha256: media.sha256 }] },
      });
      expect(await contentVersion()).toBe(before + 1);
      expect((await audited(media.id)).map(({ action }) => action)).toEqual(["media.upload", "media.approve"]);
      expect(emitted.mock.calls).toEqual([
        ["changed", { what: "media", id: media.id, unitPath: world.place("here").unit.path }],
        ["content.changed", {}],
      ]);
    });

    it("and returned with a reason, never without", async () => {
      const media = await world.pending("here");
      expect(await review(reviewer, media, "return", "  ")).toMatchObject({ code: "invalidInput", fields: ["body.reason"] });
      expect(await review(reviewer, media, "return", "字幕被裁")).toMatchObject({
        media: { status: "returned", reason: "字幕被裁", version: 2, reviews: [{ decision: "return", reason: "字幕被裁" }] },
      });
    });

    it("once", async () => {
      const [approved, returned] = [await world.approved("here"), await world.pending("here")];
      await review(reviewer, returned, "return", "声音太小");
      for (const media of [approved, returned]) {
        for (const decision of ["approve", "return"] as const) expect(await review(reviewer, media, decision, "再来")).toMatchObject({ code: "alreadyReviewed" });
      }
    });

    it("once also when two reviewers decide at the same moment", async () => {
      const media = await world.pending("here");
      const second = await signedIn("here", "reviewer");
      const answers = await Promise.all([review(reviewer, media, "approve"), review(second, media, "return", "不清楚")]);
      expect(answers.filter((answer) => "media" in answer)).toHaveLength(1);
      expect(answers.filter((answer) => "code" in answer && answer.code === "alreadyReviewed")).toHaveLength(1);
      expect(await world.inspector.client.mediaReview.count({ where: { mediaId: media.id } })).toBe(1);
    });
  });

  describe("are reviewed in steps", () => {
    const steps = async (count: number) => {
      await world.server.media.service.changePolicy(world.server.system, { steps: count, remindDays: 7 });
    };
    afterEach(() => steps(1));

    it("by another reviewer each, and shown only after the last", async () => {
      await steps(2);
      const media = await world.pending("here");
      expect(media).toMatchObject({ approvals: 0, approvalsNeeded: 2 });
      expect(await review(reviewer, media, "approve")).toMatchObject({ media: { status: "pending", approvals: 1 } });
      expect(await review(reviewer, media, "approve")).toMatchObject({ code: "stepTaken" });
      const second = await signedIn("here", "reviewer");
      expect(await review(second, media, "approve")).toMatchObject({ media: { status: "approved", approvals: 2, reviews: [{ step: 1 }, { step: 2 }] } });
    });

    it("a return in the second step begins at the first again", async () => {
      await steps(2);
      const media = await world.pending("here");
      const second = await signedIn("here", "reviewer");
      await review(reviewer, media, "approve");
      expect(await review(second, media, "return", "字幕被裁")).toMatchObject({ media: { status: "returned", approvals: 0 } });
      const version = media.version + 2;
      expect(await change(scheduler, { ...media, version }, { title: "换了字幕位置" })).toMatchObject({ media: { status: "pending", approvals: 0 } });
      expect(await review(reviewer, media, "approve")).toMatchObject({ media: { approvals: 1 } });
    });

    it("what waits when the rule is eased needs one more decision, and what is approved stays so when it is tightened", async () => {
      const approved = await world.approved("here");
      await steps(3);
      expect(await call(scheduler, "GET", `/api/media/${approved.id}`)).toMatchObject({ media: { status: "approved", approvals: 1, approvalsNeeded: 1 } });
      const media = await world.pending("here");
      await review(reviewer, media, "approve");
      await steps(1);
      expect(await review(await signedIn("here", "reviewer"), media, "approve")).toMatchObject({ media: { status: "approved", approvals: 2 } });
    });
  });

  it("that are about to expire are told of once, and listed", async () => {
    const media = await world.approved("here");
    await change(scheduler, media, { validFrom: null, validUntil: noon + 6 * 86_400_000 });
    const late = await world.approved("here");
    await change(scheduler, late, { validFrom: null, validUntil: noon + 8 * 86_400_000 });
    expect((await list(scheduler, { expiresInDays: "7" })).map(({ id }) => id)).toEqual([media.id]);
    emitted.mockClear();
    const told = () => emitted.mock.calls.filter(([name]) => name === "media.expiring").map(([, event]) => event);
    expect(await world.server.media.service.remindOfExpiry()).toBe(1);
    expect(await world.server.media.service.remindOfExpiry()).toBe(0);
    expect(told()).toEqual([{ mediaId: media.id, unitPath: world.place("here").unit.path }]);
  });

  describe("are edited", () => {
    it("in title or level, and wait for a reviewer again: what is shown is what was approved", async () => {
      const media = await world.approved("here");
      const before = await contentVersion();
      const edited = await change(scheduler, media, { title: "致敬禁毒英雄", level: "national", contact: "李静 0734-6812345" });
      expect(edited).toMatchObject({
        media: { title: "致敬禁毒英雄", level: "national", contact: "李静 0734-6812345", status: "pending", approvals: 0, sha256: media.sha256, version: media.version + 1 },
      });
      expect(await call(scheduler, "GET", `/api/media/${media.id}`)).toEqual(edited);
      expect(await contentVersion()).toBe(before + 1);
      expect((await audited(media.id)).at(-1)).toMatchObject({
        action: "media.change",
        before: { title: media.title, level: "county", status: "approved" },
        after: { title: "致敬禁毒英雄", status: "pending" },
      });
    });

    it("into a shorter time, and stay approved; into a longer one, and are reviewed again", async () => {
      const media = await world.approved("here");
      const shorter = await change(scheduler, media, { validFrom: day, validUntil: day + 86_400_000 });
      expect(shorter).toMatchObject({ media: { status: "approved", validFrom: day, validUntil: day + 86_400_000 } });
      const version = media.version + 1;
      expect(await change(scheduler, { ...media, version }, { validFrom: day, validUntil: day + 2 * 86_400_000 })).toMatchObject({ media: { status: "pending" } });
    });

    it("after they were returned, and are submitted again; unchanged they stay returned", async () => {
      const media = await world.pending("here");
      await review(reviewer, media, "return", "标题不妥");
      const version = media.version + 1;
      expect(await change(scheduler, { ...media, version })).toMatchObject({ media: { status: "returned", reason: "标题不妥" } });
      expect(await change(scheduler, { ...media, version: version + 1 }, { title: "改好的标题" })).toMatchObject({ media: { status: "pending", reason: null } });
    });

    it("not over somebody else's change, not into an empty time, and not from another unit", async () => {
      const media = await world.approved("here");
      const before = await world.inspector.dump();
      expect(await change(scheduler, media, { version: media.version + 1 })).toMatchObject({ code: "versionMismatch" });
      expect(await change(scheduler, media, { validFrom: day, validUntil: day })).toMatchObject({ code: "invalidInput", fields: ["body.validUntil"] });
      expect(await change(await signedIn("there", "scheduler"), media)).toMatchObject({ code: "notFound" });
      expect(await change(scheduler, world.place("above").media, { title: "上级的" })).toMatchObject({ code: "notFound" });
      const after = await world.inspector.dump();
      // Signing in is written down, and with it the head of the log's chain.
      expect({ ...after, User: [] }).toEqual({ ...before, User: [], AuditEntry: after["AuditEntry"], Setting: after["Setting"] });
      expect((await audited(media.id)).map(({ action }) => action)).toEqual(["media.upload", "media.approve"]);
    });
  });

  describe("are mended by the unit that sent them in", () => {
    const to = { title: "改好的", validUntil: noon };
    /** What somebody of `side` meets who changes this film; whether the film says beforehand that they may. */
    const attempt = async (client: Client, media: Media) => {
      const seen = await call(client, "GET", `/api/media/${media.id}`);
      if (!("media" in seen)) return seen.code;
      const answer = await change(client, seen.media, to);
      expect("media" in answer).toBe(seen.media.mayChange);
      return "media" in answer ? `${answer.media.status} ${answer.media.approvals}` : answer.code;
    };
    const returned = async (side: Side) => {
      const media = await world.pending(side);
      await world.server.media.service.decide({ ...world.server.system, userId: world.place("above").staff.userId }, media.id, { sha256: media.sha256, decision: "return", reason: "标题不妥" });
      return media;
    };
    const uploadedBy = (media: Media, uploaderId: string) => world.inspector.client.media.update({ where: { id: media.id }, data: { uploaderId } }).then(() => media);

    it("until they are approved, and by no other unit", async () => {
      const [operator, colleague] = [await signedIn("here", "operator"), await world.user("here", "reviewer")];
      const own = await new Client(world.server.origin).signIn(colleague.username, testPassword);
      const fromAbove = (await world.user("above", "operator")).id;
      const cases: [what: string, who: Client, media: Media, outcome: string][] = [
        ["an operator, a colleague's that waits", operator, await world.pending("here"), "pending 0"],
        ["an operator, a colleague's that was returned", operator, await returned("here"), "pending 0"],
        ["an operator, an approved one", operator, await world.approved("here"), "forbidden"],
        ["an operator, one of a unit below", operator, await returned("below"), "forbidden"],
        ["an operator, one that the unit above put there", operator, await uploadedBy(await world.pending("here"), fromAbove), "forbidden"],
        ["an operator, one shared from above", operator, world.place("above").media, "notFound"],
        ["an operator, one from beside", operator, await returned("there"), "notFound"],
        ["a reviewer, a colleague's", own, await returned("here"), "forbidden"],
        ["a reviewer, the own one", own, await uploadedBy(await returned("here"), colleague.id), "pending 0"],
        ["a scheduler, one of a unit below", scheduler, await returned("below"), "pending 0"],
      ];
      const met = [];
      for (const [what, who, media] of cases) met.push(`${what}: ${await attempt(who, media)}`);
      expect(met).toEqual(cases.map(([what, , , outcome]) => `${what}: ${outcome}`));
    });

    it("with any change, a shorter time too, the steps that were approved are void; whose turn it is not is told why", async () => {
      await world.server.media.service.changePolicy(world.server.system, { steps: 2, remindDays: 7 });
      const media = await world.pending("here");
      await world.approve(media);
      const operator = await signedIn("here", "operator");
      expect(await change(operator, { ...media, version: 2 }, { validUntil: noon })).toMatchObject({ media: { status: "pending", approvals: 0, version: 3 } });
      expect((await audited(media.id)).at(-1)).toMatchObject({ action: "media.change", before: { validUntil: null, status: "pending" }, after: { validUntil: noon, status: "pending" } });
      await world.server.media.service.changePolicy(world.server.system, { steps: 1, remindDays: 7 });
      expect(await change(operator, world.place("here").media)).toMatchObject({ code: "forbidden", detail: expect.stringContaining("请排期员修改") as string });
      expect((await operator.request("DELETE", `/api/media/${media.id}`)).status).toBe(403);
    });

    it("and are not approved in words that the reviewer did not see", async () => {
      const media = await world.pending("here");
      await change(await signedIn("here", "operator"), media, { title: "另一个标题" });
      const decide = (version: number) => call(reviewer, "POST", `/api/media/${media.id}/review`, { sha256: media.sha256, version, decision: "approve", reason: "" });
      expect(await decide(1)).toMatchObject({ code: "versionMismatch" });
      expect(await decide(2)).toMatchObject({ media: { status: "approved", title: "另一个标题" } });
    });
  });

  describe("are removed", () => {
    const remove = (client: Client, id: string) => client.request("DELETE", `/api/media/${id}`);

    it("with their file and poster", async () => {
      const media = await world.approved("here");
      const before = await contentVersion();
      expect(existsSync(fileOf(media.sha256))).toBe(true);
      expect((await remove(scheduler, media.id)).status).toBe(204);
      expect([existsSync(fileOf(media.sha256)), existsSync(`${fileOf(media.sha256)}.jpg`)]).toEqual([false, false]);
      expect(await world.inspector.client.mediaFile.findUnique({ where: { sha256: media.sha256 } })).toBeNull();
      expect(await call(scheduler, "GET", `/api/media/${media.id}`)).toMatchObject({ code: "notFound" });
      expect(await contentVersion()).toBe(before + 1);
      expect((await audited(media.id)).at(-1)).toMatchObject({ action: "media.remove", after: null });
    });

    it("but not the file while other media stand for the same bytes", async () => {
      const media = await world.approved("here");
      const { staff } = world.place("below");
      const { mediaId: twin } = await world.server.media.intake.takeCopy(staff, { filename: "同一份.png", level: "county" }, fileOf(media.sha256));
      expect((await remove(scheduler, media.id)).status).toBe(204);
      expect([existsSync(fileOf(media.sha256)), existsSync(`${fileOf(media.sha256)}.jpg`)]).toEqual([true, true]);
      expect((await remove(scheduler, twin)).status).toBe(204);
      expect(existsSync(fileOf(media.sha256))).toBe(false);
    });

    it("never while a playlist holds them, and the answer names it", async () => {
      const { media, playlist } = world.place("here");
      const before = await world.inspector.counts();
      const { status, body } = await remove(scheduler, media.id);
      expect([status, body]).toMatchObject([409, { code: "inUse", detail: { zh: `在这些播放列表里：《${playlist.name}》` } }]);
      expect(await world.inspector.counts()).toEqual(before);
      expect(existsSync(fileOf(media.sha256))).toBe(true);
    });

    it("by their own unit or one above, and by no other", async () => {
      for (const side of ["above", "there"] as const) expect((await remove(scheduler, world.place(side).media.id)).status).toBe(404);
      expect((await remove(reviewer, (await world.approved("here")).id)).status).toBe(403);
      expect((await remove(scheduler, (await world.approved("below")).id)).status).toBe(204);
    });

    it("also when the same file is uploaded at the same moment: then it is there, whole", async () => {
      const { staff } = world.place("here");
      for (let round = 0; round < 5; round += 1) {
        const media = await world.approved("here");
        const kept = join(world.server.env.DATA_DIR, `kept-${round}`);
        await copyFile(fileOf(media.sha256), kept);
        const [, taken] = await Promise.all([
          world.server.media.service.remove(staff, media.id),
          world.server.media.intake.takeCopy(staff, { filename: "again.png", level: "county" }, kept),
        ]);
        const row = await world.inspector.client.media.findUnique({ where: { id: taken.mediaId } });
        expect([row === null, existsSync(fileOf(media.sha256))]).toEqual([taken.duplicate, !taken.duplicate]);
      }
    });
  });

  it("are offered to playlists from one's own unit, below and above, in whatever state, never from beside", async () => {
    const { staff } = world.place("here");
    const pendingAbove = await world.pending("above");
    const sides = (["here", "below", "there", "above"] as const).map((side) => world.place(side).media);
    const found = await world.server.media.service.forPlaylist(staff, [...sides.map(({ id }) => id), pendingAbove.id, pendingAbove.id, "nosuchmedia"]);
    const [here, below, , above] = sides;
    const expected = [here, below, above, pendingAbove].map((media) => ({
      id: media?.id,
      title: media?.title,
      level: "county",
      kind: "image",
      status: media === pendingAbove ? "pending" : "approved",
      sha256: media?.sha256,
      durationMs: null,
      posterUrl: `/api/posters/${media?.sha256 ?? ""}`,
    }));
    const byId = (one: { id: string | undefined }, other: { id: string | undefined }) => ((one.id ?? "") < (other.id ?? "") ? -1 : 1);
    expect(found.sort(byId)).toEqual(expected.sort(byId));
  });

  async function usernameOf(id: string): Promise<string> {
    return (await world.inspector.client.user.findUniqueOrThrow({ where: { id } })).username;
  }
});
