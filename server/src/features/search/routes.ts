import { routes } from "@yilu/contract";
import { implement, type Implemented } from "../../http/implement.ts";
import type { SearchService } from "./service.ts";

export function searchRoutes(search: SearchService): Implemented[] {
  return [implement(routes.search.everywhere, ({ caller, query }) => search.everywhere(caller, query.q))];
}
