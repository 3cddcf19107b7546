/** What a county's workbook costs: its preview, its import and its import again with every row changed, beside bare inserts. */
import { systemCaller } from "@yilu/server/caller.ts";
import { systemClock } from "@yilu/server/clock.ts";
import { parseEnv } from "@yilu/server/env.ts";
import { newId } from "@yilu/server/random.ts";
import { startServer } from "@yilu/server/server.ts";
import type { Database } from "@yilu/prisma";
import { pino } from "pino";
import { workbook } from "../support/workbooks.ts";
import { newFolder } from "./fleet.ts";
import { timed, type Figure } from "./table.ts";

const units = 40;
const groups = 30;

const plateOf = (n: number) => `湘D·${String(n).padStart(5, "0")}`;
const rowOf = (n: number, line: string) => [`单位${n % units}`, `屏幕${n}`, n % 50 === 0 ? "LED" : n % 3 === 0 ? "客运" : "公交", n % 50 === 0 ? "" : plateOf(n), line, "", "1920×1080", "Asia/Shanghai", `组${n % groups}`, "宣传月、首批"];
const sheetOf = async (rows: number, lineOf: (n: number) => string) => (await workbook(Array.from({ length: rows }, (_, n) => rowOf(n, lineOf(n))))).toString("base64");

async function seedUnits(client: Database, rootId: string): Promise<void> {
  await client.unit.create({ data: { id: rootId, name: "某县", kind: "bureau", path: `/${rootId}/` } });
  await client.unit.createMany({ data: Array.from({ length: units }, (_, n) => ({ id: `u${n}`, name: `单位${n}`, kind: "operator", parentId: rootId, path: `/${rootId}/u${n}/` })) });
  await client.screenGroup.createMany({ data: Array.from({ length: groups }, (_, n) => ({ id: `g${n}`, name: `组${n}`, unitId: rootId })) });
}

/** The same screens as rows, and nothing else: no workbook, no check, no group, no book, no log. */
async function bare(rows: number): Promise<number> {
  const { client, close } = await newFolder();
  try {
    const rootId = newId();
    await seedUnits(client, rootId);
    const data = Array.from({ length: rows }, (_, n) => ({ id: newId(), unitId: `u${n % units}`, name: `屏幕${n}`, kind: "bus", plate: plateOf(n), line: `${n % 60}路`, widthPx: 1920, heightPx: 1080, timeZone: "Asia/Shanghai", tags: ["宣传月", "首批"], createdAt: 0n }));
    return await timed(() => client.screen.createMany({ data }));
  } finally {
    await close();
  }
}

export async function importFigures(rows: number): Promise<Figure[]> {
  const { folder, client, close } = await newFolder();
  const rootId = newId();
  await seedUnits(client, rootId);
  await client.user.create({ data: { id: newId(), username: "bench", displayName: "量", role: "administrator", unitId: rootId, passwordHash: "", createdAt: 0n } });
  const server = await startServer(parseEnv({ HOST: "127.0.0.1", PORT: "0", DATA_DIR: folder, LOG_LEVEL: "silent" }), pino({ level: "silent" }), systemClock);
  try {
    const caller = systemCaller(rootId, `/${rootId}/`);
    const steps = async (base64: string) => {
      let plan = "";
      let done = { added: 0, changed: 0, unchanged: 0 };
      const previewMs = await timed(async () => ({ plan } = await server.imports.preview(caller, base64)));
      const applyMs = await timed(async () => (done = await server.imports.apply(caller, base64, plan)));
      return { previewMs, applyMs, done };
    };
    const first = await sheetOf(rows, (n) => `${n % 60}路`);
    const added = await steps(first);
    const again = await steps(first);
    const changed = await steps(await sheetOf(rows, (n) => `${n % 61}线`));
    let exported: Buffer = Buffer.alloc(0);
    const exportMs = await timed(async () => (exported = await server.imports.export(caller, {})));
    if (added.done.added !== rows || again.done.unchanged !== rows || changed.done.changed !== rows) throw new Error(JSON.stringify([added.done, again.done, changed.done]));
    const round = await server.imports.preview(caller, exported.toString("base64"));
    if (round.counts.unchanged !== rows) throw new Error(`an export read back: ${JSON.stringify(round.counts)}`);
    console.log(`  a workbook of ${rows} rows has ${Math.round((first.length * 3) / 4 / 1024)} KB`);
    const naive = { what: "bare createMany of the same rows", value: await bare(rows) };
    const figure = (what: string, value: number, bar: number | null, beside: Figure["naive"] = null): Figure => ({ what, value, unit: "ms", bar, naive: beside });
    return [
      figure(`preview of a workbook that adds ${rows} screens`, added.previewMs, 3_000),
      figure(`importing it, with groups, books and log`, added.applyMs, 5_000, naive),
      figure("previewing it again, when nothing changes", again.previewMs, 3_000),
      figure(`importing it with all ${rows} changed`, changed.applyMs, 5_000, naive),
      figure(`exporting ${rows} screens`, exportMs, null),
    ];
  } finally {
    await server.close();
    await close();
  }
}
