import type { AnswerOf, ImportPreview, QueryOf, routes } from "@yilu/contract";
import { canonicalJson } from "../../../canonical-json.ts";
import type { Caller } from "../../../caller.ts";
import type { Clock } from "../../../clock.ts";
import { brokenUnique, type Tx, type UnitOfWork } from "../../../database/unit-of-work.ts";
import type { EventBus } from "../../../events.ts";
import { Refusal, refuse } from "../../../http/refusal.ts";
import { newId, sha256Hex } from "../../../random.ts";
import type { AuditService } from "../../audit/service.ts";
import type { ScreensService } from "../../screens/service.ts";
import { readSheet, type SheetRow } from "../workbook/sheet.ts";
import { Unreadable } from "../workbook/zip.ts";
import { inSlices, stretch, unhurried, type Pace } from "../pace.ts";
import { sheetName } from "./columns.ts";
import type { Known, KnownScreen, ScreenContent } from "./known.ts";
import { isMove, planOf, type Change, type Plan } from "./plan.ts";
import { mostListed } from "./reader.ts";
import type { ImportRepository, Written } from "./repository.ts";
import type { Runs } from "./runs.ts";
import { workbookOf } from "./template.ts";

/** So many screens are written by one statement. */
const writtenAtOnce = 250;

interface Read {
  rows: SheetRow[];
  sha256: string;
}

/** Screens by workbook. Nothing is kept between preview and application: the file is sent again, with the name of its preview. */
export class ImportService {
  constructor(
    private readonly repository: ImportRepository,
    private readonly screens: Pick<ScreensService, "idsWithin">,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditService,
    private readonly events: EventBus,
    private readonly clock: Clock,
    private readonly timeZone: string,
    private readonly runs: Runs,
  ) {}

  /** An empty workbook to fill in. */
  async template(caller: Caller): Promise<Buffer> {
    return workbookOf(await this.known(caller), []);
  }

  /** The screens that match, as the same workbook: changed in the office, it is imported again. */
  async export(caller: Caller, query: QueryOf<typeof routes.imports.export>): Promise<Buffer> {
    const ids = await this.screens.idsWithin(caller, query);
    const known = await this.known(caller);
    return workbookOf(known, known.screens.filter(({ id }) => ids.has(id)));
  }

  /**
   * What importing this file would do; writes nothing.
   * @param run the caller's name for it, to hear how far it is and to stop it
   * @throws Refusal workbookRefused, importStopped
   */
  preview(caller: Caller, base64: string, run?: string): Promise<ImportPreview> {
    return this.runs.during(caller, run, (pace) => this.previewed(caller, base64, pace));
  }

  /** Stops a preview or an import of the caller; what was not committed yet is not. @returns whether it was still going on */
  stop(caller: Caller, run: string): boolean {
    return this.runs.stop(caller, run);
  }

  private async previewed(caller: Caller, base64: string, pace: Pace): Promise<ImportPreview> {
    const read = await this.read(base64, stretch(pace, 0, 0.3));
    const plan = await this.plan(read, await this.known(caller, stretch(pace, 0.3, 0.5)), stretch(pace, 0.5, 0.85));
    const name = await nameOf(read, plan, stretch(pace, 0.85, 1));
    const { additions, changes, unchanged, faulty, rows } = plan;
    const move = changes.filter(isMove).length;
    let left = mostListed;
    const shown = rows.filter(({ outcome }) => outcome !== "error" || left-- > 0);
    return { plan: name, counts: { add: additions.length, change: changes.length - move, move, unchanged, error: faulty }, rows: shown, errorsLeftOut: rows.length - shown.length };
  }

  /**
   * Does what the preview of that name said, all of it in one transaction.
   * @param run the caller's name for it, to hear how far it is and to stop it until it is committed
   * @throws Refusal workbookRefused, refersToMissing or invalidInput when rows have errors, previewOutdated when it would be
   * something else by now, importStopped
   */
  apply(caller: Caller, base64: string, planName: string, run?: string): Promise<AnswerOf<typeof routes.imports.apply>> {
    return this.runs.during(caller, run, (pace) => this.applied(caller, base64, planName, pace));
  }

  private async applied(caller: Caller, base64: string, planName: string, pace: Pace) {
    const read = await this.read(base64, stretch(pace, 0, 0.1));
    try {
      return await this.unitOfWork.run(async (tx) => {
        await this.repository.takeTurn(tx);
        const known = await this.known(caller, stretch(pace, 0.1, 0.2), tx);
        const plan = await this.plan(read, known, stretch(pace, 0.2, 0.4));
        refuseFaulty(plan);
        if ((await nameOf(read, plan, stretch(pace, 0.4, 0.5))) !== planName) throw new Refusal("previewOutdated");
        return this.write(tx, caller, known, plan, read.sha256, stretch(pace, 0.5, 1));
      });
    } catch (error) {
      // Somebody saved a screen by hand after the plan was made again.
      if (brokenUnique(error)) throw new Refusal("previewOutdated");
      throw error;
    }
  }

  private async write(tx: Tx, caller: Caller, { directory }: Known, { additions, changes, unchanged }: Plan, sha256: string, pace: Pace) {
    const now = this.clock();
    const paths = new Map(directory.units.map(({ id, path }) => [id, path]));
    const pathOf = (unitId: string): string => paths.get(unitId) ?? caller.unitPath;
    const added = additions.map(({ content }): Written => ({ id: newId(), ...content }));
    await inSlices(stretch(pace, 0, 0.3), added, (some) => this.repository.add(tx, some, pathOf, now), writtenAtOnce);
    await inSlices(stretch(pace, 0.3, 0.6), changes, (some) => this.change(tx, some, pathOf, now), writtenAtOnce);
    const moves = changes.filter(isMove);
    const result = { added: added.length, changed: changes.length - moves.length, moved: moves.length, unchanged, addedIds: added.map(({ id }) => id) };
    if (added.length + changes.length === 0) return result;
    await this.repository.contentChanged(tx);
    const { addedIds: _ids, ...counts } = result;
    await this.audit.record(tx, caller, { action: "screen.import", objectType: "screen", objectId: "", objectName: "", unitPath: caller.unitPath, after: { ...counts, sha256 } });
    const noteAdded = ({ id, ...after }: Written) => this.audit.record(tx, caller, { action: "screen.create", objectType: "screen", objectId: id, objectName: after.name, unitPath: pathOf(after.unitId), after });
    const noteChanged = ({ before: { id, version: _version, ...before }, content: after }: Change) => this.audit.record(tx, caller, { action: "screen.change", objectType: "screen", objectId: id, objectName: after.name, unitPath: pathOf(after.unitId), before, after });
    await inSlices(stretch(pace, 0.6, 0.65), added, (some) => Promise.all(some.map(noteAdded)));
    await inSlices(stretch(pace, 0.65, 0.7), changes, (some) => Promise.all(some.map(noteChanged)));
    // Consoles ask for the list once, whatever the number; who is told what lies in a unit is told through one of its screens.
    const told = new Map([...moves.map(({ before }) => [before.unitId, before.id] as const), ...changes.map(({ before: { id }, content }) => [content.unitId, id] as const), ...added.map(({ unitId, id }) => [unitId, id] as const)]);
    tx.beforeCommit(() => pace.rest(0.98)); // after the log was written: the last moment at which it may be stopped
    tx.afterCommit(() => {
      for (const [unitId, id] of told) this.events.emit("changed", { what: "screens", id, unitPath: pathOf(unitId) });
      this.events.emit("content.changed", {});
    });
    return result;
  }

  private async change(tx: Tx, changes: readonly Change[], pathOf: (unitId: string) => string, now: number): Promise<void> {
    const changed = changes.map(({ before: { id, version }, content }) => ({ id, version, ...content }));
    if ((await this.repository.change(tx, changed)) !== changed.length) throw new Refusal("previewOutdated");
    const touched = (differs: (before: KnownScreen, after: ScreenContent) => boolean) => changed.filter((_, index) => changes[index] !== undefined && differs(changes[index].before, changes[index].content));
    await this.repository.regroup(tx, touched((before, after) => before.groupIds.join() !== after.groupIds.join()));
    await this.repository.reassign(tx, touched((before, after) => before.unitId !== after.unitId || before.kind !== after.kind || before.line !== after.line || before.timeZone !== after.timeZone), pathOf, now);
    await this.repository.rename(tx, touched((before, after) => before.name !== after.name));
  }

  private known(caller: Caller, pace: Pace = unhurried, tx?: Tx): Promise<Known> {
    return this.repository.known(caller.unitPath, this.timeZone, pace, tx);
  }

  private async read(base64: string, pace: Pace): Promise<Read> {
    const file = Buffer.from(base64, "base64");
    return { rows: await readable(() => readSheet(file, sheetName, pace)), sha256: sha256Hex(file) };
  }

  private plan({ rows }: Read, known: Known, pace: Pace): Promise<Plan> {
    return readable(() => planOf(rows, known, pace));
  }
}

/** The work's result. @throws Refusal workbookRefused with the reason when the file cannot be read */
async function readable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof Unreadable ? refuse("workbookRefused", error.zh, error.en) : error;
  }
}

/** Names exactly what would be written: the file, the screens added, and of those changed what is and what will be. */
async function nameOf({ sha256 }: Read, { additions, changes, unchanged }: Plan, pace: Pace): Promise<string> {
  const withoutVersion = ({ version: _version, ...rest }: KnownScreen) => rest;
  const parts = [canonicalJson({ sha256, unchanged })];
  await inSlices(stretch(pace, 0, 0.5), additions, (some) => parts.push(sha256Hex(canonicalJson(some))));
  parts.push("changes"); // so that no addition reads as a change
  await inSlices(stretch(pace, 0.5, 1), changes, (some) => parts.push(sha256Hex(canonicalJson(some.map(({ row, before, content }) => ({ row, before: withoutVersion(before), content }))))));
  return sha256Hex(canonicalJson(parts));
}

function refuseFaulty({ faulty, namesMissing, rows }: Plan): void {
  if (faulty === 0) return;
  const issues = rows.flatMap(({ faults }) => faults.map(({ cell, message }) => ({ path: cell, message }))).slice(0, 50);
  throw new Refusal(namesMissing ? "refersToMissing" : "invalidInput", { issues, detail: { zh: `有 ${faulty} 行不对，没有导入`, en: `${faulty} rows have errors; nothing was imported` } });
}
