import type { ScreenKind } from "@yilu/contract";
import type { Database } from "@yilu/prisma";

/** Setting that marks a database as holding demo data; its value is the password of the demo's accounts. */
const mark = "demoPassword";
/** Setting that says the demo data are complete. */
const complete = "demoComplete";

/** Whether a database holds demo data. The console says so on every page. */
export async function isDemo(database: Database): Promise<boolean> {
  return (await database.setting.findUnique({ where: { key: mark } })) !== null;
}

export type DemoState =
  | { state: "empty" }
  /** Holds units or users that no demo made. */
  | { state: "production" }
  | { state: "half"; password: string }
  | { state: "complete"; password: string };

/** What a database is to the demo: its own, nobody's, or somebody's. */
export async function demoState(database: Database): Promise<DemoState> {
  const password = (await database.setting.findUnique({ where: { key: mark } }))?.value;
  if (password !== undefined) return { state: (await database.setting.findUnique({ where: { key: complete } })) === null ? "half" : "complete", password };
  const used = (await database.unit.count()) + (await database.user.count()) + (await database.screen.count());
  return { state: used === 0 ? "empty" : "production" };
}

export async function markDemo(database: Database, password: string): Promise<void> {
  await database.setting.create({ data: { key: mark, value: password } });
}

export async function markDemoComplete(database: Database): Promise<void> {
  await database.setting.create({ data: { key: complete, value: "1" } });
}

/** Setting that holds who plays the demo's screens. */
const players = "demoPlayers";

/** The screen that is the visitor's, and those that are simulated, with their players' tokens. */
export interface DemoPlayers {
  visitorScreenId: string;
  screens: { screenId: string; token: string; kind: ScreenKind; timeZone: string }[];
  /** The days before the demo's first start have no plays yet. */
  isPastDue: boolean;
}

export async function demoPlayers(database: Database): Promise<DemoPlayers | null> {
  const row = await database.setting.findUnique({ where: { key: players } });
  return row === null ? null : (JSON.parse(row.value) as DemoPlayers); // only keepDemoPlayers writes it
}

export async function keepDemoPlayers(database: Database, value: DemoPlayers): Promise<void> {
  const data = { value: JSON.stringify(value) };
  await database.setting.upsert({ where: { key: players }, create: { key: players, ...data }, update: data });
}
