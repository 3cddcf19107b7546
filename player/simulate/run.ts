/** One page load of a simulated player: the real session, on a machine whose power can be taken away. */
import type { PlayAck } from "@yilu/contract";
import { Ledger, makeUuid, type Batch } from "../src/ledger/ledger.ts";
import type { Stage } from "../src/playback/stage.ts";
import { startSession, type Parts, type Session } from "../src/session.ts";
import { openDatabase, readState, type Database } from "../src/storage/database.ts";
import { openPage, route } from "./browser.ts";
import { openDevices, type Card } from "./devices.ts";
import type { Line } from "./line.ts";
import { SimulatedClock, sourcesOf, type Journey, type WrongClock } from "./time.ts";

/** What a run needs of the machine it runs on. */
export interface Machine {
  /** Of its database, which outlasts the runs. */
  name: string;
  journey: Journey;
  line: Line;
  card: Card;
  clock: WrongClock;
  download: boolean;
  /** What stands in for a picture of what it shows. */
  camera: Parts["camera"];
  /** Staff had its page loaded anew: it closed itself and is to be switched on again. */
  reload(): void;
}

/** What the owner of a run hears. */
export interface Ears {
  sent(batch: Batch): void;
  acknowledged(ack: PlayAck): void;
  /** The server has greeted it. */
  greeted(): void;
  /** The screen has another player, or none. */
  refused(): void;
}

export interface Run {
  readonly db: Database;
  readonly ledger: Ledger;
  readonly session: Session;
  /** Takes the power away: nothing is written or sent from this instant on. */
  cut(): void;
}

/** Nothing is decoded here. */
const stage: Stage = { prepare: () => Promise.reject(new Error("no pictures")), clear: () => undefined };

/** @throws when the storage holds no token. */
export async function powerOn(machine: Machine, ears: Ears, direct: (ledger: Ledger) => Parts["direct"]): Promise<Run> {
  const { journey, line } = machine;
  const bootedAt = journey.now();
  const db = await openDatabase(machine.name);
  const clock = new SimulatedClock(makeUuid(), (await readState(db, "floorAt")) ?? null, sourcesOf(journey, bootedAt, machine.clock), journey.speed === 1 ? null : bootedAt);
  const ledger = await Ledger.open(db, clock);
  overhear(ledger, ears);
  const token = await readState(db, "token");
  if (token === undefined) throw new Error("not paired");
  route(token, line);
  const parts: Parts = {
    db,
    clock,
    ledger,
    devices: openDevices(machine.card, machine.download),
    stage,
    measures: { gaps: [], droppedFrames: 0, firstFrameMs: null },
    direct: (...given) => {
      openPage(line); // the session opens its socket right after this, before anything else can happen
      return direct(ledger)(...given);
    },
    fit: () => undefined,
    identify: () => undefined,
    sign: () => undefined,
    camera: machine.camera,
    reload: machine.reload,
    outdated: () => ears.refused(),
  };
  const session = await startSession(parts, token);
  void session.ended.then(() => ears.refused());
  let isCut = false;
  return {
    db,
    ledger,
    session,
    cut() {
      if (isCut) return;
      isCut = true;
      db.close();
      line.cut();
      session.close();
      route(token, null);
    },
  };
}

/** Listens at the ledger, which is otherwise the real one. */
function overhear(ledger: Ledger, ears: Ears): void {
  const { nextBatch, acknowledge, reconcile } = ledger;
  ledger.nextBatch = async () => {
    const batch = await nextBatch.call(ledger);
    if (batch) ears.sent(batch);
    return batch;
  };
  // After a cut the storage refuses: what is not deleted is sent again, as it must be.
  ledger.acknowledge = (ack) => acknowledge.call(ledger, ack).then(() => ears.acknowledged(ack), () => undefined);
  ledger.reconcile = async (ledgerId, receivedTo) => {
    const began = await reconcile.call(ledger, ledgerId, receivedTo);
    ears.greeted();
    return began;
  };
}
