import { Prisma, type Provider } from "@yilu/prisma";

export type ColumnType = "int" | "bigint" | "text";

/**
 * `SELECT` of rows handed over as parameters: any number of rows is one statement. SQLite reads them from one JSON text;
 * PostgreSQL from an array per column, which costs it a third of what JSON does.
 * @param columns names and types of the columns, in the order in which they are selected; bigints must be below 2^53
 */
export function jsonRows<C extends Record<string, ColumnType>>(provider: Provider, rows: readonly { [K in keyof C]: string | number | null }[], columns: C): Prisma.Sql {
  const names = Object.keys(columns);
  // "WHERE true" keeps SQLite from reading the ON of ON CONFLICT as a join.
  if (provider === "sqlite") {
    const json = JSON.stringify(rows.map((row) => names.map((name) => row[name] ?? null)));
    const fields = names.map((name, index) => Prisma.raw(`json_extract(r.value, '$[${index}]') AS "${name}"`));
    return Prisma.sql`SELECT ${Prisma.join(fields)} FROM json_each(${json}) AS r WHERE true`;
  }
  const arrays = names.map((name) => Prisma.sql`CAST(${arrayOf(rows.map((row) => row[name] ?? null))} AS ${Prisma.raw(columns[name] ?? "text")}[])`);
  const list = columnList(columns);
  return Prisma.sql`SELECT ${list} FROM unnest(${Prisma.join(arrays)}) AS r(${list}) WHERE true`;
}

/** SQLite takes statements of up to a million bytes. */
const longestLiteral = 900_000;

/**
 * Rows of whole numbers, to insert. SQLite reads them from the statement itself in two thirds of the time that JSON costs
 * it, and nothing but numbers can get in there. @throws TypeError on anything but a whole number or null
 */
export function numberRows<C extends Record<string, Exclude<ColumnType, "text">>>(provider: Provider, rows: readonly { [K in keyof C]: number | null }[], columns: C): Prisma.Sql {
  if (provider !== "sqlite") return jsonRows(provider, rows, columns);
  const names = Object.keys(columns);
  const literal = rows.map((row) => `(${names.map((name) => literalOf(row[name] ?? null)).join(",")})`).join(",");
  return literal.length > longestLiteral ? jsonRows(provider, rows, columns) : Prisma.raw(`VALUES ${literal}`);
}

function literalOf(value: number | null): string {
  if (value === null) return "NULL";
  if (!Number.isSafeInteger(value)) throw new TypeError(`not a whole number: ${String(value)}`);
  return String(value);
}

/** An array as PostgreSQL reads it. */
function arrayOf(values: readonly (string | number | null)[]): string {
  return `{${values.map((value) => (typeof value === "string" ? `"${value.replaceAll(/["\\]/g, "\\$&")}"` : (value ?? "NULL"))).join(",")}}`;
}

/** The names of columns as SQL lists them. */
export function columnList(columns: Record<string, ColumnType>): Prisma.Sql {
  return Prisma.raw(
    Object.keys(columns)
      .map((name) => `"${name}"`)
      .join(", "),
  );
}
