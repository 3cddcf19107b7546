import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const providers = ["sqlite", "postgresql"] as const;
export type Provider = (typeof providers)[number];

/**
 * The whole schema for one database: the files of `folder` in order of name, with the provider and output filled in.
 * @param output where the client is generated, as the schema language wants it (relative to the schema file)
 */
export function schemaText(folder: string, provider: Provider, output = "."): string {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".prisma"))
    .sort()
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .join("\n")
    .replace('"PROVIDER"', `"${provider}"`)
    .replace('"OUTPUT"', `"${output}"`);
}
