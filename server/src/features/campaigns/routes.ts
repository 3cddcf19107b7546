import { pipeline } from "node:stream/promises";
import { routes } from "@yilu/contract";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { implement, type Implemented } from "../../http/implement.ts";
import { limit } from "../../http/limit.ts";
import { attach } from "../../http/attach.ts";
import type { ContributionsService } from "./contributions-service.ts";
import { documentOf } from "./document.ts";
import { packageOf } from "./package.ts";
import type { CampaignsService } from "./service.ts";
import type { ShareService } from "./share-service.ts";
import type { SummaryService } from "./summary-service.ts";
import { titleOf } from "./wording.ts";

interface Services {
  campaigns: CampaignsService;
  summaries: SummaryService;
  contributions: ContributionsService;
  shares: ShareService;
}

export function campaignsRoutes({ campaigns, summaries, contributions, shares }: Services): Implemented[] {
  const openings = new RateLimiterMemory({ points: 120, duration: 60 });
  const pictures = new RateLimiterMemory({ points: 1200, duration: 60 });
  const bytesOf = (sha256: string) => contributions.bytes(sha256);
  return [
    implement(routes.campaigns.list, ({ caller, query }) => campaigns.page(caller, query)),
    implement(routes.campaigns.get, ({ caller, params }) => campaigns.get(caller, params.id)),
    implement(routes.campaigns.create, ({ caller, body }) => campaigns.create(caller, body)),
    implement(routes.campaigns.change, ({ caller, params, body }) => campaigns.change(caller, params.id, body)),
    implement(routes.campaigns.remove, ({ caller, params }) => campaigns.remove(caller, params.id)),
    implement(routes.campaigns.readiness, ({ caller, params }) => campaigns.readiness(caller, params.id)),
    implement(routes.campaigns.standing, ({ caller, params }) => summaries.standing(caller, params.id)),
    implement(routes.campaigns.contributions, ({ caller, params }) => contributions.list(caller, params.id)),
    implement(routes.campaigns.contribute, ({ caller, params, body }) => contributions.put(caller, params.id, params.unitId, body)),
    implement(routes.campaigns.addPicture, ({ caller, params, body }) => contributions.addPicture(caller, params.id, params.unitId, body.base64)),
    implement(routes.campaigns.picture, async ({ caller, params, response }) => {
      const file = await contributions.picture(caller, params.id, params.sha256);
      response.type("image/jpeg");
      await new Promise<void>((done, fail) => response.sendFile(file.path, { root: file.root }, (error: unknown) => (error ? fail(error instanceof Error ? error : new Error("not sent")) : done())));
      return null;
    }),
    implement(routes.campaigns.draft, ({ caller, params }) => summaries.draft(caller, params.id)),
    implement(routes.campaigns.close, ({ caller, params }) => summaries.close(caller, params.id)),
    implement(routes.campaigns.addendum, ({ caller, params }) => summaries.addendum(caller, params.id)),
    implement(routes.campaigns.summary, async ({ caller, params, query }) => {
      const { head, summary } = await summaries.summary(caller, params.id, query.number);
      return { head, summary };
    }),
    implement(routes.campaigns.summaryDocx, async ({ caller, params, query, response }) => {
      const { head, summary } = await summaries.summary(caller, params.id, query.number);
      const document = await documentOf(head, summary, bytesOf);
      attach(response, `${titleOf(summary)}.docx`, "summary.docx");
      response.type(routes.campaigns.summaryDocx.contentType ?? "").send(document);
      return null;
    }),
    implement(routes.campaigns.summaryZip, async ({ caller, params, query, response }) => {
      const { head, summary, data } = await summaries.summary(caller, params.id, query.number);
      const archive = await packageOf(head, summary, data, bytesOf);
      attach(response, `${titleOf(summary)}.zip`, "summary.zip");
      response.type("application/zip");
      await pipeline(archive, response);
      return null;
    }),
    implement(routes.shares.list, ({ caller }) => shares.list(caller)),
    implement(routes.shares.create, ({ caller, body }) => shares.create(caller, body)),
    implement(routes.shares.revoke, ({ caller, params }) => shares.revoke(caller, params.id)),
    implement(routes.shares.open, async ({ params, address }) => {
      await limit(openings, address);
      return shares.open(params.token);
    }),
    implement(routes.shares.picture, async ({ params, address, response }) => {
      await limit(pictures, address);
      const jpeg = await shares.picture(params.token, params.sha256);
      response.type("image/jpeg").send(jpeg);
      return null;
    }),
  ];
}
