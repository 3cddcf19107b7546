import { Prisma, type Database } from "@yilu/prisma";
import { bumpContent } from "../../database/content-version.ts";
import { takeTurn } from "../../database/turn.ts";
import { on, type Tx } from "../../database/unit-of-work.ts";

/** What was set for screens. */
export class SettingsRepository {
  constructor(private readonly database: Database) {}

  /** Settings are read, changed and written: one save after the other. */
  takeTurn(tx: Tx): Promise<void> {
    return takeTurn(this.database, tx, "settings");
  }

  /** The same settings for all of these screens; an empty object is stored as nothing. */
  async put(tx: Tx, screenIds: readonly string[], settings: object): Promise<void> {
    await on(this.database, tx).screen.updateMany({
      where: { id: { in: [...screenIds] } },
      data: { settings: Object.keys(settings).length === 0 ? Prisma.DbNull : settings, version: { increment: 1 } },
    });
    await bumpContent(this.database, tx);
  }
}
