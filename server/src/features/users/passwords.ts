import { hash, verify } from "@node-rs/argon2";
import { Refusal, refuse } from "../../http/refusal.ts";
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

/** @throws Refusal weakPassword with the rule that was broken */
export function requireStrong(password: string, username: string, current: string): void {
  const tooShort = [...password].length < 10;
  const tooPlain = !/\p{L}/u.test(password) || !/\d/.test(password);
  if (tooShort || tooPlain) throw new Refusal("weakPassword");
  if (password.toLowerCase().includes(username)) throw refuse("weakPassword", "密码里含有用户名", "The password contains the user name");
  if (password === current) throw refuse("weakPassword", "新密码和原来的一样", "The new password is the present one");
}
