import { routes } from "@yilu/contract";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { implement, type Implemented } from "../../http/implement.ts";
import { limit } from "../../http/limit.ts";
import type { PairingService } from "./pairing-service.ts";
import type { ScreensService } from "./service.ts";

export function screensRoutes(screens: ScreensService, pairing: PairingService): Implemented[] {
  // A whole depot may be set up behind one address, and each of its players asks every two seconds.
  const offers = new RateLimiterMemory({ points: 600, duration: 600 });
  const claims = new RateLimiterMemory({ points: 600, duration: 600 });
  // Five tries of a code in ten minutes: 25.6 thousand million codes, so guessing is hopeless.
  const tries = new RateLimiterMemory({ points: 5, duration: 600 });
  return [
    implement(routes.screens.list, ({ caller, query }) => screens.page(caller, query)),
    implement(routes.screens.get, ({ caller, params }) => screens.get(caller, params.id)),
    implement(routes.screens.create, ({ caller, body }) => screens.create(caller, body)),
    implement(routes.screens.change, ({ caller, params, body }) => screens.change(caller, params.id, body)),
    implement(routes.screens.remove, ({ caller, params }) => screens.remove(caller, params.id)),
    implement(routes.screens.pair, async ({ caller, params, body }) => {
      await limit(tries, caller.userId);
      const screen = await pairing.pair(caller, params.id, body.code);
      await tries.delete(caller.userId);
      return screen;
    }),
    implement(routes.screens.rotateToken, ({ caller, params }) => pairing.askRotation(caller, params.id)),
    implement(routes.screens.revokeToken, ({ caller, params }) => pairing.revoke(caller, params.id)),
    implement(routes.groups.list, ({ caller }) => screens.groups(caller)),
    implement(routes.groups.create, ({ caller, body }) => screens.createGroup(caller, body)),
    implement(routes.groups.change, ({ caller, params, body }) => screens.changeGroup(caller, params.id, body)),
    implement(routes.groups.remove, ({ caller, params }) => screens.removeGroup(caller, params.id)),
    implement(routes.player.offerPairing, async ({ address, request }) => {
      await limit(offers, address);
      // A browser says where it loaded the player from; ownOriginOnly has compared that with this server.
      return pairing.offer(request.get("origin") ?? `${request.protocol}://${request.host}`);
    }),
    implement(routes.player.claimPairing, async ({ body }) => {
      await limit(claims, body.code);
      return pairing.claim(body.code, body.secret);
    }),
  ];
}
