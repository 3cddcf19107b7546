import type { BodyOf, Screen, ScreenSettings, routes } from "@yilu/contract";

export type SettingKey = keyof ScreenSettings;
export type Settings = { [K in SettingKey]-?: NonNullable<ScreenSettings[K]> };
/** keep: left as each screen has it (only for many at once); default: as the kind of screen has it; set: as given. */
export type Mode = "keep" | "default" | "set";
/** A field with its mode; the value is what is set, or what setting begins with. */
export interface Field<K extends SettingKey> {
  mode: Mode;
  value: Settings[K];
}
export type Draft = { [K in SettingKey]: Field<K> };

export const week = [1, 2, 3, 4, 5, 6, 7];
const mib = 1024 * 1024;

/** What a field begins with when it is set for the first time. */
function beginnings({ widthPx, heightPx }: Pick<Screen, "widthPx" | "heightPx">): Settings {
  return {
    fit: "cover",
    muted: false,
    rotation: 90,
    viewport: { x: 0, y: 0, widthPx, heightPx },
    volume: [{ days: week, from: "07:00", to: "20:00", percent: 60 }],
    brightness: [{ days: week, from: "19:00", to: "06:00", percent: 60 }],
    operatingHours: [{ days: week, from: "06:00", to: "22:00" }],
    sendPlaysEveryMs: 60_000,
    downloadHours: [{ days: week, from: "00:00", to: "06:00" }],
    downloadBytesPerDay: 500 * mib,
    downloadBytesPerSecond: mib,
    oneDecoder: true,
  };
}

/** The draft of one screen's settings, or of many (`settings` null): every field is left as it is. */
export function draftOf(settings: ScreenSettings | null, screen: Pick<Screen, "widthPx" | "heightPx">): Draft {
  const begin = beginnings(screen);
  const field = <K extends SettingKey>(key: K): Field<K> => {
    const value = settings?.[key] as Settings[K] | undefined; // the field's own type, which an index by K hides
    return { mode: settings === null ? "keep" : value === undefined ? "default" : "set", value: value ?? begin[key] };
  };
  return {
    fit: field("fit"),
    muted: field("muted"),
    rotation: field("rotation"),
    viewport: field("viewport"),
    volume: field("volume"),
    brightness: field("brightness"),
    operatingHours: field("operatingHours"),
    sendPlaysEveryMs: field("sendPlaysEveryMs"),
    downloadHours: field("downloadHours"),
    downloadBytesPerDay: field("downloadBytesPerDay"),
    downloadBytesPerSecond: field("downloadBytesPerSecond"),
    oneDecoder: field("oneDecoder"),
  };
}

const keysOf = (draft: Draft): SettingKey[] => Object.keys(draft) as SettingKey[]; // Object.keys widens; draftOf names every key

/** What to save: what is set, and what goes back to the default. Fields that are kept are in neither. */
export function changeOf(draft: Draft): Pick<BodyOf<typeof routes.remote.changeSettings>, "set" | "clear"> {
  const keys = keysOf(draft);
  return {
    set: Object.fromEntries(keys.filter((key) => draft[key].mode === "set").map((key) => [key, draft[key].value])),
    clear: keys.filter((key) => draft[key].mode === "default"),
  };
}

/** Whether saving would change anything. */
export function isChanged(draft: Draft, before: Draft): boolean {
  return keysOf(draft).some((key) => draft[key].mode !== before[key].mode || (draft[key].mode === "set" && JSON.stringify(draft[key].value) !== JSON.stringify(before[key].value)));
}

export type Fault = "viewportSize" | "viewportOutside" | "noLevels" | "noHours";

const mostPx = 16_384;

/** What is wrong with a field that is set; null when nothing is. */
export function faultOf(key: SettingKey, draft: Draft): Fault | null {
  if (draft[key].mode !== "set") return null;
  const { viewport, volume, brightness, operatingHours, downloadHours } = draft;
  if (key === "viewport") {
    const { x, y, widthPx, heightPx } = viewport.value;
    if (widthPx < 1 || heightPx < 1) return "viewportSize";
    return x + widthPx > mostPx || y + heightPx > mostPx ? "viewportOutside" : null;
  }
  if (key === "volume" || key === "brightness") return { volume, brightness }[key].value.length === 0 ? "noLevels" : null;
  if (key === "operatingHours" || key === "downloadHours") return { operatingHours, downloadHours }[key].value.length === 0 ? "noHours" : null;
  return null;
}

export const faultsOf = (draft: Draft): SettingKey[] => keysOf(draft).filter((key) => faultOf(key, draft) !== null);
