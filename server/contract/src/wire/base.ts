import * as z from "zod/mini";

/** The version of what player and server say to each other; raised when an old peer could no longer understand. */
export const protocolVersion = 1;

/** Identifier of any stored thing: URL-safe, at most 40 characters. */
export const id = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,40}$/));
/** Lower-case hexadecimal SHA-256. */
export const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/));
/** Epoch milliseconds, 1970 … 2255. */
export const instant = z.int().check(z.gte(0), z.lte(9_000_000_000_000));
/** An instant that a question names in its address, 2000 … 2223: what began before it, or ends after, is an instant too. */
export const askedInstant = z.coerce.number().check(z.int(), z.gte(946_684_800_000), z.lte(8_000_000_000_000));
/** A length of time in milliseconds, at most a year. */
export const lengthMs = z.int().check(z.gte(0), z.lte(31_622_400_000));
/** Whole bytes, at most 1 PiB. */
export const byteCount = z.int().check(z.gte(0), z.lte(1_125_899_906_842_624));
/** A date that exists, "2026-06-26". */
export const localDate = z.string().check(
  z.regex(/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/),
  z.refine((text) => {
    const date = new Date(`${text}T00:00:00Z`);
    return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) && text >= "1970-01-01" && text <= "2200-12-31";
  }),
);
/** "00:00" … "24:00". */
export const localTime = z.string().check(z.regex(/^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$/));
/** An IANA zone name that this runtime knows. */
export const timeZone = z.string().check(
  z.maxLength(64),
  z.refine((name) => {
    try {
      return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone.length > 0 && !/^[+-]/.test(name);
    } catch {
      return false;
    }
  }),
);

// Text is without control characters, which PostgreSQL and spreadsheets refuse, and without halves of surrogate
// pairs, which are no Unicode text and which PostgreSQL refuses inside JSON.
/** A name people read: 1–100 characters, no line breaks or control characters, trimmed. */
export const name = z.string().check(z.trim(), z.minLength(1), z.maxLength(100), z.regex(/^[^\p{Cc}\p{Cs}]+$/u));
/** Free text of up to 1,000 characters. */
export const longText = z.string().check(z.trim(), z.maxLength(1000), z.regex(/^[^\p{Cc}\p{Cs}]*$/u));
/** What is typed into a search field. */
export const searchText = z.string().check(z.trim(), z.maxLength(100), z.regex(/^[^\p{Cc}\p{Cs}]*$/u));

/** Both languages of one message. */
export const bilingual = z.object({ zh: z.string(), en: z.string() });
export type Bilingual = z.infer<typeof bilingual>;

/** Version of a stored thing, raised by each save; a save that names an older one is refused (versionMismatch). */
export const version = z.int().check(z.gte(1), z.lte(2_000_000_000));

export const pageQuery = {
  page: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(100_000)), 1),
  pageSize: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(200)), 50),
};

/** One page of a list: its rows and how many there are in all. */
export function pageOf<T extends z.ZodMiniType>(row: T) {
  return z.object({ rows: z.array(row), total: z.int(), page: z.int(), pageSize: z.int() });
}
