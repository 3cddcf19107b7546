import type { Database, PairingCode, PlayerToken } from "@yilu/prisma";
import { brokenReference, on, type Tx } from "../../database/unit-of-work.ts";

/** What a player reported, as stored: `report` is the wire's playerStatus. */
export interface StatusUpdate {
  screenId: string;
  at: number;
  onlineUntil: number;
  report: object | null;
  ledgerId: string | null;
  ledgerHead: number | null;
  playerVersion: string | null;
}

/** Pairing codes, players' tokens and what players last said. */
export class PlayerRepository {
  constructor(private readonly database: Database) {}

  async addCode(row: Pick<PairingCode, "code" | "secretSha256" | "expiresAt">): Promise<void> {
    await this.database.pairingCode.create({ data: row });
  }

  code(code: string, tx?: Tx): Promise<PairingCode | null> {
    return on(this.database, tx).pairingCode.findUnique({ where: { code } });
  }

  /** Gives the code to a screen. @returns false when another has it already */
  async takeCode(tx: Tx, code: string, screenId: string): Promise<boolean> {
    return (await on(this.database, tx).pairingCode.updateMany({ where: { code, screenId: null }, data: { screenId } })).count === 1;
  }

  async markFetched(tx: Tx, code: string, now: number): Promise<void> {
    await on(this.database, tx).pairingCode.update({ where: { code }, data: { fetchedAt: BigInt(now) } });
  }

  async removeExpiredCodes(now: number): Promise<number> {
    return (await this.database.pairingCode.deleteMany({ where: { expiresAt: { lte: BigInt(now) } } })).count;
  }

  token(tokenSha256: string): Promise<(PlayerToken & { screen: { name: string; plate: string | null; line: string | null; unit: { name: string } } }) | null> {
    return this.database.playerToken.findUnique({ where: { tokenSha256 }, include: { screen: { select: { name: true, plate: true, line: true, unit: { select: { name: true } } } } } });
  }

  tokens(tx: Tx, screenId: string): Promise<PlayerToken[]> {
    return on(this.database, tx).playerToken.findMany({ where: { screenId } });
  }

  async addToken(tx: Tx, tokenSha256: string, screenId: string, now: number): Promise<void> {
    await on(this.database, tx).playerToken.create({ data: { tokenSha256, screenId, createdAt: BigInt(now) } });
  }

  /** The token is in use now: every other one of its screen ends. @returns false when it was revoked meanwhile */
  async useToken(tx: Tx, tokenSha256: string, screenId: string, now: number): Promise<boolean> {
    const { count } = await on(this.database, tx).playerToken.updateMany({ where: { tokenSha256 }, data: { usedAt: BigInt(now) } });
    if (count === 0) return false;
    await on(this.database, tx).playerToken.deleteMany({ where: { screenId, tokenSha256: { not: tokenSha256 } } });
    return true;
  }

  async removeUnusedTokens(tx: Tx, screenId: string): Promise<void> {
    await on(this.database, tx).playerToken.deleteMany({ where: { screenId, usedAt: null } });
  }

  async askRotation(tx: Tx, screenId: string): Promise<number> {
    return (await on(this.database, tx).playerToken.updateMany({ where: { screenId, usedAt: { not: null } }, data: { rotate: true } })).count;
  }

  /** Ends every token of a screen, and the codes and links that could still fetch one. */
  async removeTokens(tx: Tx, screenId: string): Promise<void> {
    await on(this.database, tx).playerToken.deleteMany({ where: { screenId } });
    await on(this.database, tx).pairingCode.deleteMany({ where: { screenId } });
    await on(this.database, tx).enrolmentLink.deleteMany({ where: { screenId, usedAt: null } });
  }

  /**
   * Stores what players said, one row a screen; null fields keep what was there. One transaction for all of them, so
   * the farewell of a screen that was just removed must not stand in the way of the others.
   */
  async putStatuses(updates: readonly StatusUpdate[]): Promise<void> {
    const present = await this.database.screen.findMany({ where: { id: { in: updates.map((update) => update.screenId) } }, select: { id: true } });
    const known = new Set(present.map((screen) => screen.id));
    const stored = this.database.$transaction(
      updates.filter((update) => known.has(update.screenId)).map(({ screenId, at, onlineUntil, report, ledgerId, ledgerHead, playerVersion }) => {
        const data = {
          lastSeenAt: BigInt(at),
          onlineUntil: BigInt(onlineUntil),
          ...(report === null ? {} : { report }),
          ...(ledgerId === null ? {} : { ledgerId }),
          ...(ledgerHead === null ? {} : { ledgerHead }),
          ...(playerVersion === null ? {} : { playerVersion }),
        };
        return this.database.screenStatus.upsert({ where: { screenId }, create: { screenId, ...data }, update: data });
      }),
    );
    try {
      await stored;
    } catch (error) {
      if (!brokenReference(error)) throw error;
      await this.putStatuses(updates); // one was removed since we looked: it is not among those present any more
    }
  }

  /** Renews or ends the connected state of many screens in one statement. */
  async markOnline(screenIds: readonly string[], seenAt: number, onlineUntil: number): Promise<void> {
    await this.database.screenStatus.updateMany({ where: { screenId: { in: [...screenIds] } }, data: { lastSeenAt: BigInt(seenAt), onlineUntil: BigInt(onlineUntil) } });
  }

  /** Screens whose connected state ran out between two instants without a farewell. */
  async ranOut(after: number, until: number): Promise<string[]> {
    const rows = await this.database.screenStatus.findMany({ where: { onlineUntil: { gt: BigInt(after), lte: BigInt(until) } }, select: { screenId: true } });
    return rows.map((row) => row.screenId);
  }
}
