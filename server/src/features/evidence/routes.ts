import { routes } from "@yilu/contract";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { implement, type Implemented } from "../../http/implement.ts";
import { limit } from "../../http/limit.ts";
import type { EvidenceService } from "./service.ts";

export function evidenceRoutes(evidence: EvidenceService): Implemented[] {
  // A picture is 200 KB at most: 12 MB an hour, and pictures gathered in weeks offline come in over some hours.
  const pictures = new RateLimiterMemory({ points: 60, duration: 3600 });
  return [
    implement(routes.evidence.add, async ({ caller, body }) => {
      await limit(pictures, caller.screenId);
      return evidence.add(caller, body);
    }),
    implement(routes.evidence.list, ({ caller, query }) => evidence.page(caller, query)),
    implement(routes.evidence.picture, async ({ caller, params, response }) => {
      const { root, path, sha256 } = await evidence.picture(caller, params.id);
      response.set({
        "Content-Type": "image/jpeg",
        "Content-Disposition": "inline",
        "Cache-Control": "private, max-age=31536000, immutable",
        ETag: `"${sha256}"`,
      });
      await new Promise<void>((done, fail) => {
        response.sendFile(path, { root, cacheControl: false, lastModified: false }, (error?: NodeJS.ErrnoException) => {
          // Whoever asked may have gone away, which is nobody's fault.
          if (!error || response.headersSent) done();
          else fail(error);
        });
      });
      return null;
    }),
  ];
}
