/** What staff ask of this player. Each command is run at most once, also when it comes again after a restart, and answered with what became of it. */
import type { CommandDone, CommandKind, CommandReason } from "@yilu/contract";
import { readState, writeState, type Command, type Database } from "../storage/database.ts";

/** Settles when it is done: with null, or with the reason why it could not be. */
export type Ability = (commandId: string) => Promise<CommandReason | null>;
const restarted: CommandReason = "restarted";

/** Commands of so long ago are not sent again. */
const KEPT = 200;
const MOST_REASON = 200;

export class Commands {
  readonly #db: Database;
  readonly #abilities: Record<CommandKind, Ability>;
  readonly #answer: (done: CommandDone) => Promise<void>;
  #tail: Promise<unknown> = Promise.resolve();

  /** @param answer tells the server; settles when that knows it, or cannot be reached. */
  constructor(db: Database, abilities: Record<CommandKind, Ability>, answer: (done: CommandDone) => Promise<void>) {
    this.#db = db;
    this.#abilities = abilities;
    this.#answer = answer;
  }

  /** Runs a command after those before it, and answers it. One that was begun before, and then power was cut, is not begun again. */
  take(commandId: string, kind: CommandKind): Promise<void> {
    const done = this.#tail.then(() => this.#run(commandId, kind)).catch(() => undefined);
    this.#tail = done;
    return done;
  }

  async #run(commandId: string, kind: CommandKind): Promise<void> {
    const known = (await readState(this.#db, "commands"))?.find((one) => one.commandId === commandId);
    if (known) return this.#tell(commandId, known.outcome ?? { state: "failed", reason: restarted });
    // It goes down with its page: what became of it is known beforehand.
    const isLast = kind === "reload";
    await this.#note({ commandId, outcome: isLast ? { state: "done", reason: null } : null });
    if (isLast) await this.#tell(commandId, { state: "done", reason: null });
    const reason = await this.#abilities[kind](commandId).catch((error: unknown) => String(error));
    if (isLast) return;
    const outcome = { state: reason === null ? ("done" as const) : ("failed" as const), reason: reason && plain(reason) };
    await this.#note({ commandId, outcome });
    await this.#tell(commandId, outcome);
  }

  #tell(commandId: string, outcome: Pick<CommandDone, "state" | "reason">): Promise<void> {
    return this.#answer({ commandId, ...outcome });
  }

  async #note(command: Command): Promise<void> {
    const others = ((await readState(this.#db, "commands")) ?? []).filter(({ commandId }) => commandId !== command.commandId);
    await writeState(this.#db, "commands", [...others, command].slice(-KEPT));
  }
}

/** As an answer may carry it. */
const plain = (text: string): string => text.replace(/[\p{Cc}\p{Cs}]/gu, " ").slice(0, MOST_REASON);
