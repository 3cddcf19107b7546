import { routes } from "@yilu/contract";
import { implement, type Implemented } from "../../http/implement.ts";
import type { PlaylistsService } from "./service.ts";

export function playlistsRoutes(playlists: PlaylistsService): Implemented[] {
  return [
    implement(routes.playlists.list, ({ caller, query }) => playlists.page(caller, query)),
    implement(routes.playlists.get, ({ caller, params }) => playlists.get(caller, params.id)),
    implement(routes.playlists.create, ({ caller, body }) => playlists.create(caller, body)),
    implement(routes.playlists.change, ({ caller, params, body }) => playlists.change(caller, params.id, body)),
    implement(routes.playlists.remove, ({ caller, params }) => playlists.remove(caller, params.id)),
  ];
}
