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
import { sheetName } from "./columns.ts";
import type { Known, KnownScreen, ScreenContent } from "./known.ts";
import { isMove, planOf, type Plan } from "./plan.ts";
import { mostListed } from "./reader.ts";
import type { ImportRepository, Written } from "./repository.ts";
import { workbookOf } from "./template.ts";

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

  /** What importing this file would do; writes nothing. @throws Refusal workbookRefused */
  async preview(caller: Caller, base64: string): Promise<ImportPreview> {
    const read = await this.read(base64);
    const plan = this.plan(read, await this.known(caller));
    const { additions, changes, unchanged, faulty, rows } = plan;
    const move = changes.filter(isMove).length;
    let left = mostListed;
    const shown = rows.filter(({ outcome }) => outcome !== "error" || left-- > 0);
    return { plan: nameOf(read, plan), counts: { add: additions.length, change: changes.length - move, move, unchanged, error: faulty }, rows: shown, errorsLeftOut: rows.length - shown.length };
  }

  /**
   * Does what the preview of that name said, all of it in one transaction.
   * @throws Refusal workbookRefused, refersToMissing or invalidInput when rows have errors, previewOutdated when it would be
   * something else by now
   */
  async apply(caller: Caller, base64: string, planName: string): Promise<AnswerOf<typeof routes.imports.apply>> {
    const read = await this.read(base64);
    try {
      return await this.unitOfWork.run(async (tx) => {
        await this.repository.takeTurn(tx);
        const known = await this.known(caller, tx);
        const plan = this.plan(read, known);
        refuseFaulty(plan);
        if (nameOf(read, plan) !== planName) throw new Refusal("previewOutdated");
        return this.write(tx, caller, known, plan, read.sha256);
      });
    } catch (error) {
      // Somebody saved a screen by hand after the plan was made again.
      if (brokenUnique(error)) throw new Refusal("previewOutdated");
      throw error;
    }
  }

  private async write(tx: Tx, caller: Caller, { directory }: Known, { additions, changes, unchanged }: Plan, sha256: string) {
    const now = this.clock();
    const paths = new Map(directory.units.map(({ id, path }) => [id, path]));
    const pathOf = (unitId: string): string => paths.get(unitId) ?? caller.unitPath;
    const added = additions.map(({ content }): Written => ({ id: newId(), ...content }));
    if (added.length > 0) await this.repository.add(tx, added, pathOf, now);
    if (changes.length > 0) {
      const changed = changes.map(({ before: { id, version }, content }) => ({ id, version, ...content }));
      if ((await this.repository.change(tx, changed)) !== changed.length) throw new Refusal("previewOutdated");
      const touched = (differs: (before: KnownScreen, after: ScreenContent) => boolean) => changed.filter((_, index) => changes[index] !== undefined && differs(changes[index].before, changes[index].content));
      await this.repository.regroup(tx, touched((before, after) => before.groupIds.join() !== after.groupIds.join()));
      await this.repository.reassign(tx, touched((before, after) => before.unitId !== after.unitId || before.kind !== after.kind || before.line !== after.line || before.timeZone !== after.timeZone), pathOf, now);
      await this.repository.rename(tx, touched((before, after) => before.name !== after.name));
    }
    const moves = changes.filter(isMove);
    const result = { added: added.length, changed: changes.length - moves.length, moved: moves.length, unchanged, addedIds: added.map(({ id }) => id) };
    if (added.length + changes.length === 0) return result;
    await this.repository.contentChanged(tx);
    const { addedIds: _ids, ...counts } = result;
    await this.audit.record(tx, caller, { action: "screen.import", objectType: "screen", objectId: "", objectName: "", unitPath: caller.unitPath, after: { ...counts, sha256 } });
    for (const { id, ...after } of added) await this.audit.record(tx, caller, { action: "screen.create", objectType: "screen", objectId: id, objectName: after.name, unitPath: pathOf(after.unitId), after });
    for (const { before, content } of changes) {
      const { id, version: _version, ...was } = before;
      await this.audit.record(tx, caller, { action: "screen.change", objectType: "screen", objectId: id, objectName: content.name, unitPath: pathOf(content.unitId), before: was, after: content });
    }
    // Consoles ask for the list once, whatever the number; who is told what lies in a unit is told through one of its screens.
    const told = new Map([...moves.map(({ before }) => [before.unitId, before.id] as const), ...changes.map(({ before: { id }, content }) => [content.unitId, id] as const), ...added.map(({ unitId, id }) => [unitId, id] as const)]);
    tx.afterCommit(() => {
      for (const [unitId, id] of told) this.events.emit("changed", { what: "screens", id, unitPath: pathOf(unitId) });
      this.events.emit("content.changed", {});
    });
    return result;
  }

  private known(caller: Caller, tx?: Tx): Promise<Known> {
    return this.repository.known(caller.unitPath, this.timeZone, tx);
  }

  private async read(base64: string): Promise<Read> {
    const file = Buffer.from(base64, "base64");
    return { rows: await readable(() => readSheet(file, sheetName)), sha256: sha256Hex(file) };
  }

  private plan({ rows }: Read, known: Known): Plan {
    return readable(() => planOf(rows, known));
  }
}

/** The work's result. @throws Refusal workbookRefused with the reason when the file cannot be read */
function readable<T>(work: () => T): T {
  const refused = (error: unknown): never => {
    throw error instanceof Unreadable ? refuse("workbookRefused", error.zh, error.en) : error;
  };
  try {
    const result = work();
    return result instanceof Promise ? (result.catch(refused) as T) : result; // the same promise, with another way to fail
  } catch (error) {
    return refused(error);
  }
}

/** Names exactly what would be written: the file, the screens added, and of those changed what is and what will be. */
function nameOf({ sha256 }: Read, { additions, changes, unchanged }: Plan): string {
  const withoutVersion = ({ version: _version, ...rest }: KnownScreen) => rest;
  return sha256Hex(canonicalJson({ sha256, unchanged, additions, changes: changes.map(({ row, before, content }) => ({ row, before: withoutVersion(before), content })) }));
}

function refuseFaulty({ faulty, namesMissing, rows }: Plan): void {
  if (faulty === 0) return;
  const issues = rows.flatMap(({ faults }) => faults.map(({ cell, message }) => ({ path: cell, message }))).slice(0, 50);
  throw new Refusal(namesMissing ? "refersToMissing" : "invalidInput", { issues, detail: { zh: `有 ${faulty} 行不对，没有导入`, en: `${faulty} rows have errors; nothing was imported` } });
}
