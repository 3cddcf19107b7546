import { routes, type Me } from "@yilu/contract";
import type { Request } from "express";
import type { SessionData } from "express-session";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { implement, type Implemented } from "../../http/implement.ts";
import { limit } from "../../http/limit.ts";
import type { Clock } from "../../clock.ts";
import { sha256Hex } from "../../random.ts";
import type { SecurityService } from "./security-service.ts";
import type { SessionService } from "./session-service.ts";
import type { UsersService } from "./service.ts";
import type { SessionStore } from "./session-store.ts";

const userAgentOf = (request: Request): string | null => request.get("user-agent")?.replaceAll(/[^\x20-\x7e]/g, "").slice(0, 300) ?? null;

/** Opens a fresh session for a user: a new id, so that one planted before sign-in is worth nothing. */
function openSession(request: Request, userId: string, startedAt: number): Promise<void> {
  return new Promise((resolve, reject) => {
    request.session.regenerate((error: unknown) => {
      if (error) {
        reject(error instanceof Error ? error : new Error("session"));
        return;
      }
      Object.assign(request.session, { userId, startedAt, address: request.ip ?? null, userAgent: userAgentOf(request) });
      request.session.save((problem: unknown) => (problem ? reject(problem instanceof Error ? problem : new Error("session")) : resolve()));
    });
  });
}

interface Parts {
  users: UsersService;
  sessions: SessionService;
  security: SecurityService;
  store: SessionStore;
  clock: Clock;
}

export function usersRoutes({ users, sessions, security, store, clock }: Parts): Implemented[] {
  const withEnd = async (person: Omit<Me, "sessionEndsAt">, request: Request): Promise<Me> => ({ ...person, sessionEndsAt: await store.endOf(request.session as SessionData) }); // signed in, so all of it is there
  const signIns = new RateLimiterMemory({ points: 30, duration: 300 });
  return [
    implement(routes.session.signIn, async ({ body, address, request }) => {
      await limit(signIns, address);
      const me = await sessions.signIn(body.username, body.password, address);
      await openSession(request, me.id, clock());
      return withEnd(me, request);
    }),
    implement(routes.session.me, async ({ caller, request }) => withEnd(await sessions.me(caller), request)),
    implement(routes.session.signOut, async ({ caller, request }) => {
      const sessionSha256 = sha256Hex(request.sessionID);
      await new Promise<void>((resolve, reject) => request.session.destroy((error: unknown) => (error ? reject(error instanceof Error ? error : new Error("session")) : resolve())));
      await sessions.signedOut(caller, sessionSha256);
      return null;
    }),
    implement(routes.session.changePassword, async ({ caller, body, request }) =>
      withEnd(await sessions.changePassword(caller, body.current, body.next, sha256Hex(request.sessionID)), request),
    ),
    implement(routes.security.policy, () => security.policy()),
    implement(routes.security.changePolicy, ({ caller, body }) => security.change(caller, body)),
    implement(routes.security.sessions, async ({ caller, request }) => ({ rows: await sessions.openSessions(caller.userId, sha256Hex(request.sessionID)) })),
    implement(routes.security.endSession, ({ caller, params }) => sessions.endSession(caller, params.id)),
    implement(routes.security.sessionsOf, async ({ caller, params, request }) => {
      await users.requireReachable(caller, params.id);
      return { rows: await sessions.openSessions(params.id, sha256Hex(request.sessionID)) };
    }),
    implement(routes.security.endSessionsOf, ({ caller, params }) => users.endSessions(caller, params.id)),
    implement(routes.units.list, ({ caller }) => users.units(caller)),
    implement(routes.units.create, ({ caller, body }) => users.createUnit(caller, body)),
    implement(routes.units.change, ({ caller, params, body }) => users.changeUnit(caller, params.id, body)),
    implement(routes.units.remove, ({ caller, params }) => users.removeUnit(caller, params.id)),
    implement(routes.users.list, ({ caller, query }) => users.users(caller, query)),
    implement(routes.users.create, ({ caller, body }) => users.createUser(caller, body)),
    implement(routes.users.change, ({ caller, params, body }) => users.changeUser(caller, params.id, body)),
    implement(routes.users.resetPassword, ({ caller, params }) => users.resetPassword(caller, params.id)),
  ];
}
