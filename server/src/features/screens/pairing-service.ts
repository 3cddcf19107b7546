import * as contract from "@yilu/contract";
import type { Caller, PlayerCaller } from "../../caller.ts";
import type { Clock } from "../../clock.ts";
import type { Tx, UnitOfWork } from "../../database/unit-of-work.ts";
import type { EventBus } from "../../events.ts";
import { Refusal } from "../../http/refusal.ts";
import { newSecret, randomText, sha256Hex } from "../../random.ts";
import type { AuditService } from "../audit/service.ts";
import type { PlayerRepository } from "./player.repository.ts";
import { drawQr } from "./qr.ts";
import type { ScreenRow } from "./repository.ts";
import type { ScreensService } from "./service.ts";

const codeLifeMs = 10 * 60_000;
const maxOriginLength = 300;

export interface KnownPlayer extends PlayerCaller {
  screenName: string;
  unitName: string;
  plate: string | null;
  line: string | null;
  /** Staff asked for a new token. */
  rotate: boolean;
}

/** How a player comes to its token, and how it loses it. */
export class PairingService {
  constructor(
    private readonly repository: PlayerRepository,
    private readonly screens: ScreensService,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditService,
    private readonly events: EventBus,
    private readonly clock: Clock,
  ) {}

  /**
   * A code for a new player to show, good for ten minutes.
   * @param origin the address under which the player reaches this server: the QR code opens the console there
   */
  async offer(origin: string): Promise<contract.AnswerOf<typeof contract.routes.player.offerPairing>> {
    const code = randomText(8, contract.pairingAlphabet);
    const secret = newSecret();
    const expiresAt = this.clock() + codeLifeMs;
    await this.repository.addCode({ code, secretSha256: sha256Hex(secret), expiresAt: BigInt(expiresAt) });
    return { code, secret, expiresAt, qr: drawQr(`${origin.slice(0, maxOriginLength)}/console/screens?pair=${code}`) };
  }

  /**
   * Staff enter the code on a screen. The token itself is made when the player fetches it.
   * @throws Refusal pairingCodeUnknown, pairingExpired, alreadyPaired
   */
  async pair(caller: Caller, screenId: string, code: string): Promise<contract.Screen> {
    await this.unitOfWork.run(async (tx) => {
      const row = await this.screens.reachable(caller, screenId, tx);
      const offered = await this.repository.code(code, tx);
      if (offered === null) throw new Refusal("pairingCodeUnknown");
      if (offered.expiresAt <= BigInt(this.clock())) throw new Refusal("pairingExpired");
      if (row.tokens.length > 0) throw new Refusal("alreadyPaired");
      if (!(await this.repository.takeCode(tx, code, screenId))) throw new Refusal("pairingCodeUnknown");
      await this.record(tx, caller, "screen.pair", row);
    });
    return this.screens.get(caller, screenId);
  }

  /** The player asks whether staff have entered its code; asked again before it was used, it gets a fresh token. */
  async claim(code: string, secret: string): Promise<contract.AnswerOf<typeof contract.routes.player.claimPairing>> {
    return this.unitOfWork.run(async (tx) => {
      const row = await this.repository.code(code, tx);
      if (row === null || row.secretSha256 !== sha256Hex(secret)) throw new Refusal("pairingCodeUnknown");
      const expiresAt = Number(row.expiresAt);
      if (expiresAt <= this.clock()) throw new Refusal("pairingExpired");
      if (row.screenId === null) return { state: "waiting", expiresAt };
      if ((await this.repository.tokens(tx, row.screenId)).some((token) => token.usedAt !== null)) throw new Refusal("pairingExpired");
      const { token, screenName } = await this.issue(tx, row.screenId);
      await this.repository.markFetched(tx, code, this.clock());
      return { state: "paired", token, screenId: row.screenId, screenName };
    });
  }

  /** A token for a screen without the code: one-time links and the demo's own player. */
  async enrol(caller: Caller, screenId: string): Promise<string> {
    return this.unitOfWork.run(async (tx) => {
      const row = await this.screens.reachable(caller, screenId, tx);
      await this.record(tx, caller, "screen.enrol", row);
      return (await this.issue(tx, screenId)).token;
    });
  }

  /** Whose token this is; null for one that is unknown or revoked. The first use of a new token ends the older ones. */
  async player(token: string): Promise<KnownPlayer | null> {
    const tokenSha256 = sha256Hex(token);
    const row = await this.repository.token(tokenSha256);
    if (row === null) return null;
    if (row.usedAt === null && !(await this.firstUse(tokenSha256, row.screenId))) return null;
    const { name, plate, line, unit } = row.screen;
    return { screenId: row.screenId, tokenSha256, screenName: name, unitName: unit.name, plate, line, rotate: row.rotate };
  }

  /** Whether a token has not been revoked since it was last seen. */
  async isLive(tokenSha256: string): Promise<boolean> {
    return (await this.repository.token(tokenSha256)) !== null;
  }

  /** Asks for a new token: handed over at once when the player is connected, else when it next connects. */
  async askRotation(caller: Caller, screenId: string): Promise<contract.Screen> {
    await this.unitOfWork.run(async (tx) => {
      const row = await this.screens.reachable(caller, screenId, tx);
      await this.repository.askRotation(tx, screenId);
      await this.record(tx, caller, "screen.rotateToken", row);
      tx.afterCommit(() => this.events.emit("token.rotation", { screenId }));
    });
    return this.screens.get(caller, screenId);
  }

  /** The new token of a rotation; the old one works until this one is used. */
  rotated(screenId: string): Promise<string> {
    return this.unitOfWork.run(async (tx) => (await this.issue(tx, screenId)).token);
  }

  /** Ends every token of the screen; its socket closes at once. */
  async revoke(caller: Caller, screenId: string): Promise<contract.Screen> {
    await this.unitOfWork.run(async (tx) => {
      const row = await this.screens.reachable(caller, screenId, tx);
      await this.repository.removeTokens(tx, screenId);
      await this.record(tx, caller, "screen.revokeToken", row);
      tx.afterCommit(() => this.events.emit("token.revoked", { screenId }));
    });
    return this.screens.get(caller, screenId);
  }

  removeExpiredCodes(): Promise<number> {
    return this.repository.removeExpiredCodes(this.clock());
  }

  /** @returns false when the token was revoked meanwhile */
  private firstUse(tokenSha256: string, screenId: string): Promise<boolean> {
    return this.unitOfWork.run((tx) => {
      tx.afterCommit(() => this.events.emit("token.used", { screenId, tokenSha256 }));
      return this.repository.useToken(tx, tokenSha256, screenId, this.clock());
    });
  }

  private async issue(tx: Tx, screenId: string): Promise<{ token: string; screenName: string }> {
    const { name, unit } = await this.screens.known(screenId, tx);
    const token = newSecret();
    await this.repository.removeUnusedTokens(tx, screenId);
    await this.repository.addToken(tx, sha256Hex(token), screenId, this.clock());
    tx.afterCommit(() => this.events.emit("changed", { what: "screens", id: screenId, unitPath: unit.path }));
    return { token, screenName: name };
  }

  private async record(tx: Tx, caller: Caller, action: string, row: ScreenRow): Promise<void> {
    await this.audit.record(tx, caller, { action, objectType: "screen", objectId: row.id, objectName: row.name, unitPath: row.unit.path });
    tx.afterCommit(() => this.events.emit("changed", { what: "screens", id: row.id, unitPath: row.unit.path }));
  }
}
