/** What keeping the books costs, each figure beside its baseline of the same run, on SQLite and on PostgreSQL. */
import type { Provider } from "@yilu/prisma";
import { startCluster } from "../support/postgresql.ts";
import { useCluster } from "../support/databases.ts";
import { ingestFigures } from "./plays-ingest.ts";
import { monthFigures } from "./plays-month.ts";
import { socketFigures } from "./plays-sockets.ts";
import type { Figure } from "./table.ts";

const names: Record<Provider, string> = { sqlite: "SQLite", postgresql: "PostgreSQL" };

export async function playFigures(isFull: boolean): Promise<Figure[]> {
  const cluster = await startCluster(true);
  try {
    useCluster(cluster.url);
    const figures: Figure[] = [];
    for (const provider of ["sqlite", "postgresql"] as const) {
      for (const part of [() => ingestFigures(provider, isFull ? 10 : 2), () => socketFigures(provider, isFull ? 10 : 2), () => monthFigures(provider, isFull ? 700 : 60)]) {
        const some = await part();
        figures.push(...some.map((figure) => ({ ...figure, what: `${names[provider]}: ${figure.what}` })));
      }
    }
    return figures;
  } finally {
    await cluster.end();
  }
}
