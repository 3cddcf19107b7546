import { existsSync, readFileSync } from "node:fs";
import { createServer as createHttpServer, type Server as HttpServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { AuditVerification } from "@yilu/contract";
import { openDatabase, openReader } from "@yilu/prisma";
import type { Logger } from "pino";
import { createApp, sessionMiddleware } from "./app.ts";
import type { Clock } from "./clock.ts";
import { isDemo } from "./database/demo-mark.ts";
import { UnitOfWork } from "./database/unit-of-work.ts";
import type { Env } from "./env.ts";
import { EventBus } from "./events.ts";
import { createAlarms, type AlarmsFeature } from "./features/alarms/create.ts";
import { FactsRepository } from "./features/alarms/facts.repository.ts";
import { everyDay } from "./features/alarms/hours.ts";
import { openMailer } from "./features/alarms/notify/mailer.ts";
import { AlarmsRepository } from "./features/alarms/repository.ts";
import { AlarmSettingsRepository } from "./features/alarms/settings.repository.ts";
import { AuditRepository } from "./features/audit/repository.ts";
import { auditRoutes } from "./features/audit/routes.ts";
import { AuditService } from "./features/audit/service.ts";
import { ContributionsService } from "./features/campaigns/contributions-service.ts";
import { ImportRepository } from "./features/enrolment/import/repository.ts";
import { Runs } from "./features/enrolment/import/runs.ts";
import { ImportService } from "./features/enrolment/import/service.ts";
import { LinksRepository } from "./features/enrolment/links/repository.ts";
import { LinksService } from "./features/enrolment/links/service.ts";
import { enrolmentRoutes, workbookBodies } from "./features/enrolment/routes.ts";
import { EvidenceRepository } from "./features/evidence/repository.ts";
import { evidenceRoutes } from "./features/evidence/routes.ts";
import { EvidenceService } from "./features/evidence/service.ts";
import { CampaignsRepository } from "./features/campaigns/repository.ts";
import { campaignsRoutes } from "./features/campaigns/routes.ts";
import { CampaignsService } from "./features/campaigns/service.ts";
import { ScreenPictures } from "./features/campaigns/screen-pictures.ts";
import { ShareRepository } from "./features/campaigns/share.repository.ts";
import { ShareService } from "./features/campaigns/share-service.ts";
import { SummaryService } from "./features/campaigns/summary-service.ts";
import { createMedia, type MediaFeature } from "./features/media/create.ts";
import { MediaRepository } from "./features/media/repository.ts";
import { UsageRepository } from "./features/media/uploads/usage.repository.ts";
import { findTools } from "./features/media/tools.ts";
import { PlaylistsRepository } from "./features/playlists/repository.ts";
import { playlistsRoutes } from "./features/playlists/routes.ts";
import { PlaylistsService } from "./features/playlists/service.ts";
import { localDate } from "./features/plays/local-time.ts";
import { PlaysRepository } from "./features/plays/repository.ts";
import { PlaysService } from "./features/plays/service.ts";
import { CommandsService } from "./features/remote/commands-service.ts";
import { CommandsRepository } from "./features/remote/repository.ts";
import { remoteRoutes } from "./features/remote/routes.ts";
import { SettingsRepository } from "./features/remote/settings.repository.ts";
import { SettingsService } from "./features/remote/settings-service.ts";
import { CompletenessRepository } from "./features/reports/completeness.repository.ts";
import { HoursRepository } from "./features/reports/hours.repository.ts";
import { PlannedService } from "./features/reports/planned-service.ts";
import { PlannedRepository } from "./features/reports/planned.repository.ts";
import { ReportsRepository } from "./features/reports/repository.ts";
import { reportsRoutes } from "./features/reports/routes.ts";
import { ReportsService } from "./features/reports/service.ts";
import { operatingHours } from "./features/schedule/hours.ts";
import { ManifestService } from "./features/schedule/manifest-service.ts";
import { PlanningService } from "./features/schedule/planning-service.ts";
import { ScheduleRepository } from "./features/schedule/repository.ts";
import { scheduleRoutes } from "./features/schedule/routes.ts";
import { ScheduleService } from "./features/schedule/service.ts";
import { PairingService } from "./features/screens/pairing-service.ts";
import { PlayerRepository } from "./features/screens/player.repository.ts";
import { PowerOnRepository } from "./features/screens/power-on.repository.ts";
import { PowerOnService } from "./features/screens/power-on-service.ts";
import type { ScreenFacts } from "./features/screens/presenter.ts";
import { ScreensRepository } from "./features/screens/repository.ts";
import { screensRoutes } from "./features/screens/routes.ts";
import { ScreensService } from "./features/screens/service.ts";
import { searchRoutes } from "./features/search/routes.ts";
import { SearchService } from "./features/search/service.ts";
import { WallRepository } from "./features/wall/repository.ts";
import { wallRoutes } from "./features/wall/routes.ts";
import { WallService } from "./features/wall/service.ts";
import { UsersRepository } from "./features/users/repository.ts";
import { usersRoutes } from "./features/users/routes.ts";
import { UsersService } from "./features/users/service.ts";
import { SecurityRepository } from "./features/users/security.repository.ts";
import { SecurityService } from "./features/users/security-service.ts";
import { SessionRepository } from "./features/users/session.repository.ts";
import { SessionService } from "./features/users/session-service.ts";
import { SessionStore } from "./features/users/session-store.ts";
import { Doors } from "./http/doors.ts";
import { Downloads } from "./http/downloads.ts";
import { health } from "./http/health.ts";
import { closeSoon, giveUpIdle, patience, refuseUpgrades } from "./http/patience.ts";
import { Jobs } from "./jobs/jobs.ts";
import { JobRepository } from "./jobs/repository.ts";
import { timetable } from "./jobs/timetable.ts";
import { PlainFailure } from "./plain-failure.ts";
import { newId, newSecret, randomWhole } from "./random.ts";
import { Realtime } from "./realtime/index.ts";
import { Presence } from "./realtime/presence.ts";
import { openDataFolder } from "./storage/data-folder.ts";
import { MediaStorage } from "./storage/media-storage.ts";

export interface RunningServer {
  /** "http://localhost:3000" */
  origin: string;
  /** The sign-in made at the first start, to show once; null later. */
  firstSignIn: { username: string; password: string } | null;
  users: UsersService;
  screens: ScreensService;
  pairing: PairingService;
  imports: ImportService;
  enrolments: LinksService;
  media: MediaFeature;
  playlists: PlaylistsService;
  schedule: ScheduleService;
  plays: PlaysService;
  reports: ReportsService;
  planned: PlannedService;
  campaigns: CampaignsService;
  summaries: SummaryService;
  contributions: ContributionsService;
  shares: ShareService;
  settings: SettingsService;
  commands: CommandsService;
  evidence: EvidenceService;
  powerOn: PowerOnService;
  alarms: AlarmsFeature;
  close(): Promise<void>;
}

/** The folder of the checkout or installation: the nearest one above that holds the migrations. */
export function homeFolder(from = dirname(fileURLToPath(import.meta.url))): string {
  if (existsSync(join(from, "prisma", "migrations"))) return from;
  const above = dirname(from);
  if (above === from) throw new Error("找不到 prisma/migrations / prisma/migrations not found");
  return homeFolder(above);
}

/** SQLite's file in the data folder, unless another database is named. */
export const databaseUrl = (env: Env): string => env.DATABASE_URL ?? `file:${join(resolve(env.DATA_DIR), "yilu.db")}`;

/**
 * Walks the audit log of this installation, whether its server runs or not.
 * @throws when the database cannot be opened
 */
export async function verifyAudit(env: Env, clock: Clock): Promise<AuditVerification> {
  const database = openDatabase(databaseUrl(env), join(homeFolder(), "prisma"));
  try {
    return await new AuditService(new AuditRepository(database.client, database.provider), clock, env.TIME_ZONE).verify();
  } finally {
    await database.close();
  }
}

/**
 * The composition root: constructs everything, migrates the database, starts to listen.
 * @param demoPassword of the first administrator, when this is the first start of a demo
 * @throws when the port is taken, the database cannot be opened or a migration fails
 */
export async function startServer(env: Env, logger: Logger, clock: Clock, demoPassword: string | null = null): Promise<RunningServer> {
  const home = homeFolder();
  const closers: (() => unknown)[] = [];
  const onError = (error: unknown) => logger.error({ err: error }, "background work failed");
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await Promise.resolve(closer()).catch(onError);
  };
  try {
    openDataFolder(env.DATA_DIR, logger);
    const database = openDatabase(databaseUrl(env), join(home, "prisma"));
    closers.push(() => database.close());
    const applied = await database.migrate();
    if (applied.length > 0) logger.info({ applied }, "database migrated");
    const { client } = database;
    const reader = openReader(databaseUrl(env), client);
    closers.push(() => reader.close());
    const events = new EventBus(onError);
    const unitOfWork = new UnitOfWork(client);
    const audit = new AuditService(new AuditRepository(client, database.provider), clock, env.TIME_ZONE);

    const usersRepository = new UsersRepository(client);
    const users = new UsersService(usersRepository, unitOfWork, audit, events, clock);
    const sessionRepository = new SessionRepository(client);
    const security = new SecurityService(new SecurityRepository(client), unitOfWork, audit, clock);
    const sessions = new SessionService(usersRepository, unitOfWork, audit, events, clock, { demo: await isDemo(client), timeZone: env.TIME_ZONE }, sessionRepository, security);
    const firstSignIn = await users.firstStart(env.ROOT_UNIT_NAME, demoPassword);

    const scheduleRepository = new ScheduleRepository(client);
    const manifests = new ManifestService(scheduleRepository, clock);
    const plays = new PlaysService(new PlaysRepository(client, database.provider), unitOfWork, events, clock, onError);
    closers.push(() => plays.close());
    const facts: ScreenFacts = {
      targetRevisions: (screenIds) => manifests.targetRevisions(screenIds),
      mediaLabels: () => manifests.mediaLabels(),
      playsToday: (screenIds) => plays.playsToday(screenIds),
    };
    const screens = new ScreensService(new ScreensRepository(client, database.provider), users, unitOfWork, audit, events, clock, facts);
    const players = new PlayerRepository(client);
    const pairing = new PairingService(players, screens, unitOfWork, audit, events, clock);
    const imports = new ImportService(new ImportRepository(client, database.provider), screens, unitOfWork, audit, events, clock, env.TIME_ZONE, new Runs(events));
    const enrolments = new LinksService(new LinksRepository(client), unitOfWork, audit, events, clock);
    const powerOn = new PowerOnService(new PowerOnRepository(client, database.provider), screens, unitOfWork, clock);
    const settings = new SettingsService(new SettingsRepository(client), screens, unitOfWork, audit, events);
    const commands = new CommandsService(new CommandsRepository(client), screens, unitOfWork, audit, events, clock);
    const media = createMedia({
      repository: new MediaRepository(client),
      usage: new UsageRepository(client),
      quotas: { userBytesPerDay: env.UPLOAD_GB_PER_DAY * 1024 ** 3, unitBytes: env.MEDIA_GB_PER_UNIT * 1024 ** 3 },
      storage: new MediaStorage(join(resolve(env.DATA_DIR), "media")),
      downloads: new Downloads(env.DOWNLOADS_AT_ONCE, env.DOWNLOADS_PER_ADDRESS, () => randomWhole(2, 10)),
      tools: await findTools(env.FFMPEG_PATH, env.FFPROBE_PATH),
      access: {
        playerMay: (screenId, sha256) => manifests.screenHolds(screenId, sha256),
        userMay: (caller, sha256) => manifests.shownWithin(caller, sha256),
      },
      unitOfWork,
      audit,
      users,
      events,
      clock,
      newId,
      logger,
    });
    closers.push(() => media.close());
    await media.start();
    const playlists = new PlaylistsService(new PlaylistsRepository(client), users, media.service, unitOfWork, audit, events, clock);
    const schedule = new ScheduleService(scheduleRepository, users, screens, playlists, manifests, unitOfWork, audit, events, clock);
    const planning = new PlanningService(scheduleRepository, users, screens, manifests, schedule, clock, operatingHours(env.OPERATING_HOURS));
    const pendingReviews = async (caller: Parameters<typeof media.service.list>[0]) => (await media.service.list(caller, { page: 1, pageSize: 1, status: "pending" })).total;
    const reports = new ReportsService(new ReportsRepository(reader, database.provider), new HoursRepository(reader, database.provider), new CompletenessRepository(reader, database.provider), users, screens, pendingReviews, clock, env.TIME_ZONE);
    const planned = new PlannedService(new PlannedRepository(client, database.provider), plays, manifests, unitOfWork, clock, operatingHours(env.OPERATING_HOURS));
    const campaignsRepository = new CampaignsRepository(client);
    const campaigns = new CampaignsService(campaignsRepository, users, screens, manifests, unitOfWork, audit, events, clock, env.TIME_ZONE);
    reports.campaignScope = (caller, id) => campaigns.scope(caller, id);
    reports.campaignsOver = (caller, dates) => campaigns.scopesOver(caller, dates);
    const evidence = new EvidenceService(new EvidenceRepository(client), new MediaStorage(join(resolve(env.DATA_DIR), "evidence")), screens, users, commands, unitOfWork, events, clock, env.TIME_ZONE, (particulars, message) => logger.warn(particulars, message));
    evidence.campaignPart = (caller, id) => campaigns.scope(caller, id);
    const pictures = new MediaStorage(join(resolve(env.DATA_DIR), "pictures"));
    const contributions = new ContributionsService(campaignsRepository, campaigns, media.service, pictures, (mediaId) => media.poster(mediaId), unitOfWork, clock);
    const screenPictures = new ScreenPictures(evidence, () => reports.unitPaths(), (jpeg) => contributions.keep(jpeg), (at) => localDate(at, env.TIME_ZONE));
    const summaries = new SummaryService(campaignsRepository, campaigns, contributions, screenPictures, reports, planned, unitOfWork, clock, env.TIME_ZONE);
    const shares = new ShareService(new ShareRepository(client), reports, campaigns, summaries, (sha256) => contributions.bytes(sha256), unitOfWork, audit, clock, env.TIME_ZONE);

    let origin = "";
    const alarms = createAlarms({
      repository: new AlarmsRepository(client, database.provider),
      questions: { few: FactsRepository.ofFew(client, database.provider), many: FactsRepository.ofMany(reader, database.provider) },
      settingsRepository: new AlarmSettingsRepository(client),
      users,
      manifests,
      media: media.service,
      unitOfWork,
      audit,
      events,
      clock,
      timeZone: env.TIME_ZONE,
      operatingHours: everyDay(operatingHours(env.OPERATING_HOURS)),
      mailer: openMailer(env.SMTP_URL, env.MAIL_FROM),
      webhookNetworks: env.WEBHOOK_NETWORKS?.split(",").map((network) => network.trim()) ?? [],
      consoleUrl: () => `${origin}/console`,
      onError,
    });
    closers.push(() => alarms.close());
    const walls = new WallService(new WallRepository(reader, database.provider), users, manifests, schedule, alarms.alarms, campaigns, summaries, (mediaId) => media.poster(mediaId), clock, env.TIME_ZONE);

    const sessionStore = new SessionStore(sessionRepository, clock, () => security.policy());
    const secureCookie = env.TLS_CERT !== undefined || env.PUBLIC_ORIGIN?.startsWith("https:") === true;
    const publicOrigin = env.PUBLIC_ORIGIN ?? null;
    const userOf = (userId: string, address: string | null) => sessions.caller(userId, address);
    const httpParts = {
      sessionStore,
      sessionSecret: await sessionRepository.secret("sessionSecret", newSecret),
      secureCookie,
      trustProxy: env.TRUST_PROXY,
    };
    const doors = new Doors(env.REQUESTS_PER_MINUTE);
    const presence = new Presence(players, screens, plays, powerOn, clock, onError);
    const app = createApp({
      ...httpParts,
      logger,
      implemented: [
        ...usersRoutes({ users, sessions, security, store: sessionStore, clock }),
        ...auditRoutes(audit),
        ...searchRoutes(new SearchService({ screens, media: media.service, playlists, schedule, campaigns, users })),
        ...screensRoutes(screens, pairing),
        ...enrolmentRoutes(imports, enrolments),
        ...media.routes,
        ...playlistsRoutes(playlists),
        ...scheduleRoutes(schedule, planning, manifests),
        ...reportsRoutes(reports),
        ...remoteRoutes(settings, commands, powerOn),
        ...evidenceRoutes(evidence),
        ...alarms.routes,
        ...wallRoutes(walls, (token) => shares.wall(token)),
        ...campaignsRoutes({ campaigns, summaries, contributions, shares }),
      ],
      publicOrigin,
      doors,
      userOf,
      playerOf: (token) => pairing.player(token),
      probes: (probed) =>
        health(probed, {
          ready: () => client.$queryRaw`SELECT 1`,
          connectedPlayers: () => presence.connectedCount,
          metricsToken: env.METRICS_TOKEN ?? null,
          events,
        }),
      extras: [media.extra, workbookBodies],
      consoleFolder: join(home, "console", "dist"),
      playerFolder: join(home, "player", "dist"),
    });
    const httpServer: HttpServer =
      env.TLS_CERT !== undefined && env.TLS_KEY !== undefined
        ? createHttpsServer({ ...patience, cert: readFileSync(env.TLS_CERT), key: readFileSync(env.TLS_KEY) }, app)
        : createHttpServer(patience, app);
    giveUpIdle(httpServer);
    refuseUpgrades(httpServer, "/socket.io/");
    const realtime = new Realtime({ httpServer, doors, requestsPerMinute: env.REQUESTS_PER_MINUTE, trustProxy: env.TRUST_PROXY, elapsedMs: () => performance.now(), publicOrigin, session: sessionMiddleware(httpParts), userOf, pairing, screens, manifests, plays, commands, presence, events, clock, onError });
    await realtime.start();
    closers.push(() => presence.close());
    closers.push(() => closeSoon(httpServer, () => realtime.close()));

    const jobRepository = new JobRepository(client);
    const jobs = new Jobs(
      jobRepository,
      timetable({ realtime, screens, players, pairing, enrolments, media: media.service, sessions, jobs: jobRepository, uploads: media, plays, planned, summaries, commands, evidence, powerOn, alarms, evidenceRetentionDays: env.EVIDENCE_RETENTION_DAYS, playRetentionDays: env.PLAY_RETENTION_DAYS }),
      `${process.pid}-${newId()}`,
      clock,
      (error, job) => logger.error({ err: error, job }, "job failed"),
    );
    closers.push(() => jobs.close());
    closers.push(() => alarms.notifier.close()); // before: a job may wait for a mail server
    await listen(httpServer, env);
    jobs.start();
    const { port } = httpServer.address() as AddressInfo; // listening on TCP, so never a pipe's name
    origin = publicOrigin ?? `${env.TLS_CERT === undefined ? "http" : "https"}://localhost:${port}`;
    return { origin, firstSignIn, users, screens, pairing, imports, enrolments, media, playlists, schedule, plays, reports, planned, campaigns, summaries, contributions, shares, settings, commands, evidence, powerOn, alarms, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function listen(httpServer: HttpServer, env: Env): Promise<void> {
  return new Promise((done, fail) => {
    const failed = (error: NodeJS.ErrnoException) => {
      const taken = error.code === "EADDRINUSE" || error.code === "EACCES";
      fail(taken ? new PlainFailure(`端口 ${env.PORT} 用不了（${error.code ?? ""}）：换一个 PORT，或先停掉占用它的程序\nPort ${env.PORT} cannot be used: set another PORT, or stop what holds it`) : error);
    };
    httpServer.once("error", failed);
    httpServer.listen(env.PORT, env.HOST, () => {
      httpServer.off("error", failed);
      done();
    });
  });
}
