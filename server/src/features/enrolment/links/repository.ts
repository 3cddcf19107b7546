import type { Database, EnrolmentLink, PlayerToken, Screen, Unit } from "@yilu/prisma";
import { on, type Tx } from "../../../database/unit-of-work.ts";

export type LinkedScreen = Screen & { unit: Unit; tokens: Pick<PlayerToken, "tokenSha256">[] };
export type LinkRow = EnrolmentLink & { screen: LinkedScreen };

const withUnit = { unit: true, tokens: { select: { tokenSha256: true } } } as const;

/** One-time links, by the SHA-256 of what they carry. */
export class LinksRepository {
  constructor(private readonly database: Database) {}

  screens(tx: Tx, ids: readonly string[]): Promise<LinkedScreen[]> {
    return on(this.database, tx).screen.findMany({ where: { id: { in: [...ids] } }, include: withUnit });
  }

  /** New links; each unused one that these screens had before ends. */
  async replace(tx: Tx, links: readonly Omit<EnrolmentLink, "usedAt">[]): Promise<void> {
    const database = on(this.database, tx);
    await database.enrolmentLink.deleteMany({ where: { screenId: { in: links.map(({ screenId }) => screenId) }, usedAt: null } });
    await database.enrolmentLink.createMany({ data: [...links] });
  }

  link(tx: Tx, secretSha256: string): Promise<LinkRow | null> {
    return on(this.database, tx).enrolmentLink.findUnique({ where: { secretSha256 }, include: { screen: { include: withUnit } } });
  }

  async isKnown(secretSha256: string): Promise<boolean> {
    return (await this.database.enrolmentLink.count({ where: { secretSha256 } })) > 0;
  }

  /** Uses a link up. @returns false when another was quicker */
  async use(tx: Tx, secretSha256: string, now: number): Promise<boolean> {
    return (await on(this.database, tx).enrolmentLink.updateMany({ where: { secretSha256, usedAt: null }, data: { usedAt: BigInt(now) } })).count === 1;
  }

  async addToken(tx: Tx, tokenSha256: string, screenId: string, now: number): Promise<void> {
    await on(this.database, tx).playerToken.create({ data: { tokenSha256, screenId, createdAt: BigInt(now) } });
  }

  /** Until then people are told of a link that it is used or expired; afterwards that there is none. */
  async removeExpired(before: number): Promise<number> {
    return (await this.database.enrolmentLink.deleteMany({ where: { expiresAt: { lte: BigInt(before) } } })).count;
  }
}
