import type { Bilingual, ImportField, ImportRow } from "@yilu/contract";
import { plateKey } from "./columns.ts";
import { shownFields } from "./fields.ts";
import { Reader, said, type Draft } from "./reader.ts";
import type { Known, KnownScreen, ScreenContent } from "./known.ts";
import { inSlices, stretch, type Pace } from "../pace.ts";
import type { SheetRow } from "../workbook/sheet.ts";

export interface Addition {
  row: number;
  content: ScreenContent;
}
export interface Change {
  row: number;
  before: KnownScreen;
  content: ScreenContent;
}
/** What a workbook would do. Rows with faults do nothing. */
export interface Plan {
  additions: Addition[];
  /** Moves to another unit among them. */
  changes: Change[];
  unchanged: number;
  rows: ImportRow[];
  faulty: number;
  /** Whether a row names a unit or a group that is not there for the caller. */
  namesMissing: boolean;
}

/** Whether a change takes its screen to another unit. */
export const isMove = ({ before, content }: Pick<Change, "before" | "content">): boolean => before.unitId !== content.unitId;

const identity = ({ unit, name }: Draft): string | null => (unit === null || name === "" ? null : `${unit.id} ${name}`);

/** Rows that stand for the same thing, in the order of the sheet. */
function gathered(drafts: readonly Draft[], keyOf: (draft: Draft) => string | null): Draft[][] {
  const groups = new Map<string, Draft[]>();
  for (const draft of drafts) {
    const key = keyOf(draft);
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(draft);
    else groups.set(key, [draft]);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

/** Every later row of a group says which earlier one it repeats. */
function faultLater(groups: readonly Draft[][], field: ImportField, message: (row: number) => Bilingual): void {
  for (const [first, ...later] of groups) for (const draft of later) draft.fault(field, message(first?.row ?? 0));
}

/** Whether the row leaves its screen's plate as it is. */
const keepsPlate = ({ screen, plate }: Draft): boolean => screen !== null && plate !== null && screen.plate !== null && plateKey(screen.plate) === plateKey(plate);
const plateOf = ({ plate }: Draft): string | null => (plate === null ? null : plateKey(plate));

/** Plates that a second screen would get: of another row, of a screen that the workbook leaves alone, or of another unit's. */
function faultPlates(drafts: readonly Draft[], known: Known): void {
  for (const group of gathered(drafts, plateOf)) {
    const first = group.find(keepsPlate) ?? group[0];
    for (const draft of group) {
      if (draft === first || keepsPlate(draft)) continue;
      draft.fault("plate", { zh: `和第 ${first?.row ?? 0} 行的车牌相同：一个车牌只能对应一块屏`, en: `The same plate as in row ${first?.row ?? 0}: one plate, one screen` });
    }
  }
  const touched = new Set(drafts.map(({ screen }) => screen?.id));
  const others = new Map(known.screens.filter(({ id, plate }) => plate !== null && !touched.has(id)).map((screen) => [plateKey(screen.plate ?? ""), screen]));
  for (const draft of drafts) {
    const plate = plateOf(draft);
    if (plate === null || keepsPlate(draft)) continue;
    const other = others.get(plate);
    if (other !== undefined) {
      const where = known.directory.unitLabel(other.unitId);
      draft.fault("plate", { zh: `这个车牌已经是“${where}”的屏幕“${other.name}”的`, en: `This plate belongs to the screen “${other.name}” of “${where}”` });
    } else if (known.platesElsewhere.has(plate)) {
      draft.fault("plate", { zh: "这个车牌已经是别的单位的屏幕的；要移过来，请管着两个单位的人导入", en: "This plate belongs to a screen of another unit; to move it here, somebody who manages both has to import it" });
    }
  }
}

/**
 * What the rows of a workbook would do to the screens that are there. A row is about the screen of its unit that has its
 * name, else about the one that has its plate, there or in another unit (then it moves), else it adds one. Nothing is written here.
 * @param rows the sheet with its notes and titles
 * @throws Unreadable when no row of titles is found
 */
export async function planOf(rows: readonly SheetRow[], known: Known, pace: Pace): Promise<Plan> {
  const drafts = await new Reader(rows, known).drafts(stretch(pace, 0, 0.7));
  faultLater(gathered(drafts, identity), "name", (row) => ({ zh: `和第 ${row} 行重名：同一单位里名称不能重复`, en: `The same name as in row ${row}: names are unique within a unit` }));
  faultLater(gathered(drafts.filter((draft) => draft.faults.length === 0), ({ screen }) => screen?.id ?? null), "name", (row) => ({ zh: `和第 ${row} 行说的是同一块屏幕`, en: `About the same screen as row ${row}` }));
  faultPlates(drafts, known);

  const plan: Plan = { additions: [], changes: [], unchanged: 0, rows: [], faulty: 0, namesMissing: false };
  const take = (draft: Draft): void => {
    const { row, screen, content, faults } = draft;
    const shown = (outcome: ImportRow["outcome"], fields: ImportRow["fields"]): void => void plan.rows.push({ row, outcome, unitName: said(draft.unitText), name: said(draft.name), plate: draft.plate === null ? null : said(draft.plate), fields, faults });
    if (faults.length > 0 || content === null) {
      plan.faulty += 1;
      plan.namesMissing ||= draft.namesMissing;
      shown("error", []);
      return;
    }
    const fields = shownFields(screen, content, known.directory);
    if (screen === null) {
      plan.additions.push({ row, content });
      shown("add", fields);
    } else if (fields.length > 0) {
      plan.changes.push({ row, before: screen, content });
      shown(isMove({ before: screen, content }) ? "move" : "change", fields);
    } else plan.unchanged += 1;
  };
  await inSlices(stretch(pace, 0.7, 1), drafts, (some) => some.forEach(take));
  return plan;
}
