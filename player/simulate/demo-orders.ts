/** What the demo and its simulator say to each other. */
import type { ScreenKind } from "@yilu/contract";

export interface DemoScreen {
  screenId: string;
  token: string;
  kind: ScreenKind;
  timeZone: string;
}

/** The demo's only message: play these screens until I am gone. */
export interface DemoOrders {
  origin: string;
  screens: DemoScreen[];
  /** First local day of the past to fill with plays, "2026-06-20"; null: there is a past already. */
  pastFrom: string | null;
}

/** The simulator's only message: the past is filled in. */
export interface DemoNews {
  pastPlays: number;
}
