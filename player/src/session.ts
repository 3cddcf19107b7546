/** One screen's life on this player: from its token until that is revoked. */
import type { Manifest, PlayerStatus } from "@yilu/contract";
import type { Cursor } from "@yilu/contract/schedule";
import { Cache, type CacheDevices } from "./cache/cache.ts";
import { localDay, opening } from "./calendar.ts";
import type { Clock } from "./clock.ts";
import type { Ledger } from "./ledger/ledger.ts";
import type { Cast, Director } from "./playback/director.ts";
import { resumed } from "./playback/plan.ts";
import type { Measures, Stage } from "./playback/stage.ts";
import { eraseState, readState, writeState, type Database } from "./storage/database.ts";
import { Connection } from "./sync/connection.ts";
import { ANCHOR_EVERY_MS, SEND_PLAYS_EVERY_MS, STATUS_LEAST_MS } from "./sync/pace.ts";
import { Programme } from "./sync/programme.ts";
import { Reporter } from "./sync/reporter.ts";
import { Sender } from "./sync/sender.ts";

export interface Parts {
  db: Database;
  clock: Clock;
  ledger: Ledger;
  devices: CacheDevices;
  stage: Stage;
  measures: Measures;
  /** Makes the one who decides what is shown when. */
  direct(cast: Cast, playing: Manifest | null, cursor: Cursor): Directing;
  /** Puts the profile of the screen on it, as of now. */
  fit(manifest: Manifest, isBlack: boolean): void;
  /** It shows what it should, be that nothing: not for lack of a picture it could not decode. */
  alive?(): void;
  /** The server wants a newer player. */
  outdated(which: "clientTooOld" | "serverTooOld"): void;
}

/** What a session needs of its director; the fleet simulator has one without pictures. */
export type Directing = Pick<Director, "running" | "failedItems" | "offer" | "refresh" | "run" | "close"> & Partial<Pick<Director, "showing">>;

/** A session that runs, for whoever looks at it. */
export interface Session {
  readonly director: Directing;
  readonly programme: Programme;
  /** Settles when this player has lost its screen; then everything of it is gone but the plays. */
  readonly ended: Promise<void>;
  /** Stops everything at once and keeps what is stored: the next session goes on with it. */
  close(): void;
}

export async function startSession(parts: Parts, firstToken: string): Promise<Session> {
  const { db, clock, ledger, devices, stage, measures } = parts;
  let token: string | null = firstToken;
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));

  const cache = await Cache.open(db, clock, devices, () => token);
  const programme: Programme = await Programme.open(db, clock, cache, () => token, {
    ready: (manifest) => director.offer(manifest),
    refused: () => end(),
    changed: () => tell(),
    isHinted: () => connection.isReady,
  });
  const playing = programme.playing;
  const saved = await readState(db, "position");
  const cursor = playing && saved ? resumed(playing, saved, (mediaId) => playing.media.some(({ id, sha256 }) => id === mediaId && cache.has(sha256))) : {};

  const director = parts.direct(
    {
      now: () => clock.now(),
      monotonic: () => clock.monotonic(),
      stage,
      begin: (play) => ledger.begin(play),
      has: ({ sha256 }) => cache.has(sha256),
      file: (media) => cache.file(media),
      distrust: ({ sha256 }) => void cache.distrust(sha256),
      remember: (position) => void writeState(db, "position", position, "relaxed").catch(() => undefined),
      adopted: (manifest) => {
        picture();
        void ledger.bind(manifest.screenId);
        void programme.adopted(manifest);
      },
      changed: () => {
        if (director.running || director.failedItems === 0) parts.alive?.();
        picture();
        tell();
      },
    },
    playing,
    cursor,
  );
  const picture = (): void => {
    if (programme.playing) parts.fit(programme.playing, director.showing === "black");
  };
  picture();
  const pictures = setInterval(picture, 60_000);
  const run = director.run();
  const playsEveryMs = (): number => programme.playing?.profile.sendPlaysEveryMs ?? SEND_PLAYS_EVERY_MS;

  /** What is told at once when it changes: revision, clock, failures, and a download by its tenths. */
  const weighty = (): string => {
    const { state, doneBytes, totalBytes } = cache.progress();
    return [programme.playing?.revision, programme.newest?.revision, clock.state, director.failedItems, ledger.lost, state, Math.floor((10 * doneBytes) / (totalBytes || 1))].join(" ");
  };
  let told = "";
  const tell = (): void => reporter.changed(weighty() === told ? Math.max(STATUS_LEAST_MS, playsEveryMs()) : 0);

  const status = async (): Promise<PlayerStatus> => {
    told = weighty();
    const [{ usedBytes, quotaBytes }, persistent] = await Promise.all([cache.space(), navigator.storage?.persisted?.() ?? false]);
    const { newest } = programme;
    const { running } = director;
    return {
      revision: programme.playing?.revision ?? null,
      download: newest && { revision: newest.revision, ...cache.progress() },
      playing: running && { mediaId: running.plan.slot.mediaId, entryId: running.plan.slot.entryId, startedAt: clock.at(running.startedMonotonicMs) },
      cacheUsedBytes: usedBytes,
      cacheQuotaBytes: quotaBytes,
      persistent,
      ledgerHead: ledger.head,
      unsentPlays: ledger.unsent,
      clock: clock.state,
      droppedFrames: measures.droppedFrames,
      failedItems: director.failedItems,
      showing: director.showing ?? (running ? "item" : "slate"),
      lostPlays: ledger.lost,
    };
  };
  const reporter = new Reporter(async () => {
    const anchoredMs = clock.anchor?.monotonicMs ?? 0;
    if (connection.isReady && clock.monotonic() - anchoredMs > ANCHOR_EVERY_MS) await connection.anchor();
    connection.status(await status());
  });
  const connection = new Connection({ token: () => token ?? "", ledgerId: () => ledger.ledgerId }, clock, {
    connected: (welcome, ledgerId) => void greeted(welcome.screenId, ledgerId, welcome.ledgerReceivedTo).catch(() => undefined),
    hinted: () => void programme.ask(),
    rotated: (next) => {
      void writeState(db, "token", next).then(() => {
        token = next;
        connection.reconnect();
      });
    },
    revoked: () => end(),
    outdated: (which) => parts.outdated(which),
  });
  const sender = new Sender(ledger, connection, tell, playsEveryMs);
  const greeted = async (screenId: string, ledgerId: string, receivedTo: number): Promise<void> => {
    await ledger.note();
    await ledger.bind(screenId);
    await ledger.reconcile(ledgerId, receivedTo);
    director.refresh();
    sender.wake();
    reporter.changed();
    await programme.ask();
  };
  cache.limits = () => {
    const { profile, timeZone } = programme.newest ?? { profile: null, timeZone: "UTC" };
    const now = clock.now();
    const { isOpen, until } = opening(profile?.downloadHours, timeZone, now);
    return { isOpen, leftMs: until - now, day: localDay(timeZone, now), bytesPerDay: profile?.downloadBytesPerDay ?? Infinity, bytesPerSecond: profile?.downloadBytesPerSecond ?? Infinity };
  };
  ledger.onClosed = () => sender.gather();
  cache.onProgress = tell;
  cache.onVerified = () => {
    programme.check();
    director.refresh();
  };
  programme.refresh();
  if (!connection.isReady) void programme.ask();

  const close = (): void => {
    clearInterval(pictures);
    connection.close();
    programme.close();
    reporter.close();
    sender.close();
    cache.close();
    director.close();
  };
  const over = async (): Promise<void> => {
    await ended;
    close();
    await run;
    await ledger.settled();
    token = null;
    await eraseState(db, "token", "screenName", "manifest", "nextManifest", "position");
  };
  return { director, programme, ended: over(), close };
}
