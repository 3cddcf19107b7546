import type { ReportScope } from "@yilu/contract";

/** A report's filters once they are known to be within reach. */
export interface Scope extends Pick<ReportScope, "from" | "to" | "screenId" | "mediaId" | "kind" | "line" | "level"> {
  /** Paths of the units whose screens count, each with all below; [] counts nothing. */
  unitPaths: readonly string[];
  /** Only plays of these entries. */
  entryIds?: readonly string[] | undefined;
  /** What a report by campaign tells plays apart by. */
  campaigns?: readonly CampaignPart[] | undefined;
}

/** A campaign's part in a report: its entries, and the paths of the units that take part as far as the caller reaches. */
export interface CampaignPart {
  id: string;
  name: string;
  entryIds: readonly string[];
  unitPaths: readonly string[];
}

/** Sums of a report's row or total; planned, displaced and absent in thousandths of a play. */
export interface Sums {
  completed: number;
  interrupted: number;
  failed: number;
  airtimeMs: number;
  planned: number;
  displaced: number;
  absent: number;
  screens: number;
  vehicles: number;
}

export interface CountRow extends Sums {
  key: string;
  label: string;
  note: string | null;
  level: string | null;
  withdrawn: boolean;
  /** Powered-on time within operating hours, where the roll-up says it. */
  onMs: number | null;
}

/** Offset of a zone from UTC between two instants. */
export interface ZoneOffset {
  timeZone: string;
  fromAt: number;
  toAt: number;
  offsetMs: number;
}
