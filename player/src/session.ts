/** One screen's life on this player: from its token until that is revoked. */
import type { Manifest, Welcome } from "@yilu/contract";
import type { Cursor } from "@yilu/contract/schedule";
import { Cache, type CacheDevices } from "./cache/cache.ts";
import { localDay, opening } from "./calendar.ts";
import type { Clock } from "./clock.ts";
import { Album } from "./evidence/album.ts";
import { Courier } from "./evidence/courier.ts";
import { Photographer, type Camera } from "./evidence/photographer.ts";
import type { Ledger } from "./ledger/ledger.ts";
import type { Cast, Directing } from "./playback/director.ts";
import { whenWas } from "./ledger/runs.ts";
import { resumed } from "./playback/plan.ts";
import type { Measures, Stage } from "./playback/stage.ts";
import { Commands } from "./remote/commands.ts";
import { eraseState, readState, writeState, type Database } from "./storage/database.ts";
import { Connection } from "./sync/connection.ts";
import { healthOf, weighty, type Patient } from "./sync/health.ts";
import { ANCHOR_EVERY_MS, POWER_EVERY_MS, SEND_PLAYS_EVERY_MS, STATUS_LEAST_MS } from "./sync/pace.ts";
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
  /** Puts the profile of the screen on it, as of now. @param isMuted by command, whatever the profile says */
  fit(manifest: Manifest, isBlack: boolean, isMuted: boolean): void;
  /** Shows whose screen this is, large, for a minute. */
  identify(who: Who): void;
  /** What the slate says below its slogan. */
  sign(unitName: string): void;
  camera: Camera;
  /** Loads this page anew. */
  reload(): void;
  /** It shows what it should, be that nothing: not for lack of a picture it could not decode. */
  alive?(): void;
  /** The server wants a newer player. */
  outdated(which: "clientTooOld" | "serverTooOld"): void;
}

/** Whose screen this is. */
export interface Who {
  screenName: string;
  unitName: string;
  kind: Manifest["profile"]["kind"] | null;
  plate: string | null;
  line: string | null;
}

/** A session that runs, for whoever looks at it. */
export interface Session {
  readonly director: Directing;
  readonly programme: Programme;
  /** Settles when this player has lost its screen; then everything of it is gone but the plays. */
  readonly ended: Promise<void>;
  readonly album: Album;
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
  const [saved, sampled, decoders, album] = await Promise.all([readState(db, "position"), readState(db, "sampled"), readState(db, "decoders"), Album.open(db)]);
  let isMuted = (await readState(db, "isMuted")) ?? false;
  let who: Who = { screenName: (await readState(db, "screenName")) ?? "", unitName: (await readState(db, "unitName")) ?? "", kind: null, plate: null, line: null };
  parts.sign(who.unitName);
  const cursor = playing && saved ? resumed(playing, saved, (mediaId) => playing.media.some(({ id, sha256 }) => id === mediaId && cache.has(sha256))) : {};

  const director = parts.direct(
    {
      now: () => clock.now(),
      monotonic: () => clock.monotonic(),
      stage,
      begin: (play) => ledger.begin(play),
      has: ({ sha256 }) => cache.has(sha256),
      file: (media, from) => cache.file(media, from),
      distrust: ({ sha256 }) => void cache.distrust(sha256),
      remember: (position) => void writeState(db, "position", position, "relaxed").catch(() => undefined),
      adopted: (manifest) => {
        picture();
        void ledger.bind(manifest.screenId);
        void programme.adopted(manifest);
      },
      changed: () => {
        if (director.running || director.failedItems === 0) parts.alive?.();
        photographer.look();
        picture();
        tell();
      },
    },
    playing,
    cursor,
  );
  const picture = (): void => {
    if (programme.playing) parts.fit(programme.playing, director.showing === "black", isMuted);
  };
  const photographer = new Photographer({ clock, album, camera: parts.camera, screenName: () => who.screenName, running: () => director.running, isBlack: () => director.showing === "black", taken: () => (courier.wake(), tell()) }, sampled);
  picture();
  const minutes = setInterval(() => {
    picture();
    if (!director.running) void ledger.note().catch(() => undefined); // that it was on is known also where nothing plays
  }, 60_000);
  const run = director.run();
  const playsEveryMs = (): number => programme.playing?.profile.sendPlaysEveryMs ?? SEND_PLAYS_EVERY_MS;

  let told = "";
  /** When the server was last told when this player was on, monotonic ms. */
  let toldPowerMs = -Infinity;
  const patient = (): Patient => ({ clock, ledger, cache, album, programme, director, measures, stage, isMuted, decoders });
  const tell = (): void => reporter.changed(weighty(patient()) === told ? Math.max(STATUS_LEAST_MS, playsEveryMs()) : 0);

  const reporter = new Reporter(async () => {
    const anchoredMs = clock.anchor?.monotonicMs ?? 0;
    if (connection.isReady && clock.monotonic() - anchoredMs > ANCHOR_EVERY_MS) await connection.anchor();
    if (!connection.isReady) return;
    const isWhole = clock.monotonic() - toldPowerMs > POWER_EVERY_MS;
    if (isWhole) toldPowerMs = clock.monotonic();
    told = weighty(patient());
    connection.status(await healthOf(patient(), isWhole));
  });
  const connection = new Connection({ token: () => token ?? "", ledgerId: () => ledger.ledgerId }, clock, {
    connected: (welcome, ledgerId) => void greeted(welcome, ledgerId).catch(() => undefined),
    hinted: () => void programme.ask(),
    rotated: (next) => {
      void writeState(db, "token", next).then(() => {
        token = next;
        connection.reconnect();
      });
    },
    revoked: () => end(),
    commanded: (commandId, kind) => void commands.take(commandId, kind),
    outdated: (which) => parts.outdated(which),
  });
  const sender = new Sender(ledger, connection, tell, playsEveryMs);
  const courier = new Courier(
    album,
    {
      isReady: () => connection.isReady,
      screenId: () => programme.playing?.screenId ?? "",
      post: (shot) =>
        fetch("/api/player/evidence", { method: "POST", headers: { authorization: `Bearer ${token ?? ""}`, "content-type": "application/json" }, body: JSON.stringify(shot), signal: AbortSignal.timeout(60_000) }),
      afford: (bytes) => cache.afford(bytes),
      when: async (runId, monotonicMs) => whenWas(await ledger.history(), runId, monotonicMs),
    },
    tell,
  );
  const mute = async (muted: boolean): Promise<null> => {
    await writeState(db, "isMuted", muted);
    isMuted = muted;
    picture();
    tell();
    return null;
  };
  const commands = new Commands(
    db,
    {
      reload: async () => {
        close();
        await Promise.race([run, new Promise((resolve) => setTimeout(resolve, 2_000))]);
        await ledger.settled();
        parts.reload();
        return null;
      },
      refresh: async () => {
        await programme.ask();
        return null;
      },
      identify: async () => {
        parts.identify({ ...who, kind: programme.playing?.profile.kind ?? null });
        return null;
      },
      screenshot: (commandId) => photographer.shoot(commandId),
      mute: () => mute(true),
      unmute: () => mute(false),
      clearCache: async () => {
        const cleared = cache.clear(director.running?.plan.media.sha256 ?? null);
        director.refresh();
        await cleared;
        return null;
      },
    },
    (done) => connection.answer(done),
  );
  const greeted = async ({ screenId, ledgerReceivedTo, screenName, unitName = "", plate = null, line = null }: Welcome, ledgerId: string): Promise<void> => {
    toldPowerMs = -Infinity;
    who = { screenName, unitName, kind: null, plate, line };
    parts.sign(unitName);
    await Promise.all([writeState(db, "screenName", screenName), writeState(db, "unitName", unitName)]);
    await ledger.note();
    await ledger.bind(screenId);
    await ledger.reconcile(ledgerId, ledgerReceivedTo);
    director.refresh();
    sender.wake();
    courier.wake();
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
  cache.onSpoilt = (sha256) => director.spoil?.(sha256);
  cache.onVerified = () => {
    programme.check();
    director.refresh();
  };
  programme.refresh();
  if (!connection.isReady) void programme.ask();

  const close = (): void => {
    clearInterval(minutes);
    connection.close();
    programme.close();
    reporter.close();
    sender.close();
    courier.close();
    photographer.close();
    cache.close();
    director.close();
  };
  const over = async (): Promise<void> => {
    await ended;
    close();
    parts.sign("");
    await run;
    await ledger.settled();
    token = null;
    await eraseState(db, "token", "screenName", "unitName", "isMuted", "manifest", "nextManifest", "position", "sampled");
  };
  return { director, programme, album, ended: over(), close };
}
