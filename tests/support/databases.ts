import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openDatabase, type OpenDatabase, type Provider } from "@yilu/prisma";
import { inject } from "vitest";

export const prismaFolder = fileURLToPath(new URL("../../prisma", import.meta.url));
export const databaseKinds = ["sqlite", "postgresql"] as const satisfies Provider[];

export interface TestDatabase extends OpenDatabase {
  url: string;
  remove(): Promise<void>;
}

let cluster: string | null = null;

/** Names the cluster to make databases in, where Vitest did not start one. @param url of its maintenance database */
export function useCluster(url: string): void {
  cluster = url;
}

/** A new, empty, migrated database of one kind, on disk or in the tests' own cluster. */
export async function newDatabase(kind: Provider): Promise<TestDatabase> {
  const { url, drop } = kind === "sqlite" ? sqliteFile() : await emptyDatabase();
  const database = openDatabase(url, prismaFolder);
  await database.migrate();
  return {
    ...database,
    url,
    remove: async () => {
      await database.close();
      await drop();
    },
  };
}

function sqliteFile() {
  const folder = mkdtempSync(join(tmpdir(), "yilu-sqlite-"));
  return { url: `file:${join(folder, "yilu.db")}`, drop: () => Promise.resolve(rmSync(folder, { recursive: true, force: true })) };
}

/** A new database in the tests' own cluster, without a single table. */
export async function emptyDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const base = cluster ?? inject("postgresqlUrl");
  const name = `t_${randomUUID().replaceAll("-", "")}`;
  const maintenance = openDatabase(base, prismaFolder);
  await maintenance.client.$executeRawUnsafe(`CREATE DATABASE ${name}`);
  return {
    url: base.replace(/\/postgres$/, `/${name}`),
    drop: async () => {
      await maintenance.client.$executeRawUnsafe(`DROP DATABASE ${name} WITH (FORCE)`);
      await maintenance.close();
    },
  };
}
