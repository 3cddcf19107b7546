import { hash, verify } from "@node-rs/argon2";
import type { SecurityPolicy } from "@yilu/contract";
import { refuse } from "../../http/refusal.ts";
import { randomText } from "../../random.ts";

/** OWASP's first choice for Argon2id: 19 MiB, two passes (Password Storage Cheat Sheet). */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Letters and digits that are not mistaken for each other when read from a screen. */
const readable = "abcdefghjkmnpqrstuvwxyz23456789";

export const hashPassword = (password: string): Promise<string> => hash(password, cost);

/** Whether the password fits; false also for a hash that cannot be read. */
export async function passwordFits(passwordHash: string, password: string): Promise<boolean> {
  try {
    return await verify(passwordHash, password);
  } catch {
    return false;
  }
}

/** A first password, shown once: four groups of four (79 bits). */
export function oneTimePassword(): string {
  return [1, 2, 3, 4].map(() => randomText(4, readable)).join("-");
}

const kindsOf = (password: string): number => [/\p{Ll}|\p{Lo}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}]/u].filter((kind) => kind.test(password)).length;

/**
 * @param earlier hashes of passwords that may not come again
 * @throws Refusal weakPassword with the rule that was broken
 */
export async function requireStrong(password: string, username: string, current: string, { minLength, kinds }: Pick<SecurityPolicy, "minLength" | "kinds">, earlier: readonly string[]): Promise<void> {
  const lacksLetterOrDigit = !/\p{L}/u.test(password) || !/\p{Nd}/u.test(password);
  if ([...password].length < minLength || kindsOf(password) < kinds || lacksLetterOrDigit) {
    throw refuse(
      "weakPassword",
      `至少 ${minLength} 位，要有字母和数字${kinds > 2 ? `，大写、小写、数字、符号中至少 ${kinds} 种` : ""}`,
      `At least ${minLength} characters with letters and digits${kinds > 2 ? `, of at least ${kinds} kinds (capital, small, digits, others)` : ""}`,
    );
  }
  if (password.toLowerCase().includes(username)) throw refuse("weakPassword", "密码里含有用户名", "The password contains the user name");
  if (password === current) throw refuse("weakPassword", "新密码和原来的一样", "The new password is the present one");
  for (const hash of earlier) {
    if (await passwordFits(hash, password)) throw refuse("weakPassword", `不能用最近 ${earlier.length} 次用过的密码`, `Not one of the last ${earlier.length} passwords`);
  }
}
