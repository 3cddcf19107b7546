import { searchAnswer, searchQuery } from "../wire/search.ts";
import { endpoint } from "./endpoint.ts";

export const search = {
  everywhere: endpoint({ method: "get", path: "/api/search", access: "signedIn", summary: { zh: "到处找", en: "Search everywhere" }, query: searchQuery, answer: searchAnswer }),
};
