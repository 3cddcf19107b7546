/** A crew in a process of its own, so that a large fleet uses every core: both ends of it. This file is also what the child runs. */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { muster, type Crew, type CrewOrders, type Progress } from "./crew.ts";
import type { Figures } from "./tally.ts";

type Order = { do: "live"; orders: CrewOrders } | { do: "stop" } | { do: "drain" };
type News = { said: "progress"; progress: Progress } | { said: "lived" } | { said: "drained"; figures: Figures[] } | { said: "failed"; why: string };

const here = fileURLToPath(import.meta.url);
const isChild = process.argv[1] === here && process.send !== undefined;
const TELL_EVERY_MS = 1_000;

/** @returns a crew that lives in a process of its own */
export function musterApart(orders: CrewOrders): Crew {
  const child = fork(here, [], { execArgv: ["--import", "tsx"], stdio: ["ignore", "inherit", "inherit", "ipc"] });
  let progress: Progress = { shown: 0, counted: 0 };
  const order = (what: Order): void => void child.send(what);
  /** Settles with the news of this kind. @throws when the child fails or is gone */
  const hear = <K extends News["said"]>(kind: K): Promise<Extract<News, { said: K }>> =>
    new Promise((resolve, reject) => {
      const gone = (): void => reject(new Error("a process of the simulator ended before its time"));
      const listen = (message: unknown): void => {
        const news = message as News; // sent by this very file
        if (news.said === "progress") progress = news.progress;
        if (news.said !== kind && news.said !== "failed") return;
        child.off("message", listen);
        child.off("exit", gone);
        if (news.said === "failed") reject(new Error(news.why));
        else resolve(news as Extract<News, { said: K }>);
      };
      child.on("message", listen);
      child.once("exit", gone);
    });
  return {
    live: async () => {
      const lived = hear("lived");
      order({ do: "live", orders });
      await lived;
    },
    progress: () => progress,
    stop: () => order({ do: "stop" }),
    drain: async () => {
      const drained = hear("drained");
      order({ do: "drain" });
      return (await drained).figures;
    },
    close: () => void child.kill("SIGKILL"), // it has nothing to keep
  };
}

function obey(): void {
  const tell = (news: News): void => void process.send?.(news);
  const fail = (error: unknown): void => tell({ said: "failed", why: error instanceof Error ? error.message : String(error) });
  let crew: Promise<Crew> | null = null;
  const carryOut = async (message: Order): Promise<void> => {
    if (message.do === "live") {
      crew = muster(message.orders);
      const mine = await crew;
      const teller = setInterval(() => tell({ said: "progress", progress: mine.progress() }), TELL_EVERY_MS);
      await mine.live();
      clearInterval(teller);
      tell({ said: "progress", progress: mine.progress() });
      tell({ said: "lived" });
    } else if (message.do === "stop") (await crew)?.stop();
    else tell({ said: "drained", figures: (await (await crew)?.drain()) ?? [] });
  };
  // Ctrl+C reaches every process; this one is told by the other.
  process.on("SIGINT", () => undefined);
  process.on("disconnect", () => process.exit(0));
  process.on("message", (message) => void carryOut(message as Order).catch(fail)); // sent by this very file
}

if (isChild) obey();
