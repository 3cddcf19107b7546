/** One simulated player: its machine goes on and off, its network comes and goes, and what it shows is in its ledger. */
import type { Manifest } from "@yilu/contract";
import type { Cursor } from "@yilu/contract/schedule";
import { makeUuid, type Ledger } from "../src/ledger/ledger.ts";
import type { Cast } from "../src/playback/director.ts";
import { openDatabase, writeState } from "../src/storage/database.ts";
import { newCard } from "./devices.ts";
import { weatherAt, type Life } from "./life.ts";
import type { Line } from "./line.ts";
import { simulatedPicture } from "./picture.ts";
import { Projector } from "./projector.ts";
import { chanceOf, type Chance } from "./random.ts";
import { powerOn, type Ears, type Machine, type Run } from "./run.ts";
import { Tally } from "./tally.ts";
import type { Journey } from "./time.ts";

export interface Character {
  token: string;
  /** Names its chance. */
  seed: string;
  life: Life;
  isLowOnStorage: boolean;
  /** Fetches and checks the films, too. */
  download: boolean;
}

/** How long simulated time stands still for a player that goes on line: waiting belongs to this machine, not to the bus. */
const PATIENCE_MS = 3_000;

export class Player {
  readonly tally = new Tally();
  readonly #character: Character;
  readonly #machine: Machine;
  readonly #chance: Chance;
  #projector: Projector | null = null;
  #isStopped = false;
  #isGreeted = false;
  #isReloading = false;
  #heard: () => void = () => undefined;

  constructor(character: Character, journey: Journey, line: Line) {
    const { seed, life, isLowOnStorage, download } = character;
    this.#character = character;
    this.#chance = chanceOf(`${seed} shows`);
    const hue = this.#chance.next();
    const camera = async (lines: string[]): Promise<string> => simulatedPicture(hue, lines.at(-1) ?? "");
    this.#machine = { name: `player ${makeUuid()}`, journey, line, card: newCard(isLowOnStorage), clock: life.clock, download, camera, reload: () => void ((this.#isReloading = true), this.#heard()) };
  }

  /** Lives until the last of its powered stretches has ended, or it is stopped. */
  async live(): Promise<void> {
    const { journey, name } = this.#machine;
    const db = await openDatabase(name);
    await writeState(db, "token", this.#character.token);
    db.close();
    for (const { from, to } of this.#character.life.powered) {
      if (this.#isOver) return;
      await journey.until(from);
      if (this.#isOver) return;
      await this.#powered(to);
    }
  }

  /** Ends as soon as it can: by a cut, like everything here. */
  stop(): void {
    this.#isStopped = true;
    this.#projector?.close();
    this.#machine.journey.wake();
  }

  /** Goes on line once more, with good network and a dark screen, until the server has everything, for at most so long. */
  async drain(mostMs: number): Promise<void> {
    if (this.tally.isRefused) return;
    this.#machine.line.weather = "good";
    const run = await this.#switchOn(Infinity, () => new Promise(() => undefined));
    const endsMs = performance.now() + mostMs;
    let left = await run.db.count("plays");
    while (left > 0 && performance.now() < endsMs && !this.tally.isRefused) {
      await this.#listen(200);
      left = await run.db.count("plays");
    }
    const ledgers = await run.db.getAll("ledgers");
    this.tally.inLedger = ledgers.reduce((sum, { head }) => sum + head, 0);
    this.tally.waiting = left;
    run.cut();
  }

  close(): void {
    this.#machine.line.close();
  }

  get #isOver(): boolean {
    return this.#isStopped || this.tally.isRefused;
  }

  async #powered(until: number): Promise<void> {
    this.#isGreeted = false;
    this.#setWeather();
    const booted = async (): Promise<void> => {
      const endsMs = performance.now() + PATIENCE_MS;
      const waits = (): boolean => this.#machine.line.weather === "good" && !(this.#isGreeted && this.#projector?.hasManifest) && !this.#isOver;
      while (waits() && performance.now() < endsMs) await this.#listen(20);
    };
    const run = await this.#switchOn(until, booted);
    await this.#projector?.dark;
    // Dark before the power goes: it closed itself, and says in a moment why.
    if (!this.#isOver && !this.#isReloading && this.#machine.journey.now() < until) await this.#listen(PATIENCE_MS);
    run.cut();
    this.tally.cuts += 1;
    if (!this.#isReloading || this.#isOver) return;
    this.#isReloading = false;
    await this.#powered(until);
  }

  async #switchOn(powerEndsAt: number, booted: () => Promise<void>): Promise<Run> {
    const { journey } = this.#machine;
    let run: Run | null = null;
    const direct = (ledger: Ledger) => (cast: Cast, playing: Manifest | null, cursor: Cursor) => {
      const projector = new Projector(cast, playing, cursor, {
        journey,
        chance: this.#chance,
        failures: this.#character.life.failures,
        powerEndsAt,
        booted,
        moved: () => {
          this.#setWeather();
          if (this.#isOver) projector.close();
        },
        shown: () => (this.tally.shown += 1),
        settled: () => ledger.settled(),
        cut: () => run?.cut(),
      });
      this.#projector = projector;
      return projector;
    };
    run = await powerOn(this.#machine, this.#ears(), direct);
    return run;
  }

  #setWeather(): void {
    this.#machine.line.weather = weatherAt(this.#character.life.spells, this.#machine.journey.now());
  }

  #ears(): Ears {
    return {
      sent: (batch) => this.tally.sent(batch),
      acknowledged: (ack) => {
        this.tally.acknowledged(ack);
        this.#heard();
      },
      greeted: () => {
        this.tally.connections += 1;
        this.#isGreeted = true;
        this.#heard();
      },
      refused: () => {
        this.tally.isRefused = true;
        this.#machine.journey.wake();
        this.#heard();
      },
    };
  }

  /** Waits for something to be heard, at most so long. */
  #listen(mostMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, mostMs);
      this.#heard = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
