/** IndexedDB by promises: as much of it as the player uses (the package that does all of it weighs twice as much). */

/** What a store holds under which keys. */
interface Rows {
  key: IDBValidKey;
  value: unknown;
}
type Name<S> = keyof S & string;
type Query<R extends Rows> = R["key"] | IDBKeyRange;

export interface Store<R extends Rows> {
  get(key: R["key"]): Promise<R["value"] | undefined>;
  getAll(query?: Query<R>, most?: number): Promise<R["value"][]>;
  count(query?: Query<R>): Promise<number>;
  put(value: R["value"], key?: R["key"]): Promise<unknown>;
  delete(query: Query<R>): Promise<unknown>;
}

/** `done` settles when it is on disk as far as its durability says; it rejects, and nothing of it is kept, when a request failed. */
export interface PromisedTransaction<S extends Record<Name<S>, Rows>, N extends Name<S>> {
  readonly store: Store<S[N]>;
  readonly done: Promise<void>;
  objectStore<M extends N>(name: M): Store<S[M]>;
}

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("refused"));
  });
}

function promised<R extends Rows>(store: IDBObjectStore): Store<R> {
  return {
    get: (key) => answered(store.get(key)),
    getAll: (query, most) => answered(store.getAll(query, most)),
    count: (query) => answered(store.count(query)),
    put: (value, key) => answered(store.put(value, key)),
    delete: (query) => answered(store.delete(query)),
  };
}

export class PromisedDatabase<S extends Record<Name<S>, Rows>> {
  readonly #db: IDBDatabase;

  constructor(db: IDBDatabase) {
    this.#db = db;
  }

  get version(): number {
    return this.#db.version;
  }

  /** @throws DOMException when the database is closed. */
  transaction<N extends Name<S>>(names: N | N[], mode: IDBTransactionMode, options?: IDBTransactionOptions): PromisedTransaction<S, N> {
    const tx = this.#db.transaction(names, mode, options);
    const objectStore = <M extends N>(name: M): Store<S[M]> => promised(tx.objectStore(name));
    const done = new Promise<void>((resolve, reject) => {
      tx.oncomplete = () => resolve();
      tx.onabort = () => reject(tx.error ?? new Error("aborted"));
    });
    return { objectStore, done, store: objectStore([names].flat()[0] as N) }; // one name at least
  }

  async get<N extends Name<S>>(name: N, key: S[N]["key"]): Promise<S[N]["value"] | undefined> {
    return this.transaction(name, "readonly").store.get(key);
  }

  async getAll<N extends Name<S>>(name: N, query?: Query<S[N]>, most?: number): Promise<S[N]["value"][]> {
    return this.transaction(name, "readonly").store.getAll(query, most);
  }

  async count<N extends Name<S>>(name: N, query?: Query<S[N]>): Promise<number> {
    return this.transaction(name, "readonly").store.count(query);
  }

  async put<N extends Name<S>>(name: N, value: S[N]["value"], key?: S[N]["key"]): Promise<void> {
    const { store, done } = this.transaction(name, "readwrite");
    await Promise.all([store.put(value, key), done]);
  }

  async delete<N extends Name<S>>(name: N, query: Query<S[N]>): Promise<void> {
    const { store, done } = this.transaction(name, "readwrite");
    await Promise.all([store.delete(query), done]);
  }

  close(): void {
    this.#db.close();
  }
}

/**
 * Opens a database: also one of a later version, as it is.
 *
 * @param upgrade makes the stores of this version; `from` is 0 when there was no database. It may await requests of its
 *   transaction, and nothing else.
 */
export async function openPromised<S extends Record<Name<S>, Rows>>(
  name: string,
  version: number,
  upgrade: (db: IDBDatabase, from: number, existing: <N extends Name<S>>(name: N) => Store<S[N]>) => void,
): Promise<PromisedDatabase<S>> {
  const opening = indexedDB.open(name, version);
  opening.onupgradeneeded = ({ oldVersion }) => upgrade(opening.result, oldVersion, (store) => promised((opening.transaction as IDBTransaction).objectStore(store))); // there is one during an upgrade
  const opened = answered(opening).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === "VersionError") return answered(indexedDB.open(name));
    throw error;
  });
  return new PromisedDatabase<S>(await opened);
}
