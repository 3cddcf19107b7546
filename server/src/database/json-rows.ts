import { Prisma, type Provider } from "@yilu/prisma";

export type ColumnType = "int" | "bigint" | "text";

/**
 * `SELECT` of rows handed over as one JSON parameter: any number of rows is one statement with one parameter.
 * @param columns names and types of the columns, in the order in which they are selected; bigints must be below 2^53
 */
export function jsonRows<C extends Record<string, ColumnType>>(provider: Provider, rows: readonly { [K in keyof C]: string | number | null }[], columns: C): Prisma.Sql {
  const names = Object.keys(columns);
  const json = JSON.stringify(rows.map((row) => names.map((name) => row[name] ?? null)));
  const fields = names.map((name, index) => {
    const type = columns[name] ?? "text";
    return provider === "sqlite" ? Prisma.raw(`json_extract(r.value, '$[${index}]') AS "${name}"`) : Prisma.raw(`CAST(r.value ->> ${index} AS ${type}) AS "${name}"`);
  });
  // "WHERE true" keeps SQLite from reading the ON of ON CONFLICT as a join.
  return provider === "sqlite"
    ? Prisma.sql`SELECT ${Prisma.join(fields)} FROM json_each(${json}) AS r WHERE true`
    : Prisma.sql`SELECT ${Prisma.join(fields)} FROM jsonb_array_elements(CAST(${json} AS jsonb)) AS r(value) WHERE true`;
}

/** The names of columns as SQL lists them. */
export function columnList(columns: Record<string, ColumnType>): Prisma.Sql {
  return Prisma.raw(
    Object.keys(columns)
      .map((name) => `"${name}"`)
      .join(", "),
  );
}
