import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ManifestService } from "../../server/src/features/schedule/manifest-service.ts";
import { ScheduleRepository, type Content } from "../../server/src/features/schedule/repository.ts";
import { County, shanghai } from "../support/county.ts";
import { databaseKinds } from "../support/databases.ts";
import { Inspector } from "../support/inspect.ts";
import { until } from "../support/until.ts";

const today = shanghai("2026-06-26 12:00");

/** Reads what is there, and hands it over when it is let: a busy disk. */
class Slow extends ScheduleRepository {
  readonly held: (() => void)[] = [];
  reads = 0;
  asked = 0;
  override async version(): Promise<number> {
    const version = await super.version();
    setImmediate(() => (this.asked += 1)); // by then whoever asked has gone on with it
    return version;
  }
  override async content(...asked: Parameters<ScheduleRepository["content"]>): Promise<Content> {
    const content = await super.content(...asked);
    this.reads += 1;
    await new Promise<void>((resolve) => this.held.push(resolve));
    return content;
  }
  /** Hands over what is read first, once it is read. */
  async let(): Promise<void> {
    await until(() => Promise.resolve(this.held.length > 0));
    this.held.shift()?.();
  }
}

describe.each(databaseKinds)("manifests while they are made, on %s", (database) => {
  let county: County;
  let inspector: Inspector;
  beforeAll(async () => {
    county = await County.open(today, database);
    inspector = new Inspector(county.server);
    await county.screen("公交", "north");
  });
  afterAll(async () => {
    await inspector.close();
    await county.close();
  });

  it("whoever asks after a change never gets what was read before it", async () => {
    const repository = new Slow(inspector.client);
    const manifests = new ManifestService(repository, () => today);
    const before = manifests.current();
    await until(() => Promise.resolve(repository.reads === 1));
    const entry = await county.save("日常", await county.playlist("甲", [10]));
    const after = [manifests.current(), manifests.current(), manifests.current()];
    await until(() => Promise.resolve(repository.asked === 4));
    await repository.let();
    expect((await before).entries.has(entry.id)).toBe(false);
    await repository.let();
    for (const one of await Promise.all(after)) expect(one.entries.get(entry.id)?.name).toBe("日常");
    // They share one making, and the next finds it made.
    await manifests.current();
    expect(repository.reads).toBe(2);
  });
});
