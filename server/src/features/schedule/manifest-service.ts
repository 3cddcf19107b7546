import type { Manifest } from "@yilu/contract";
import type { Caller } from "../../caller.ts";
import type { Clock } from "../../clock.ts";
import type { Tx } from "../../database/unit-of-work.ts";
import { compile, type Compiled, type CompiledScreen } from "./compile.ts";
import type { Content, ScheduleRepository } from "./repository.ts";

const dayMs = 86_400_000;
/** How far ahead files are wanted (E6). */
const horizonMs = 30 * dayMs;

/** What each screen should play. Always derived from the database: a lost event costs time, never correctness. */
export class ManifestService {
  private compiled: Compiled | null = null;
  private compiling: Promise<Compiled> | null = null;

  constructor(
    private readonly repository: ScheduleRepository,
    private readonly clock: Clock,
  ) {}

  /** The manifests as of now, never as of before the call. One small query when nothing changed. */
  async current(): Promise<Compiled> {
    const key = this.keyFor(await this.repository.version());
    if (this.compiled?.key === key) return this.compiled;
    // One that is under way may have read the content before the change that this caller comes from; the next has not.
    await this.compiling?.catch(() => undefined);
    if (this.compiled?.key === key) return this.compiled;
    return (this.compiling ??= this.compileNow().finally(() => {
      this.compiling = null;
    }));
  }

  /** The manifest of one screen; null for an unknown screen. */
  async manifest(screenId: string): Promise<Manifest | null> {
    const screen = (await this.current()).screens.get(screenId);
    if (screen === undefined) return null;
    const generatedAt = this.clock();
    return { ...screen.manifest, screenId, generatedAt, horizonEnd: generatedAt + horizonMs };
  }

  /** Newest revision of these screens; null where nothing is scheduled. */
  async targetRevisions(screenIds: readonly string[]): Promise<ReadonlyMap<string, string | null>> {
    const { screens } = await this.current();
    return new Map(
      screenIds.map((id) => {
        const manifest = screens.get(id)?.manifest;
        return [id, manifest === undefined || manifest.entries.length === 0 ? null : manifest.revision];
      }),
    );
  }

  async mediaLabels(): Promise<Compiled["media"]> {
    return (await this.current()).media;
  }

  /** Whether a screen's manifest holds a file. */
  async screenHolds(screenId: string, sha256: string): Promise<boolean> {
    const screen = (await this.current()).screens.get(screenId);
    return screen !== undefined && holds(screen, sha256);
  }

  /** Whether a file is shown on any screen in the caller's reach. */
  async shownWithin(caller: Caller, sha256: string): Promise<boolean> {
    for (const screen of (await this.current()).screens.values()) {
      if (screen.unitPath.startsWith(caller.unitPath) && holds(screen, sha256)) return true;
    }
    return false;
  }

  /**
   * The manifests as they would be if this transaction committed; once it has, they are the current ones and are not
   * made again. The transaction must have raised the content version before (`takeTurn`), and change nothing after.
   */
  async within(tx: Tx): Promise<Compiled> {
    const content = await this.read(tx);
    const compiled = compile(content, this.keyFor(content.version));
    tx.afterCommit(() => {
      this.compiled = compiled;
    });
    return compiled;
  }

  /** The manifests with every entry that is still there and did not end before a local date, to tell what was planned then. */
  async since(date: string, tx: Tx): Promise<Compiled> {
    return compile(await this.repository.content(date, Date.parse(`${date}T00:00:00Z`) - dayMs, date, tx), `since ${date}`);
  }

  private keyFor(version: number): string {
    return `${version}/${Math.floor(this.clock() / dayMs)}`;
  }

  private async compileNow(): Promise<Compiled> {
    const content = await this.read();
    this.compiled = compile(content, this.keyFor(content.version));
    return this.compiled;
  }

  private read(tx?: Tx): Promise<Content> {
    // Two days of grace cover every time zone and a daypart that crosses midnight.
    const since = this.clock() - 2 * dayMs;
    // The date where days begin last: a campaign asks for pictures until it is over everywhere.
    return this.repository.content(utcDate(since), since, utcDate(this.clock() - dayMs / 2), tx);
  }
}

const utcDate = (at: number): string => new Date(at).toISOString().slice(0, 10);

function holds(screen: CompiledScreen, sha256: string): boolean {
  return screen.manifest.media.some((media) => media.sha256 === sha256);
}
