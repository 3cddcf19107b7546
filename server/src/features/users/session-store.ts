import type { SecurityPolicy } from "@yilu/contract";
import { Store, type SessionData } from "express-session";
import type { Clock } from "../../clock.ts";
import { sha256Hex } from "../../random.ts";
import type { SessionRepository } from "./session.repository.ts";

declare module "express-session" {
  interface SessionData {
    userId: string;
    /** When it was signed in, and from where. */
    startedAt: number;
    address: string | null;
    userAgent: string | null;
    /** When it ends, as it was read; the column counts, not this. */
    endsAt: number;
    /** This call was made by a console that nobody touches: it does not keep the session open. Never stored. */
    isIdle: boolean;
  }
}

/** How far a session's end must move before it is written again: not every request needs a write. */
const extendAfterMs = 60_000;
const minuteMs = 60_000;

/** express-session's store in our database. A stolen database shows no usable cookie: only hashes are stored. */
export class SessionStore extends Store {
  private readonly written = new Map<string, number>();

  constructor(
    private readonly repository: SessionRepository,
    private readonly clock: Clock,
    private readonly policy: () => Promise<SecurityPolicy>,
  ) {
    super();
  }

  override get(sid: string, done: (error: unknown, session?: SessionData | null) => void): void {
    this.repository.read(sha256Hex(sid), this.clock()).then(
      // The text was written by `set` below.
      (row) => done(null, row === null ? null : { ...(JSON.parse(row.data) as SessionData), endsAt: row.expiresAt }),
      (error: unknown) => done(error),
    );
  }

  override set(sid: string, session: SessionData, done?: (error?: unknown) => void): void {
    this.write(sha256Hex(sid), session).then(() => done?.(), done);
  }

  override touch(sid: string, session: SessionData, done?: (error?: unknown) => void): void {
    this.extend(sha256Hex(sid), session).then(() => done?.(), done);
  }

  override destroy(sid: string, done?: (error?: unknown) => void): void {
    const id = sha256Hex(sid);
    this.written.delete(id);
    this.repository.remove(id).then(() => done?.(), done);
  }

  /** When this session ends once the call that carries it is answered, epoch ms. */
  async endOf(session: SessionData): Promise<number> {
    return session.isIdle ? session.endsAt : this.endAfterUse(session);
  }

  private async endAfterUse({ startedAt }: SessionData): Promise<number> {
    const { idleMinutes, sessionHours } = await this.policy();
    return Math.min(this.clock() + idleMinutes * minuteMs, startedAt + sessionHours * 60 * minuteMs);
  }

  private async write(id: string, session: SessionData): Promise<void> {
    const { userId, startedAt, address, userAgent } = session;
    const expiresAt = await this.endAfterUse(session);
    await this.repository.write(id, { userId, data: JSON.stringify(session), createdAt: startedAt, lastUsedAt: this.clock(), expiresAt, address, userAgent });
    this.written.set(id, expiresAt);
  }

  private async extend(id: string, session: SessionData): Promise<void> {
    if (session.isIdle) return;
    const expiresAt = await this.endAfterUse(session);
    // What ends at its longest is not written again and again, and a clock that is set back ends nobody's session early.
    if (expiresAt - (this.written.get(id) ?? session.endsAt) < extendAfterMs) return;
    if (this.written.size > 10_000) this.written.clear();
    this.written.set(id, expiresAt);
    await this.repository.extend(id, this.clock(), expiresAt);
  }
}
