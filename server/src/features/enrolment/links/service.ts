import { setImmediate } from "node:timers/promises";
import type { AnswerOf, BodyOf, EnrolmentLink, routes } from "@yilu/contract";
import { reaches, systemCaller, type Caller } from "../../../caller.ts";
import type { Clock } from "../../../clock.ts";
import { brokenUnique, type Tx, type UnitOfWork } from "../../../database/unit-of-work.ts";
import type { EventBus } from "../../../events.ts";
import { Refusal, refuse } from "../../../http/refusal.ts";
import { newSecret, sha256Hex } from "../../../random.ts";
import type { AuditService } from "../../audit/service.ts";
import { drawQr } from "../../screens/qr.ts";
import type { LinkedScreen, LinksRepository } from "./repository.ts";

const dayMs = 86_400_000;
/** So long it is still said of a link that it has expired or was used. */
const rememberedMs = 90 * dayMs;
const namedAtMost = 10;
const drawnAtOnce = 20;
const maxOriginLength = 300;

/** Links that pair the browser which opens them, once: for fleets, where nobody wants to type a code for each screen. */
export class LinksService {
  constructor(
    private readonly repository: LinksRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditService,
    private readonly events: EventBus,
    private readonly clock: Clock,
  ) {}

  /**
   * New links for screens without a player. What they carry is told here and never again: only its hash is stored.
   * @param origin the address under which players reach this server
   * @throws Refusal refersToMissing, alreadyPaired with the names
   */
  async create(caller: Caller, { screenIds, days }: BodyOf<typeof routes.enrolments.create>, origin: string): Promise<AnswerOf<typeof routes.enrolments.create>> {
    const ids = [...new Set(screenIds)];
    const now = this.clock();
    const expiresAt = now + days * dayMs;
    const made = await this.unitOfWork.run(async (tx) => {
      const screens = await this.unpaired(tx, caller, ids);
      const links = screens.map((screen) => ({ screen, secret: newSecret() }));
      await this.repository.replace(tx, links.map(({ screen, secret }) => ({ secretSha256: sha256Hex(secret), screenId: screen.id, createdAt: BigInt(now), createdBy: caller.userId, expiresAt: BigInt(expiresAt) })));
      for (const { screen } of links) await this.record(tx, caller, "screen.link", screen, { expiresAt });
      return links;
    });
    const links: EnrolmentLink[] = [];
    for (const [index, { screen, secret }] of made.entries()) {
      if (index % drawnAtOnce === drawnAtOnce - 1) await setImmediate();
      const url = `${origin.slice(0, maxOriginLength)}/player/?enrol=${secret}`;
      const { id: screenId, name: screenName, unit, plate, line, place } = screen;
      links.push({ screenId, screenName, unitName: unit.name, plate, line, place, url, qr: drawQr(url), expiresAt });
    }
    return { links };
  }

  /**
   * A player uses its link: from then on its token is the screen's. One browser only, however many ask at once; the same
   * browser, which alone has that token, may ask again when it lost the answer.
   * @throws Refusal linkUnknown, linkUsed, linkExpired, alreadyPaired, invalidInput for a token that another screen has
   */
  async claim({ secret, token }: BodyOf<typeof routes.enrolments.claim>, address: string): Promise<AnswerOf<typeof routes.enrolments.claim>> {
    const [secretSha256, tokenSha256] = [sha256Hex(secret), sha256Hex(token)];
    // What nobody made is refused by a reading: guesses take no turn from those who write.
    if (!(await this.repository.isKnown(secretSha256))) throw new Refusal("linkUnknown");
    try {
      return await this.unitOfWork.run(async (tx) => {
        // Taken first: whoever comes at the same moment waits here, and then finds it used. A refusal gives it back.
        const isFirst = await this.repository.use(tx, secretSha256, this.clock());
        const link = await this.repository.link(tx, secretSha256);
        if (link === null) throw new Refusal("linkUnknown");
        const { screen } = link;
        const answer = { screenId: screen.id, screenName: screen.name };
        if (!isFirst) {
          if (screen.tokens.some((one) => one.tokenSha256 === tokenSha256)) return answer;
          throw new Refusal("linkUsed");
        }
        if (link.expiresAt <= BigInt(this.clock())) throw new Refusal("linkExpired");
        if (screen.tokens.length > 0) throw new Refusal("alreadyPaired");
        await this.repository.addToken(tx, tokenSha256, screen.id, this.clock());
        await this.record(tx, { ...systemCaller(screen.unitId, screen.unit.path), name: "播放端 player", address }, "screen.enrol", screen, null);
        return answer;
      });
    } catch (error) {
      if (brokenUnique(error)) throw refuse("invalidInput", "凭证已是另一块屏幕的", "The token is another screen's");
      throw error;
    }
  }

  removeExpired(): Promise<number> {
    return this.repository.removeExpired(this.clock() - rememberedMs);
  }

  /** The screens in the order asked for. */
  private async unpaired(tx: Tx, caller: Caller, ids: readonly string[]): Promise<LinkedScreen[]> {
    const found = new Map((await this.repository.screens(tx, ids)).map((screen) => [screen.id, screen]));
    const screens = ids.flatMap((id) => found.get(id) ?? []);
    if (screens.length < ids.length || screens.some(({ unit }) => !reaches(caller, unit.path))) {
      throw refuse("refersToMissing", "有的屏幕不存在或不在本单位范围内", "A screen is missing or outside your unit");
    }
    const paired = screens.filter(({ tokens }) => tokens.length > 0).map(({ name }) => name);
    if (paired.length > 0) {
      const [names, more] = [paired.slice(0, namedAtMost), paired.length - namedAtMost];
      throw refuse("alreadyPaired", `${names.join("、")}${more > 0 ? `，另 ${more} 块` : ""}`, `${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}`);
    }
    return screens;
  }

  private async record(tx: Tx, caller: Caller, action: string, { id, name, unit }: LinkedScreen, after: object | null): Promise<void> {
    await this.audit.record(tx, caller, { action, objectType: "screen", objectId: id, objectName: name, unitPath: unit.path, after });
    if (action === "screen.enrol") tx.afterCommit(() => this.events.emit("changed", { what: "screens", id, unitPath: unit.path }));
  }
}
