/** The player: finds out what it is, then plays. */
import type { Manifest } from "@yilu/contract";
import { Clock } from "./clock.ts";
import type {} from "./diagnostics.ts";
import { photograph } from "./evidence/camera.ts";
import { Ledger, makeUuid } from "./ledger/ledger.ts";
import { enrol, pair } from "./pairing/pairing.ts";
import { element, showFact, showNotice, showPage } from "./pairing/page.ts";
import { openDevices, space } from "./cache/devices.ts";
import { Director } from "./playback/director.ts";
import { showProfile } from "./playback/picture.ts";
import { showPreflight } from "./preflight.ts";
import { createStage, type Measures } from "./playback/stage.ts";
import { identify } from "./remote/identify.ts";
import { startSession, type Session } from "./session.ts";
import { openShell, type Shell } from "./shell/shell.ts";
import { layBallast, releaseBallast } from "./storage/ballast.ts";
import { wire } from "./wire.ts";
import { openDatabase, readState, writeState, type Database } from "./storage/database.ts";

/** How long a page on plain http says what is wrong with that, before it plays as well as it can. */
const WARNING_MS = 15_000;

/** The ballast is laid when the picture no longer needs the disk. */
const BALLAST_AFTER_MS = 20_000;

/** One page at a time owns this storage and its ledger. */
function ownStorage(): Promise<void> {
  return new Promise((resolve) => {
    const hold = (): Promise<never> => {
      resolve();
      return new Promise(() => undefined);
    };
    void navigator.locks.request("yilu-player", { ifAvailable: true }, (lock) => {
      if (lock) return hold();
      showNotice("另一个窗口正在播放", "这块屏只用一个窗口。关掉另一个，这里自动接着播。");
      void navigator.locks.request("yilu-player", hold);
      return undefined;
    });
  });
}

/** Takes what the address brings, once: a token, `/player/?token=…`, or a one-time link, `?enrol=…`. */
async function takeAddress(db: Database): Promise<void> {
  const given = new URLSearchParams(location.search);
  let token = wire.playerToken.safeParse(given.get("token")).data ?? null;
  const secret = given.get("enrol");
  if (secret !== null && secret !== (await readState(db, "enrolled"))) {
    // A player that has a screen goes on playing when it cannot ask.
    const answer = await enrol(secret, (await readState(db, "token")) === undefined);
    if (answer !== undefined) await writeState(db, "enrolled", secret);
    token = answer ?? token;
  }
  if (token !== null) await writeState(db, "token", token);
  if (location.search !== "") history.replaceState(null, "", location.pathname);
}

async function pairedToken(db: Database, shell: Shell): Promise<string> {
  const known = await readState(db, "token");
  if (known !== undefined) return known;
  const { usedBytes, quotaBytes } = await space();
  const free = (quotaBytes - usedBytes) / 1e9;
  showFact("space", free > 1, `存储可用 ${free < 10 ? free.toFixed(1) : Math.round(free)} GB`);
  shell.good();
  const { token, screenName } = await pair();
  await writeState(db, "token", token);
  await writeState(db, "screenName", screenName);
  return token;
}

async function main(): Promise<void> {
  if (location.search === "?preflight") return showPreflight();
  const shell = openShell();
  if (isSecureContext) {
    await ownStorage();
    void navigator.storage.persist();
  } else {
    showNotice("这个网址不安全，断网不能播", `请改用 https:// 打开。现在是 ${location.origin}，浏览器不让存节目，只能联网播放。`);
    await new Promise((resolve) => setTimeout(resolve, WARNING_MS));
  }
  showPage(null);
  const db = await openDatabase();
  await takeAddress(db);
  const clock = new Clock(makeUuid(), (await readState(db, "floorAt")) ?? null);
  const ledger = await Ledger.open(db, clock, { release: releaseBallast });
  setTimeout(() => void layBallast(), BALLAST_AFTER_MS);
  const devices = openDevices();
  const measures: Measures = { gaps: [], droppedFrames: 0, firstFrameMs: null };
  const videos = ["video-a", "video-b"].map((id) => element(id) as HTMLVideoElement); // both are <video> in index.html
  const stage = createStage(videos, element("image") as HTMLImageElement, element("hold") as HTMLCanvasElement, measures); // as in index.html
  let session: Session | null = null;

  window.__yilu = {
    get revision() {
      return session?.programme.playing?.revision ?? null;
    },
    get playing() {
      const running = session?.director.running;
      if (!running) return null;
      const { mediaId, entryId } = running.plan.slot;
      return { mediaId, entryId, startedMonotonicMs: running.startedMonotonicMs, positionMs: running.act.positionMs() };
    },
    get gaps() {
      return [...measures.gaps];
    },
    get ledgerId() {
      return ledger.ledgerId;
    },
    get ledgerHead() {
      return ledger.head;
    },
    get unsent() {
      return ledger.unsent;
    },
    get evidence() {
      return { waiting: session?.album.waiting ?? 0, lost: session?.album.lost ?? 0 };
    },
    get clock() {
      return clock.state;
    },
    get firstFrameMs() {
      return measures.firstFrameMs;
    },
  };

  const parts = { root: document.body, dim: element("dim"), videos };
  const fit = (manifest: Manifest, isBlack: boolean, isMuted: boolean): void => {
    stage.oneDecoder ||= manifest.profile.oneDecoder ?? false;
    showProfile(parts, manifest, clock.now(), isBlack, isMuted);
  };
  const camera = async (lines: string[]): Promise<string | null> => {
    const frame = stage.frame?.();
    return frame ? photograph(frame, lines) : null;
  };
  const given = {
    db,
    clock,
    ledger,
    devices,
    stage,
    measures,
    direct: (...of: ConstructorParameters<typeof Director>) => new Director(...of),
    fit,
    camera,
    identify,
    sign: (unitName: string) => (element("unit").textContent = unitName),
    reload: () => location.reload(),
    alive: shell.good,
    outdated: (which: "clientTooOld" | "serverTooOld") => which === "clientTooOld" && shell.renew(),
  };
  for (;;) {
    const token = await pairedToken(db, shell);
    showPage(null);
    session = await startSession(given, token);
    await session.ended;
    session = null;
  }
}

void main().catch((error: unknown) => {
  showNotice("播放端出错，半分钟后自动重来", String(error));
  setTimeout(() => location.reload(), 30_000);
});
