import { filmText } from "../../components/filmText.ts";
import { commonText } from "../../components/text.ts";
import type { Dictionary, Translate } from "../../lib/i18n.ts";
import { auditText as text } from "./auditText.ts";
import { text as systemText } from "./text.ts";

type Key = keyof (typeof text)["zh"];
export type Words = Translate<(typeof text)["zh"]>;
/** Keys of this dictionary that take no variables: what an action, a thing or a field may be called. */
type Plain = Extract<Key, `do.${string}` | `thing.${string}` | `field.${string}`>;

const isKnown = (key: string): key is Plain => Object.hasOwn(text.zh, key);
/** The word for a name of the audit log; a name that the console does not know yet is shown as it is. */
function wordFor(prefix: "do" | "thing" | "field", name: string, t: Words): string {
  const key = `${prefix}.${name}`;
  return isKnown(key) ? t(key) : name;
}

/** "user.resetPassword" → "重置密码". */
export const actionWords = (action: string, t: Words): string => wordFor("do", action.slice(action.indexOf(".") + 1), t);
export const thingWords = (objectType: string, t: Words): string => wordFor("thing", objectType, t);
export const fieldWords = (field: string, t: Words): string => wordFor("field", field, t);

/** Fields whose values have words of their own, and where these stand. */
const named: Readonly<Record<string, readonly (readonly [Dictionary, string])[]>> = {
  level: [[commonText, "levelName"]],
  role: [[commonText, "role"]],
  status: [[filmText, "status"]],
  kind: [[commonText, "kind"], [systemText, "unitKind"], [filmText, "mediaKind"]],
};

/** The key of a value's word: `wordKey("level", "county")` → commonText, "levelName.county"; null when it has none. */
export function wordKeyOf(field: string, value: unknown): readonly [Dictionary, string] | null {
  const found = (named[field] ?? []).map(([words, prefix]) => [words, `${prefix}.${String(value)}`] as const);
  return found.find(([words, key]) => Object.hasOwn(words.zh, key)) ?? null;
}

/** A stored value as one line. */
export function valueWords(value: unknown, t: Words): string {
  if (value === undefined || value === null || value === "") return t("nothing");
  if (typeof value === "boolean") return value ? t("yes") : t("no");
  return typeof value === "string" || typeof value === "number" ? String(value) : JSON.stringify(value);
}

export interface Difference {
  field: string;
  before: unknown;
  after: unknown;
}

const fieldsOf = (value: unknown): Record<string, unknown> => (typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {});

/** The fields that differ between what was and what is, in the order they were written. */
export function differences(before: unknown, after: unknown): Difference[] {
  const [was, is] = [fieldsOf(before), fieldsOf(after)];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .map((field) => ({ field, before: was[field] ?? null, after: is[field] ?? null }))
    .filter((row) => JSON.stringify(row.before) !== JSON.stringify(row.after));
}

/** Whether a field holds a moment: "validFrom", "expiresAt", … */
export const isInstant = (field: string, value: unknown): value is number => typeof value === "number" && /(At|validFrom|validUntil)$/.test(field);
