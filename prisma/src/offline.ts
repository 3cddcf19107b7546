import { ColumnTypeEnum, type SqlDriverAdapter, type SqlMigrationAwareDriverAdapterFactory } from "@prisma/driver-adapter-utils";

/**
 * Stands in for a PostgreSQL server while the engine compares two schema texts: it asks for the server's version
 * and makes sure of its namespace, and never looks at a table. Lets migrations be written where no server runs.
 */
export function offlinePostgresql(): SqlMigrationAwareDriverAdapterFactory {
  const names = { provider: "postgres", adapterName: "offline" } as const;
  const connection: SqlDriverAdapter = {
    ...names,
    queryRaw: () =>
      Promise.resolve({
        columnNames: ["exists", "version", "numeric_version"],
        columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
        rows: [[true, "PostgreSQL 15.0", 150_000]],
      }),
    executeRaw: () => Promise.resolve(0),
    executeScript: () => Promise.resolve(),
    startTransaction: () => Promise.reject(new Error("offline: no transactions")),
    getConnectionInfo: () => ({ schemaName: "public", supportsRelationJoins: true }),
    dispose: () => Promise.resolve(),
  };
  return { ...names, connect: () => Promise.resolve(connection), connectToShadowDb: () => Promise.resolve(connection) };
}
