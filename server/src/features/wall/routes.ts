import { routes, type Wall } from "@yilu/contract";
import { RateLimiterMemory } from "rate-limiter-flexible";
import type { Caller } from "../../caller.ts";
import { implement, type Implemented } from "../../http/implement.ts";
import { limit } from "../../http/limit.ts";
import type { WallService } from "./service.ts";

/** A wall asks every few seconds, and for a picture now and then; a few may hang behind one address. */
const perMinute = 600;

export function wallRoutes(walls: WallService, whoHolds: (token: string) => Promise<Caller>): Implemented[] {
  const openings = new RateLimiterMemory({ points: perMinute, duration: 60 });
  const held = async (token: string, address: string): Promise<Caller> => {
    await limit(openings, address);
    return whoHolds(token);
  };
  return [
    implement(routes.wall.get, ({ caller }) => walls.wall(caller)),
    implement(routes.wall.open, async ({ params: { token }, address }) => withPosters(await walls.wall(await held(token, address)), token)),
    implement(routes.wall.poster, async ({ params: { token, mediaId }, address, response }) => {
      const jpeg = await walls.poster(await held(token, address), mediaId);
      response.type("image/jpeg").set("Cache-Control", "private, max-age=86400").send(jpeg);
      return null;
    }),
  ];
}

/** The same with pictures that open without a sign-in. */
function withPosters(wall: Wall, token: string): Wall {
  const poster = (mediaId: string) => routes.wall.poster.path.replace(":token", token).replace(":mediaId", mediaId);
  return {
    ...wall,
    playing: wall.playing.map((one) => ({ ...one, posterUrl: poster(one.mediaId) })),
    next: wall.next === null ? null : { ...wall.next, poster: wall.next.poster && { ...wall.next.poster, posterUrl: poster(wall.next.poster.mediaId) } },
  };
}
