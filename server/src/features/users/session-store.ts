import { Store, type SessionData } from "express-session";
import type { Clock } from "../../clock.ts";
import { sha256Hex } from "../../random.ts";
import type { SessionRepository } from "./session.repository.ts";

declare module "express-session" {
  interface SessionData {
    userId: string;
  }
}

/** How far a session's end must move before it is written again: not every request needs a write. */
const extendAfterMs = 5 * 60_000;

/** express-session's store in our database. A stolen database shows no usable cookie: only hashes are stored. */
export class SessionStore extends Store {
  private readonly written = new Map<string, number>();

  constructor(
    private readonly repository: SessionRepository,
    private readonly clock: Clock,
    private readonly lifeMs: number,
  ) {
    super();
  }

  override get(sid: string, done: (error: unknown, session?: SessionData | null) => void): void {
    this.repository.read(sha256Hex(sid), this.clock()).then(
      // The text was written by `set` below.
      (row) => done(null, row === null ? null : (JSON.parse(row.data) as SessionData)),
      (error: unknown) => done(error),
    );
  }

  override set(sid: string, session: SessionData, done?: (error?: unknown) => void): void {
    const id = sha256Hex(sid);
    const expiresAt = this.clock() + this.lifeMs;
    this.repository.write(id, session.userId, JSON.stringify(session), expiresAt).then(() => {
      this.written.set(id, expiresAt);
      done?.();
    }, done);
  }

  override touch(sid: string, _session: SessionData, done?: (error?: unknown) => void): void {
    const id = sha256Hex(sid);
    const expiresAt = this.clock() + this.lifeMs;
    if (expiresAt - (this.written.get(id) ?? 0) < extendAfterMs) {
      done?.();
      return;
    }
    if (this.written.size > 10_000) this.written.clear();
    this.written.set(id, expiresAt);
    this.repository.extend(id, expiresAt).then(() => done?.(), done);
  }

  override destroy(sid: string, done?: (error?: unknown) => void): void {
    const id = sha256Hex(sid);
    this.written.delete(id);
    this.repository.remove(id).then(() => done?.(), done);
  }
}
