/**
 * Runs queries on a read-only connection of its own, one after the other. Plain JavaScript, since a thread that node
 * starts has no compiler: the sources, the tests and the built server run the very same file.
 */
import { parentPort, workerData } from "node:worker_threads";
import Sqlite from "better-sqlite3";

const database = new Sqlite(workerData.file, { readonly: true, fileMustExist: true });
for (const pragma of workerData.pragmas) database.pragma(pragma);

parentPort.on("message", ({ sql, values }) => {
  try {
    parentPort.postMessage({ rows: database.prepare(sql).all(...values) });
  } catch (error) {
    parentPort.postMessage({ error: { message: error.message, code: error.code } });
  }
});
