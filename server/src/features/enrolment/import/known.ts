import type { ScreenKind } from "@yilu/contract";
import type { Directory } from "./directory.ts";

/** What a workbook says of a screen. */
export interface ScreenContent {
  unitId: string;
  name: string;
  kind: ScreenKind;
  plate: string | null;
  line: string | null;
  place: string | null;
  widthPx: number;
  heightPx: number;
  timeZone: string;
  /** In order of id; those outside the caller's reach stay as they are. */
  groupIds: string[];
  tags: string[];
}

export interface KnownScreen extends ScreenContent {
  id: string;
  version: number;
}

/** All that a plan is made from. */
export interface Known {
  directory: Directory;
  /** Within the caller's reach. */
  screens: readonly KnownScreen[];
  /** Keys of the plates of screens outside of it. */
  platesElsewhere: ReadonlySet<string>;
  /** Of screens that name none. */
  timeZone: string;
}
