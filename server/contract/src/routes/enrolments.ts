import * as z from "zod/mini";
import { enrolmentAnswer, enrolmentClaim, enrolmentInput, enrolmentLink } from "../wire/enrolment.ts";
import { endpoint } from "./endpoint.ts";

/** Links that pair a browser with a screen without a code being typed. */
export const enrolments = {
  create: endpoint({
    method: "post",
    path: "/api/screens/enrolments",
    access: "canManageScreens",
    summary: { zh: "生成入网链接", en: "Make enrolment links" },
    body: enrolmentInput,
    answer: z.object({ links: z.array(enrolmentLink) }),
    errors: ["refersToMissing", "alreadyPaired", "rateLimited"],
  }),
  claim: endpoint({
    method: "post",
    path: "/api/player/enrolments/claim",
    access: "public",
    summary: { zh: "播放端使用入网链接", en: "A player uses its link" },
    body: enrolmentClaim,
    answer: enrolmentAnswer,
    errors: ["linkUnknown", "linkUsed", "linkExpired", "alreadyPaired", "rateLimited"],
  }),
};
