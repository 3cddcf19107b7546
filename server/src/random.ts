import { createHash, randomBytes, randomInt } from "node:crypto";

const alphabet = "0123456789abcdefghijkmnpqrstuvwxyz";

/** Letters and digits drawn from `from`, each with equal chance. */
export function randomText(length: number, from = alphabet): string {
  let text = "";
  for (let index = 0; index < length; index += 1) text += from.charAt(randomInt(from.length));
  return text;
}

/** A new identifier: 20 lower-case letters and digits (100 bits), safe inside a LIKE pattern. */
export const newId = (): string => randomText(20);

/** A secret of 256 bits, base64url, 43 characters. */
export const newSecret = (): string => randomBytes(32).toString("base64url");

/** A whole number, `least` and `most` included. */
export const randomWhole = (least: number, most: number): number => randomInt(least, most + 1);

/** What is stored of a secret. Secrets are random and long, so a plain hash is enough. */
export const sha256Hex = (text: string | Uint8Array): string => createHash("sha256").update(text).digest("hex");
