import { routes } from "@yilu/contract";
import { implement, type Implemented } from "../../http/implement.ts";
import type { MediaFiles } from "./files.ts";
import type { MediaService } from "./service.ts";

export function mediaRoutes(media: MediaService, files: MediaFiles): Implemented[] {
  return [
    implement(routes.media.list, ({ caller, query }) => media.list(caller, query)),
    implement(routes.media.get, ({ caller, params }) => media.get(caller, params.id)),
    implement(routes.media.change, ({ caller, params, body }) => media.change(caller, params.id, body)),
    implement(routes.media.remove, ({ caller, params }) => media.remove(caller, params.id)),
    implement(routes.media.decide, ({ caller, params, body }) => media.decide(caller, params.id, body)),
    implement(routes.media.policy, () => media.policy()),
    implement(routes.media.changePolicy, ({ caller, body }) => media.changePolicy(caller, body)),
    implement(routes.media.file, ({ caller, params, response }) => files.sendFile(caller, params.sha256, response)),
    implement(routes.media.poster, ({ caller, params, response }) => files.sendPoster(caller, params.sha256, response)),
  ];
}
