/** Getting a screen: shows a code until staff have entered it in the console. */
import { answeredAt } from "../clock.ts";
import { wire } from "../wire.ts";
import { showCode, showFact, showNotice, showPage, showTimeLeft } from "./page.ts";

export interface Paired {
  token: string;
  screenName: string;
}

const POLL_MS = 2_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** Around `ms`, so that a fleet switched on together does not ask together. */
const jittered = (ms: number): number => ms * (0.75 + Math.random() / 2);

async function post(path: string, body: unknown): Promise<Response> {
  return fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body), signal: AbortSignal.timeout(10_000) });
}

/** Offers a code and waits for it to be entered. Null: it ended first, or the server could not be asked. */
async function offer(): Promise<Paired | null> {
  const answer = await post("/api/player/pairings", {});
  showFact("network", true, "网络正常");
  showFact("clock", true, "时钟已校准");
  const offered = wire.pairingOffer.safeParse(await answer.json()).data;
  if (!offered) return null;
  const { code, secret, expiresAt, qr } = offered;
  const wholeMs = expiresAt - answeredAt(answer);
  const endsMs = performance.now() + wholeMs;
  showCode(code, qr);
  showPage("pairing");
  const tick = setInterval(() => showTimeLeft(endsMs - performance.now(), wholeMs), 1_000);
  showTimeLeft(wholeMs, wholeMs);
  try {
    while (performance.now() < endsMs) {
      await pause(jittered(POLL_MS));
      const claimed = await post("/api/player/pairings/claim", { code, secret }).catch(() => null);
      showFact("network", claimed !== null, claimed ? "网络正常" : "网络不通，正在重试");
      if (claimed?.status === 404 || claimed?.status === 410) return null;
      if (!claimed?.ok) continue;
      const told = wire.pairingAnswer.safeParse(await claimed.json()).data;
      if (told?.state === "paired") return { token: told.token, screenName: told.screenName };
    }
    return null;
  } finally {
    clearInterval(tick);
  }
}

/** Shows the pairing page until this player has a screen. */
export async function pair(): Promise<Paired> {
  for (;;) {
    const paired = await offer().catch(() => {
      showFact("network", false, "网络不通，正在重试");
      showPage("pairing");
      return null;
    });
    if (paired) return paired;
    await pause(jittered(POLL_MS));
  }
}

/** How long it says why a link was refused. */
const REFUSED_MS = 10_000;

/** 256 bits that only this player knows. */
const newToken = (): string => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32)))).replace(/[+/]/g, "-").slice(0, 43);

/** What an error answer says to people (the contract's problem). */
interface Refused {
  message: { zh: string };
  detail?: { zh: string };
  todo: { zh: string };
}

/**
 * Uses a one-time link, `/player/?enrol=…`, until the server has answered: the token is made here, so that an answer which was
 * lost can be asked for again. Refused, it says why for a while.
 *
 * @param isPatient waits for the network; else, without it, gives up at once.
 * @returns the token of its screen; null: refused; undefined: there was no answer.
 */
export async function enrol(secret: string, isPatient: boolean): Promise<string | null | undefined> {
  const token = newToken();
  for (;;) {
    const answer = await post("/api/player/enrolments/claim", { secret, token }).catch(() => null);
    if (answer?.ok) return token;
    const refused = answer && answer.status < 500 && answer.status !== 429 ? ((await answer.json().catch(() => null)) as Refused | null) : null; // a proxy may answer without one
    if (refused?.message) {
      showNotice((refused.detail ?? refused.message).zh, refused.todo.zh);
      await pause(REFUSED_MS);
      return null;
    }
    if (!isPatient) return undefined;
    showNotice("正在入网", "还连不上服务器，连上后自动完成。");
    await pause(jittered(POLL_MS));
  }
}
