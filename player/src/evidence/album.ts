/** Pictures that wait to be sent. Bounded: when it is full the oldest that nobody asked for gives way, and that is counted. */
import { readState, type Database, type EvidenceRow, type State, type Transaction } from "../storage/database.ts";

const MOST_PICTURES = 200;
/** Base64 takes four characters for three bytes. */
const MOST_BYTES = (30 * 1024 * 1024 * 4) / 3;

type Writing = Transaction<"evidence" | "pictures" | "state">;

export class Album {
  readonly #db: Database;
  #rows: EvidenceRow[];
  #lost: number;

  private constructor(db: Database, rows: EvidenceRow[], lost: number) {
    this.#db = db;
    this.#rows = rows;
    this.#lost = lost;
  }

  static async open(db: Database): Promise<Album> {
    const [rows, lost] = await Promise.all([db.getAll("evidence"), readState(db, "lostPictures")]);
    return new Album(db, rows, lost ?? 0);
  }

  /** How many wait. */
  get waiting(): number {
    return this.#rows.length;
  }

  /** How many were never sent: they gave way, found no room, or the server would not take them. */
  get lost(): number {
    return this.#lost;
  }

  /** Pictures of this screen, oldest first, as far as they are known here. */
  ofScreen(screenId: string): EvidenceRow[] {
    return this.#rows.filter((row) => row.screenId === screenId);
  }

  /** The JPEG of a picture, in Base64; undefined: it is gone. */
  jpeg({ number }: EvidenceRow): Promise<string | undefined> {
    return this.#db.get("pictures", number);
  }

  /**
   * Keeps a picture, and together with it what was sampled by now.
   *
   * @returns whether there was room for it, here and on the disk. What was asked for gives way to nothing.
   */
  async add(taken: Omit<EvidenceRow, "number" | "bytes">, jpegBase64: string, sampled?: State["sampled"]): Promise<boolean> {
    const row = { ...taken, number: (this.#rows.at(-1)?.number ?? 0) + 1, bytes: jpegBase64.length };
    const rows = [...this.#rows, row];
    const gone = new Set<EvidenceRow>();
    const isOver = (): boolean => rows.length > MOST_PICTURES || rows.reduce((sum, { bytes }) => sum + bytes, 0) > MOST_BYTES;
    while (isOver()) for (const one of rows.splice(rows.findIndex(({ commandId, screenId }) => commandId === null || screenId !== row.screenId), 1)) gone.add(one);
    const isKept = !gone.has(row);
    this.#rows = rows;
    this.#lost += gone.size;
    try {
      await this.#write(gone, (tx) => [
        ...(sampled ? [tx.objectStore("state").put(sampled, "sampled")] : []),
        ...(isKept ? [tx.objectStore("evidence").put(row), tx.objectStore("pictures").put(jpegBase64, row.number)] : []),
      ]);
    } catch {
      this.#rows = this.#rows.filter((one) => one !== row);
      this.#lost += isKept ? 1 : 0;
      return false;
    }
    return isKept;
  }

  /** @param isLost the server will never take it; else it has it. */
  async remove(row: EvidenceRow, isLost: boolean): Promise<void> {
    this.#rows = this.#rows.filter((one) => one !== row);
    this.#lost += isLost ? 1 : 0;
    await this.#write([row], () => []);
  }

  /** What is gone, the count of what was lost, and more, in one transaction. */
  async #write(gone: Iterable<EvidenceRow>, more: (tx: Writing) => Promise<unknown>[]): Promise<void> {
    const tx: Writing = this.#db.transaction(["evidence", "pictures", "state"], "readwrite", { durability: "strict" });
    const work = more(tx);
    for (const { number } of gone) work.push(tx.objectStore("evidence").delete(number), tx.objectStore("pictures").delete(number));
    await Promise.all([...work, tx.objectStore("state").put(this.#lost, "lostPictures"), tx.done]);
  }
}
