import { routes } from "@yilu/contract";
import { implement, type Implemented } from "../../http/implement.ts";
import { Refusal } from "../../http/refusal.ts";
import type { ManifestService } from "./manifest-service.ts";
import type { PlanningService } from "./planning-service.ts";
import type { ScheduleService } from "./service.ts";

export function scheduleRoutes(schedule: ScheduleService, planning: PlanningService, manifests: ManifestService): Implemented[] {
  return [
    implement(routes.entries.list, ({ caller, query }) => schedule.page(caller, query)),
    implement(routes.entries.get, ({ caller, params }) => schedule.get(caller, params.id)),
    implement(routes.entries.create, ({ caller, body }) => schedule.create(caller, body)),
    implement(routes.entries.change, ({ caller, params, body }) => schedule.change(caller, params.id, body)),
    implement(routes.entries.remove, ({ caller, params }) => schedule.remove(caller, params.id)),
    implement(routes.entries.preview, ({ caller, params, query }) => schedule.preview(caller, params.id, query)),
    implement(routes.planning.check, ({ caller, body }) => planning.check(caller, body)),
    implement(routes.planning.copy, ({ caller, body }) => schedule.copy(caller, body)),
    implement(routes.planning.explain, ({ caller, params, query }) => planning.explain(caller, params.id, query.at)),
    implement(routes.planning.minute, ({ caller, query }) => planning.minute(caller, query)),
    implement(routes.planning.timeline, ({ caller, query }) => planning.timeline(caller, query)),
    implement(routes.emergencies.list, ({ caller }) => schedule.emergencies(caller)),
    implement(routes.emergencies.start, ({ caller, body }) => schedule.startEmergency(caller, body)),
    implement(routes.emergencies.stop, ({ caller, params }) => schedule.stopEmergency(caller, params.id)),
    implement(routes.player.manifest, async ({ caller, request, response }) => {
      const manifest = await manifests.manifest(caller.screenId);
      if (manifest === null) throw new Refusal("playerTokenRefused");
      const etag = `"${manifest.revision}"`;
      response.set({ ETag: etag, "Cache-Control": "private, no-cache" });
      if (request.get("if-none-match") === etag) response.status(304).end();
      return manifest;
    }),
  ];
}
