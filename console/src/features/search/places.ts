import type { Found, SearchAnswer, SearchKind } from "@yilu/contract";

const query = (values: Record<string, string>): string => new URLSearchParams(values).toString();

/** Where a thing that was found is opened. */
export function placeOf({ kind, id }: Pick<Found, "kind" | "id">): string {
  switch (kind) {
    case "screen":
      return `/screens?${query({ screen: id })}`;
    case "media":
      return `/media?${query({ id })}`;
    case "playlist":
      return `/playlists?${query({ edit: id })}`;
    case "entry":
      return `/entries?${query({ view: "list", edit: id })}`;
    case "campaign":
      return `/campaigns?${query({ campaign: id })}`;
    case "unit":
      return `/screens?${query({ unitId: id })}`;
  }
}

/** The list that shows all of a kind that match; units have none to filter. */
export function listOf(kind: SearchKind, q: string): string | null {
  const paths = { screen: `/screens?view=list&`, media: "/media?", playlist: "/playlists?", entry: "/entries?view=list&", campaign: "/campaigns?", unit: null } as const;
  const path = paths[kind];
  return path === null ? null : `${path}${query({ q })}`;
}

/** What was found by kind, in the order it was answered, with how many there are in all. */
export function groupsOf({ rows, totals }: SearchAnswer): { kind: SearchKind; rows: Found[]; total: number }[] {
  const kinds = [...new Set(rows.map(({ kind }) => kind))];
  return kinds.map((kind) => ({ kind, rows: rows.filter((row) => row.kind === kind), total: totals[kind] }));
}
