import { hash, verify } from "@node-rs/argon2";
import type { SecurityPolicy } from "@yilu/contract";
import { refuse } from "../../http/refusal.ts";
import { randomText } from "../../random.ts";
import { isCommon } from "./common-passwords.ts";
import { ownWordIn, type Surroundings } from "./own-words.ts";

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

const hasLetterAndDigit = (password: string): boolean => /\p{L}/u.test(password) && /\p{Nd}/u.test(password);

/** A first password, shown once: four groups of four (79 bits), drawn again until there are letters and digits in it. */
export function oneTimePassword(): string {
  const drawn = [1, 2, 3, 4].map(() => randomText(4, readable)).join("-");
  return hasLetterAndDigit(drawn) ? drawn : oneTimePassword();
}

const kindsOf = (password: string): number => [/\p{Ll}|\p{Lo}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}]/u].filter((kind) => kind.test(password)).length;

interface Owner extends Surroundings {
  username: string;
}

/**
 * @param owner whose password it becomes: no word of theirs may stand in it
 * @param earlier hashes of passwords that may not come again
 * @throws Refusal weakPassword with the rule that was broken
 */
export async function requireStrong(password: string, owner: Owner, current: string, { minLength, kinds }: Pick<SecurityPolicy, "minLength" | "kinds">, earlier: readonly string[]): Promise<void> {
  if ([...password].length < minLength || kindsOf(password) < kinds || !hasLetterAndDigit(password)) {
    throw refuse(
      "weakPassword",
      `至少 ${minLength} 位，要有字母和数字${kinds > 2 ? `，大写、小写、数字、符号中至少 ${kinds} 种` : ""}`,
      `At least ${minLength} characters with letters and digits${kinds > 2 ? `, of at least ${kinds} kinds (capital, small, digits, others)` : ""}`,
    );
  }
  if (password.toLowerCase().includes(owner.username)) throw refuse("weakPassword", "密码里含有用户名", "The password contains the user name");
  const word = ownWordIn(password, owner);
  if (word !== null) throw refuse("weakPassword", `密码里含有“${word}”：姓名、单位、系统名都很容易猜到`, `The password contains “${word}”: names of people, units and this system are guessed first`);
  if (await isCommon(password)) throw refuse("weakPassword", "这是很多人都在用的密码，或只在常用词前后加了数字、符号，很容易猜到", "Many people use this password, or a frequent word with digits and signs around it; it is guessed early");
  if (password === current) throw refuse("weakPassword", "新密码和原来的一样", "The new password is the present one");
  for (const hash of earlier) {
    if (await passwordFits(hash, password)) throw refuse("weakPassword", `不能用最近 ${earlier.length} 次用过的密码`, `Not one of the last ${earlier.length} passwords`);
  }
}
