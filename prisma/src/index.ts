export { Prisma } from "../generated/sqlite/client/client.ts";
export * from "./open.ts";
export { openReader, ReaderClosed, type Reader } from "./reader.ts";
export type * from "../generated/sqlite/client/client.ts";
export { providers, schemaText, type Provider } from "./schema.ts";
export { sqlBetween } from "./engine.ts";
export { offlinePostgresql } from "./offline.ts";
