import { screenInput, type Bilingual, type ImportFault, type ImportField } from "@yilu/contract";
import { headRows, unworkable, type SheetRow } from "../workbook/sheet.ts";
import { Unreadable } from "../workbook/zip.ts";
import { kindOf, letterOf, partsOf, plateKey, sizeOf, titlesOf, unescapedCell } from "./columns.ts";
import type { KnownUnit } from "./directory.ts";
import type { Known, KnownScreen, ScreenContent } from "./known.ts";
import { inSlices, type Pace } from "../pace.ts";

/** One row as far as it could be read. */
export interface Draft {
  row: number;
  /** As written; the unit's own name once it is known. */
  unitText: string;
  unit: KnownUnit | null;
  /** "": none given. */
  name: string;
  plate: string | null;
  /** The screen that the row is about; null: a new one. */
  screen: KnownScreen | null;
  /** Null when something is at fault. */
  content: ScreenContent | null;
  faults: ImportFault[];
  namesMissing: boolean;
  fault(field: ImportField, message: Bilingual): void;
}

/** What the cells of a row say; a field whose column the workbook lacks is left out. */
type Texts = Partial<Record<ImportField, string>>;

const rules = screenInput.shape;
/** So many rows with errors are listed; who has more mends these first. */
export const mostListed = 1_000;
const unlisted: ImportFault = { field: null, cell: "", message: { zh: "没有列出", en: "Not listed" } };
const longestSaid = 120;
const mostUnknownGroups = 3;
const mostGroups = 50;
const vehicleSize = { widthPx: 1920, heightPx: 1080 };

/** What a cell says, as a message repeats it: a cell may hold thousands of characters. */
export const said = (text: string): string => (text.length > longestSaid ? `${text.slice(0, longestSaid)}…` : text);

/** Why a value breaks its rule. */
function reasonOf(error: { issues: readonly { code: string; maximum?: unknown; origin?: unknown }[] }): Bilingual {
  const [issue] = error.issues;
  const most = String(issue?.maximum ?? "");
  if (issue?.code === "too_big" && issue.origin === "array") return { zh: `太多：至多 ${most} 个`, en: `Too many: at most ${most}` };
  if (issue?.code === "too_big") return { zh: `太长：至多 ${most} 个字`, en: `Too long: at most ${most} characters` };
  return { zh: "有换行或别的不能用的字符", en: "Has line breaks or other characters that cannot be used" };
}

/** Makes drafts of the rows of a sheet. */
export class Reader {
  private readonly titles: ReadonlyMap<ImportField, number>;
  private readonly rows: readonly SheetRow[];
  private readonly byName: ReadonlyMap<string, KnownScreen>;
  private faulty = 0;
  private readonly zones = new Map<string, boolean>();
  private readonly byPlate = new Map<string, KnownScreen[]>();
  private readonly byPlateAnywhere = new Map<string, KnownScreen[]>();
  /** Screens that some row names where they are: no other row moves them. */
  private readonly named = new Set<string>();

  /** @throws Unreadable when no row of titles is found */
  constructor(
    rows: readonly SheetRow[],
    private readonly known: Known,
  ) {
    const head = rows.slice(0, headRows).map(({ cells }) => titlesOf(cells));
    const at = head.findIndex((titles) => titles.size >= 2 && (titles.has("name") || titles.has("plate")));
    const titles = head[at];
    if (titles === undefined) throw new Unreadable("没找到标题行：要有“单位”“名称”“类型”等列，可以先下载模板", "No row of titles is found: it needs columns such as 单位, 名称 and 类型; download the template");
    this.titles = titles;
    const used = new Set(titles.values());
    this.rows = rows.slice(at + 1).filter(({ cells }) => [...cells.keys()].some((index) => used.has(index)));
    this.byName = new Map(known.screens.map((screen) => [`${screen.unitId} ${screen.name}`, screen]));
    for (const screen of known.screens) {
      if (screen.plate === null) continue;
      const key = `${screen.unitId} ${plateKey(screen.plate)}`;
      this.byPlate.set(key, [...(this.byPlate.get(key) ?? []), screen]);
      this.byPlateAnywhere.set(plateKey(screen.plate), [...(this.byPlateAnywhere.get(plateKey(screen.plate)) ?? []), screen]);
    }
    for (const { cells } of this.rows) {
      const text = (field: ImportField): string => unescapedCell(cells.get(titles.get(field) ?? -1) ?? "");
      const screen = this.byName.get(`${this.unitOf(text("unit"))?.id ?? ""} ${text("name")}`);
      if (screen !== undefined) this.named.add(screen.id);
    }
  }

  async drafts(pace: Pace): Promise<Draft[]> {
    const drafts: Draft[] = [];
    await inSlices(pace, this.rows, (some) => some.forEach((row) => drafts.push(this.draft(row))));
    return drafts;
  }

  private draft({ number, cells }: SheetRow): Draft {
    const faults: ImportFault[] = [];
    const fault = (field: ImportField, message: Bilingual): void => {
      if (faults.length === 0) this.faulty += 1;
      // Twenty thousand rows with ten faults each are not kept in words that nobody is shown.
      faults.push(this.faulty > mostListed ? unlisted : { field, cell: `${letterOf(this.titles.get(field) ?? 0)}${number}`, message });
    };
    const texts: Texts = {};
    for (const [field, column] of this.titles) {
      const cell = cells.get(column) ?? "";
      texts[field] = cell === unworkable ? "" : unescapedCell(cell);
      if (cell === unworkable) fault(field, { zh: "公式没有结果：改成直接写值", en: "A formula without a result: write the value itself" });
    }
    const draft: Draft = { row: number, unitText: texts.unit ?? "", unit: null, name: texts.name ?? "", plate: texts.plate || null, screen: null, content: null, faults, namesMissing: false, fault };
    this.findUnit(draft);
    this.findScreen(draft);
    const content = this.contentOf(draft, texts);
    return Object.assign(draft, { content: faults.length === 0 ? content : null });
  }

  private findUnit(draft: Draft): void {
    const { directory } = this.known;
    const unit = this.unitOf(draft.unitText);
    if (unit) {
      draft.unit = unit;
      draft.unitText = directory.unitLabel(unit.id);
    } else if (draft.unitText === "") draft.fault("unit", { zh: "没有填单位", en: "No unit is given" });
    else if (unit === null) draft.fault("unit", { zh: `有几个单位都叫“${draft.unitText}”：写成“上级 / 名称”，模板的下拉里有`, en: `Several units are called “${draft.unitText}”: write “parent / name” as the template's drop-down has it` });
    else {
      draft.namesMissing = true;
      const like = directory.unitLike(draft.unitText);
      const [zh, en] = like === null ? ["", ""] : [`；是不是“${like.name}”`, `; is it “${like.name}”`];
      draft.fault("unit", { zh: `没有单位“${said(draft.unitText)}”，或不在本单位范围内${zh}`, en: `There is no unit “${said(draft.unitText)}”, or it is outside yours${en}` });
    }
  }

  /** Whoever reaches one unit only need not name it. Undefined: none is called so; null: several are. */
  private unitOf(text: string): KnownUnit | null | undefined {
    const { units } = this.known.directory;
    return text === "" && units.length === 1 ? units[0] : this.known.directory.unit(text);
  }

  /** The one screen of another unit that has this plate and that the workbook speaks of nowhere else: it moves. */
  private movedHere({ unit, plate }: Draft): KnownScreen | null {
    if (unit === null || plate === null) return null;
    const [only, ...more] = (this.byPlateAnywhere.get(plateKey(plate)) ?? []).filter(({ id, unitId }) => unitId !== unit.id && !this.named.has(id));
    return only !== undefined && more.length === 0 ? only : null;
  }

  /** Which screen the row is about: by its name, else by its plate, here or in another unit; a row without a name takes the screen's, or the plate. */
  private findScreen(draft: Draft): void {
    const { unit, plate } = draft;
    const samePlate = unit === null || plate === null ? [] : (this.byPlate.get(`${unit.id} ${plateKey(plate)}`) ?? []);
    const named = unit === null || draft.name === "" ? undefined : this.byName.get(`${unit.id} ${draft.name}`);
    const [byPlate, ...morePlates] = samePlate;
    if (named === undefined && morePlates.length > 0) {
      draft.fault("name", { zh: `有 ${samePlate.length} 块屏幕是这个车牌，要写明名称`, en: `${samePlate.length} screens have this plate: say which by its name` });
    }
    draft.screen = named ?? byPlate ?? this.movedHere(draft);
    if (draft.name === "") draft.name = draft.screen?.name ?? plate ?? "";
    const taken = draft.screen === null || draft.screen.unitId === unit?.id ? undefined : this.byName.get(`${unit?.id ?? ""} ${draft.name}`);
    if (taken !== undefined) draft.fault("name", { zh: `移过来的屏幕和“${draft.unitText}”里的“${said(draft.name)}”重名：写另一个名称`, en: `The screen that moves would have the name of “${said(draft.name)}” in “${draft.unitText}”: write another` });
    if (draft.name === "") draft.fault("name", { zh: "名称和车牌都没有填", en: "Neither a name nor a plate is given" });
  }

  private contentOf(draft: Draft, texts: Texts): ScreenContent | null {
    const { screen, unit, name } = draft;
    const checked = <T>(field: ImportField, rule: { safeParse(value: unknown): { success: boolean; error?: Parameters<typeof reasonOf>[0] | undefined } }, value: T): T => {
      const { success, error } = rule.safeParse(value);
      if (!success && error) draft.fault(field, reasonOf(error));
      return value;
    };
    const optional = (field: "plate" | "line" | "place"): string | null => {
      const given = texts[field];
      return given === undefined ? (screen?.[field] ?? null) : checked(field, rules[field], given === "" ? null : given);
    };
    if (name !== "") checked("name", rules.name, name);
    const kind = this.kind(draft, texts.kind);
    const size = this.size(draft, texts.size, kind);
    const timeZone = texts.timeZone || (screen?.timeZone ?? this.known.timeZone);
    if (!this.isZone(timeZone)) draft.fault("timeZone", { zh: `没有时区“${said(timeZone)}”，一般写 Asia/Shanghai`, en: `There is no time zone “${said(timeZone)}”; it is mostly Asia/Shanghai` });
    const plate = optional("plate");
    draft.plate = plate;
    const [line, place] = [optional("line"), optional("place")];
    const tags = texts.tags === undefined ? (screen?.tags ?? []) : checked("tags", rules.tags, [...new Set(partsOf(texts.tags))]);
    const groupIds = this.groups(draft, texts.groups);
    if (unit === null || kind === null || size === null) return null;
    return { unitId: unit.id, name, kind, plate, line, place, ...size, timeZone, groupIds, tags };
  }

  /** Asking the runtime is slow, and a county has one zone. */
  private isZone(name: string): boolean {
    const known = this.zones.get(name) ?? rules.timeZone.safeParse(name).success;
    this.zones.set(name, known);
    return known;
  }

  private kind(draft: Draft, given: string | undefined): ScreenContent["kind"] | null {
    if (given) {
      const kind = kindOf(given);
      if (kind === null) draft.fault("kind", { zh: `没有类型“${said(given)}”：写公交、客运或 LED`, en: `There is no kind “${said(given)}”: write 公交, 客运 or LED` });
      return kind;
    }
    if (draft.screen === null) draft.fault("kind", { zh: "没有填类型", en: "No kind is given" });
    return draft.screen?.kind ?? null;
  }

  private size(draft: Draft, given: string | undefined, kind: ScreenContent["kind"] | null): Pick<ScreenContent, "widthPx" | "heightPx"> | null {
    if (!given) {
      if (draft.screen !== null) return { widthPx: draft.screen.widthPx, heightPx: draft.screen.heightPx };
      if (kind !== "led") return vehicleSize;
      draft.fault("size", { zh: "LED 屏要填分辨率，如 1536×512", en: "An LED wall needs its resolution, such as 1536×512" });
      return null;
    }
    const size = sizeOf(given);
    if (size === null) draft.fault("size", { zh: `“${said(given)}”不是分辨率：写成 1920×1080`, en: `“${said(given)}” is no resolution: write it as 1920×1080` });
    else if (!rules.widthPx.safeParse(size.widthPx).success || !rules.heightPx.safeParse(size.heightPx).success) draft.fault("size", { zh: "宽和高都要在 16 到 16384 之间", en: "Width and height lie between 16 and 16384" });
    return size;
  }

  private groups(draft: Draft, given: string | undefined): string[] {
    const { directory } = this.known;
    const own = draft.screen?.groupIds ?? [];
    if (given === undefined || draft.unit === null) return own;
    const ids = own.filter((id) => directory.groupLabel(id) === null);
    const unitId = draft.unit.id;
    const names = directory.group(given, unitId) ? [given] : partsOf(given);
    if (names.length > mostGroups) {
      draft.fault("groups", { zh: `太多：至多 ${mostGroups} 个`, en: `Too many: at most ${mostGroups}` });
      return own;
    }
    let unknown = 0;
    for (const name of names) {
      if (unknown >= mostUnknownGroups) break;
      const group = directory.group(name, unitId);
      if (group) ids.push(group.id);
      else if (group === null) draft.fault("groups", { zh: `有几个分组都叫“${said(name)}”：写成“分组（单位）”，模板的下拉里有`, en: `Several groups are called “${said(name)}”: write “group（unit）” as the template's drop-down has it` });
      else {
        unknown += 1;
        draft.namesMissing = true;
        draft.fault("groups", { zh: `没有分组“${said(name)}”，或不在本单位范围内`, en: `There is no group “${said(name)}”, or it is outside your unit` });
      }
    }
    if (!rules.groupIds.safeParse(ids).success) draft.fault("groups", { zh: `太多：至多 ${mostGroups} 个`, en: `Too many: at most ${mostGroups}` });
    return [...new Set(ids)].sort();
  }
}
