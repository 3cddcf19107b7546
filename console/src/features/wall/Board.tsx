import type { ErrorCode } from "@yilu/contract";
import { useEffect, useState, type ReactElement, type ReactNode } from "react";
import { Icon } from "../../components/Icon.tsx";
import { useNow } from "../../lib/clock.ts";
import { localDateOf, useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { AlarmsPanel } from "./AlarmsPanel.tsx";
import { panelsOf, roomOf, turnAt } from "./logic.ts";
import { MarksPanel, NextPanel, PlaysPanel, StandingPanel } from "./panels.tsx";
import { Playing } from "./Playing.tsx";
import { States } from "./States.tsx";
import { text } from "./text.ts";
import type { WallState } from "./useWall.ts";
import "./wall.css";

const turnMs = 12_000;
const reasons = ["notSignedIn", "shareEnded", "notFound", "forbidden"] as const satisfies readonly ErrorCode[];

/** Keeps the computer from darkening the screen, where its browser can. */
function useWakefulness(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | null = null;
    let gone = false;
    const ask = (): void => {
      if (document.visibilityState !== "visible" || !("wakeLock" in navigator)) return;
      navigator.wakeLock.request("screen").then(
        (given) => {
          if (gone) void given.release();
          else lock = given;
        },
        () => undefined, // it darkens as the computer is set
      );
    };
    ask();
    document.addEventListener("visibilitychange", ask);
    return () => {
      gone = true;
      document.removeEventListener("visibilitychange", ask);
      void lock?.release();
    };
  }, []);
}

/** The whole wall: it never scrolls, and its letters are read from five metres. */
export function Board({ state, controls, onSignIn }: { state: WallState; controls: ReactNode; onSignIn: (() => void) | null }): ReactElement {
  const t = useText(text);
  const f = useFormat();
  const [named, setNamed] = useState("");
  const { wall, plays, aheadMs, isLost, ended } = state;
  const now = useNow(1_000) + aheadMs;
  useWakefulness();
  const title = wall === undefined ? t("title") : (wall.campaign?.name ?? t("title"));
  if (named !== title) setNamed(title);
  useEffect(() => {
    document.title = `${named} · 一路`;
  }, [named]);
  if (ended !== null) {
    const reason = reasons.find((code) => code === ended) ?? "notSignedIn";
    return (
      <main className="w-wall w-stopped">
        <Icon name="offline" size={120} />
        <h1>{t("ended")}</h1>
        <p>{t(`why.${reason}`)}</p>
        {onSignIn !== null && (
          <button type="button" onClick={onSignIn}>
            {t("signIn")}
          </button>
        )}
      </main>
    );
  }
  if (wall === undefined) {
    return (
      <main className="w-wall w-stopped">
        <h1>{t("connecting")}</h1>
      </main>
    );
  }
  const { timeZone } = wall;
  const today = localDateOf(now, timeZone);
  const room = roomOf(wall);
  const panels = panelsOf(wall, room);
  const turn = turnAt(now, panels.length, turnMs);
  const panel = panels[turn];
  return (
    <main className="w-wall">
      <header className="w-head">
        <h1>{title}</h1>
        <span>
          {wall.unitName}
          {wall.campaign !== null && ` · ${t("day", wall.campaign)}`}
        </span>
        <span className="w-grow" />
        {isLost ? (
          <span className="w-lost" role="status">
            <Icon name="offline" size={30} /> {t("lost", { time: f.time(wall.at, timeZone) })}
          </span>
        ) : (
          <span>
            {f.localDate(today)} {f.weekday(today)}
          </span>
        )}
        <span className="w-clock">{f.time(now, timeZone)}</span>
      </header>
      {wall.emergencies.map(({ id, name, endsAt, screens }) => (
        <p key={id} className="w-emergency" role="alert">
          <Icon name="emergency" size={40} />
          <b>{t("emergency")}</b>
          <span className="w-ellipsis">{t("emergencyLine", { name, n: f.count(screens), at: f.time(endsAt, timeZone) })}</span>
        </p>
      ))}
      <div className="w-upper">
        <Playing films={wall.playing} />
        <States wall={wall} />
      </div>
      <div className="w-lower">
        <section className="w-panel" aria-label={t("pageOf", { n: turn + 1, all: panels.length })}>
          {panel?.what === "plays" && <PlaysPanel wall={wall} plays={plays} now={now} />}
          {panel?.what === "standing" && <StandingPanel rows={panel.rows} high={room.standingRows} standing={wall.standing} />}
          {panel?.what === "marks" && <MarksPanel lines={panel.lines} total={wall.screens.total} />}
          {panel?.what === "next" && wall.next !== null && <NextPanel next={wall.next} timeZone={timeZone} now={now} />}
          <span className="w-turns" aria-hidden="true">
            {panels.map((_, place) => (
              <i key={place} className={place === turn ? "w-here" : ""} />
            ))}
          </span>
        </section>
        <AlarmsPanel alarms={wall.alarms} onPage={room.alarms} now={now} turnMs={turnMs} />
      </div>
      {controls}
    </main>
  );
}

