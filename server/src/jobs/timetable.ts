import type { AlarmsFeature } from "../features/alarms/create.ts";
import type { MediaService } from "../features/media/service.ts";
import type { PlaysService } from "../features/plays/service.ts";
import type { SummaryService } from "../features/campaigns/summary-service.ts";
import type { PlannedService } from "../features/reports/planned-service.ts";
import type { PlayerRepository } from "../features/screens/player.repository.ts";
import type { PowerOnService } from "../features/screens/power-on-service.ts";
import type { ScreensService } from "../features/screens/service.ts";
import type { LinksService } from "../features/enrolment/links/service.ts";
import type { PairingService } from "../features/screens/pairing-service.ts";
import type { SessionService } from "../features/users/session-service.ts";
import type { CommandsService } from "../features/remote/commands-service.ts";
import type { EvidenceService } from "../features/evidence/service.ts";
import type { Realtime } from "../realtime/index.ts";
import type { JobRepository } from "./repository.ts";
import type { Job } from "./jobs.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const staleUploadMs = 2 * dayMs;
const keepRunsMs = 90 * dayMs;

interface Parts {
  realtime: Pick<Realtime, "contentChanged">;
  screens: Pick<ScreensService, "announce">;
  players: Pick<PlayerRepository, "ranOut">;
  pairing: Pick<PairingService, "removeExpiredCodes">;
  enrolments: Pick<LinksService, "removeExpired">;
  media: Pick<MediaService, "remindOfExpiry">;
  sessions: Pick<SessionService, "endExpired">;
  jobs: Pick<JobRepository, "removeDoneBefore">;
  uploads: { removeStaleUploads(olderThanMs: number): Promise<unknown> };
  plays: Pick<PlaysService, "forget">;
  planned: Pick<PlannedService, "record" | "workUp">;
  summaries: Pick<SummaryService, "keepUp">;
  commands: Pick<CommandsService, "expire">;
  evidence: Pick<EvidenceService, "forget">;
  powerOn: Pick<PowerOnService, "forget">;
  alarms: { alarms: Pick<AlarmsFeature["alarms"], "forget">; watch: Pick<AlarmsFeature["watch"], "evaluate">; notifier: Pick<AlarmsFeature["notifier"], "tell">; films: Pick<AlarmsFeature["films"], "tell"> };
  /** How long pictures of what screens showed are kept, in days. */
  evidenceRetentionDays: number;
  /** How long single plays are kept, in days. */
  playRetentionDays: number;
}

/** What runs when. */
export function timetable({ realtime, screens, players, pairing, enrolments, media, sessions, jobs, uploads, plays, planned, summaries, commands, evidence, powerOn, alarms, evidenceRetentionDays, playRetentionDays }: Parts): Job[] {
  return [
    // Entries that ended leave the manifests, and the horizon moves on: hint whoever is affected.
    { name: "horizon", everyMs: hourMs, run: () => Promise.resolve(realtime.contentChanged()) },
    // A screen whose process died never said farewell: tell consoles when its connected state runs out.
    { name: "offline-watch", everyMs: 30_000, run: async (now) => screens.announce(await players.ranOut(now - 90_000, now)) },
    // Whoever has been idle for too long hears no more, soon after.
    { name: "sessions", everyMs: minuteMs, offsetMs: 7_000, run: () => sessions.endExpired() },
    { name: "pairing-codes", everyMs: hourMs, offsetMs: 7 * minuteMs, run: () => pairing.removeExpiredCodes() },
    { name: "enrolment-links", everyMs: dayMs, offsetMs: 19.5 * hourMs, run: () => enrolments.removeExpired() },
    { name: "uploads", everyMs: hourMs, offsetMs: 17 * minuteMs, run: () => uploads.removeStaleUploads(staleUploadMs) },
    {
      name: "planned",
      everyMs: 10 * minuteMs,
      offsetMs: 10_000,
      run: async () => {
        await planned.record();
        await planned.workUp();
      },
    },
    // Drafts 24 h before a deadline, refreshes them hourly, closes at the hour set; what is overdue is made up at start.
    { name: "campaigns", everyMs: 5 * minuteMs, run: () => summaries.keepUp() },
    { name: "media-expiry", everyMs: hourMs, offsetMs: 11 * minuteMs, run: () => media.remindOfExpiry() },
    // Once a day to each address, in the morning; asked every hour, so that what failed is tried again the same day.
    { name: "media-expiry-mail", everyMs: hourMs, offsetMs: 13 * minuteMs, run: () => alarms.films.tell() },
    // At night by China's clock: 02:30.
    { name: "play-retention", everyMs: dayMs, offsetMs: 18.5 * hourMs, run: () => plays.forget(playRetentionDays) },
    { name: "commands", everyMs: minuteMs, offsetMs: 23_000, run: () => commands.expire() },
    { name: "power-retention", everyMs: dayMs, offsetMs: 18.75 * hourMs, run: () => powerOn.forget(playRetentionDays) },
    { name: "evidence-retention", everyMs: dayMs, offsetMs: 19 * hourMs, run: () => evidence.forget(evidenceRetentionDays) },
    { name: "alarms", everyMs: minuteMs, run: () => alarms.watch.evaluate() },
    { name: "alarm-mail", everyMs: minuteMs, offsetMs: 10_000, run: () => alarms.notifier.tell() },
    { name: "alarm-retention", everyMs: dayMs, offsetMs: 19.2 * hourMs, run: () => alarms.alarms.forget() },
    { name: "job-runs", everyMs: dayMs, offsetMs: 20 * hourMs, run: (now) => jobs.removeDoneBefore(now - keepRunsMs) },
  ];
}
