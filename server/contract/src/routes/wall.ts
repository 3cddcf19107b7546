import * as z from "zod/mini";
import { id } from "../wire/base.ts";
import { shareToken } from "../wire/campaigns.ts";
import { wall as wallShape } from "../wire/wall.ts";
import { endpoint } from "./endpoint.ts";

/** The big screen of the command room, for whoever is signed in or has a link to it. */
export const wall = {
  get: endpoint({ method: "get", path: "/api/wall", access: "canSeeScreens", summary: { zh: "大屏", en: "The wall" }, answer: wallShape }),
  open: endpoint({
    method: "get",
    path: "/api/shared/:token/wall",
    access: "public",
    summary: { zh: "用链接打开的大屏", en: "The wall, opened by its link" },
    params: z.strictObject({ token: shareToken }),
    answer: wallShape,
    errors: ["shareEnded", "rateLimited"],
  }),
  poster: endpoint({
    method: "get",
    path: "/api/shared/:token/posters/:mediaId",
    access: "public",
    summary: { zh: "大屏上的一张海报", en: "A poster on a wall that is opened by its link" },
    params: z.strictObject({ token: shareToken, mediaId: id }),
    contentType: "image/jpeg",
    errors: ["shareEnded", "rateLimited"],
  }),
};
