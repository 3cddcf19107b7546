import { routes } from "@yilu/contract";
import type { Request } from "express";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { implement, type Implemented } from "../../http/implement.ts";
import { limit } from "../../http/limit.ts";
import { sha256Hex } from "../../random.ts";
import type { SessionService } from "./session-service.ts";
import type { UsersService } from "./service.ts";

/** Opens a fresh session for a user: a new id, so that one planted before sign-in is worth nothing. */
function openSession(request: Request, userId: string): Promise<void> {
  return new Promise((resolve, reject) => {
    request.session.regenerate((error: unknown) => {
      if (error) {
        reject(error instanceof Error ? error : new Error("session"));
        return;
      }
      request.session.userId = userId;
      request.session.save((problem: unknown) => (problem ? reject(problem instanceof Error ? problem : new Error("session")) : resolve()));
    });
  });
}

export function usersRoutes(users: UsersService, sessions: SessionService): Implemented[] {
  const signIns = new RateLimiterMemory({ points: 30, duration: 300 });
  return [
    implement(routes.session.signIn, async ({ body, address, request }) => {
      await limit(signIns, address);
      const me = await sessions.signIn(body.username, body.password, address);
      await openSession(request, me.id);
      return me;
    }),
    implement(routes.session.me, ({ caller }) => sessions.me(caller)),
    implement(routes.session.signOut, async ({ caller, request }) => {
      const sessionSha256 = sha256Hex(request.sessionID);
      await new Promise<void>((resolve, reject) => request.session.destroy((error: unknown) => (error ? reject(error instanceof Error ? error : new Error("session")) : resolve())));
      sessions.signedOut(caller, sessionSha256);
      return null;
    }),
    implement(routes.session.changePassword, ({ caller, body, request }) =>
      sessions.changePassword(caller, body.current, body.next, sha256Hex(request.sessionID)),
    ),
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
