import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AlarmDetail } from "@yilu/contract";
import { openReader, type Provider, type Reader } from "@yilu/prisma";
import { systemCaller, type Caller } from "@yilu/server/caller.ts";
import { UnitOfWork } from "@yilu/server/database/unit-of-work.ts";
import { EventBus } from "@yilu/server/events.ts";
import { createAlarms, type AlarmsFeature } from "@yilu/server/features/alarms/create.ts";
import { FactsRepository } from "@yilu/server/features/alarms/facts.repository.ts";
import { openMailer } from "@yilu/server/features/alarms/notify/mailer.ts";
import { AlarmsRepository } from "@yilu/server/features/alarms/repository.ts";
import { AlarmSettingsRepository } from "@yilu/server/features/alarms/settings.repository.ts";
import { MediaRepository } from "@yilu/server/features/media/repository.ts";
import { MediaService } from "@yilu/server/features/media/service.ts";
import { MediaStorage } from "@yilu/server/storage/media-storage.ts";
import { AuditRepository } from "@yilu/server/features/audit/repository.ts";
import { AuditService } from "@yilu/server/features/audit/service.ts";
import { ManifestService } from "@yilu/server/features/schedule/manifest-service.ts";
import { ScheduleRepository } from "@yilu/server/features/schedule/repository.ts";
import { UsersRepository } from "@yilu/server/features/users/repository.ts";
import { UsersService } from "@yilu/server/features/users/service.ts";
import { newId } from "@yilu/server/random.ts";
import { newDatabase, type TestDatabase } from "./databases.ts";

interface Ways {
  smtpUrl?: string;
  webhookNetworks?: readonly string[];
}

const fail = (error: unknown) => {
  throw error;
};

/** The alarms with everything that tells of them, over a database of its own, whose clock a test moves. */
export class NoticeDesk {
  readonly root: Caller = systemCaller("county", "/county/");
  feature: AlarmsFeature;
  readonly media: MediaService;
  private readonly clock = () => this.now;
  private readonly events = new EventBus(fail);
  private readonly unitOfWork: UnitOfWork;
  private readonly audit: AuditService;
  private readonly folder = mkdtempSync(join(tmpdir(), "yilu-notices-"));
  private count = 0;

  private constructor(
    readonly database: TestDatabase,
    private readonly reader: Reader,
    private readonly provider: Provider,
    public now: number,
  ) {
    this.unitOfWork = new UnitOfWork(this.client);
    this.audit = new AuditService(new AuditRepository(this.client, provider), this.clock, "Asia/Shanghai");
    this.media = new MediaService(new MediaRepository(this.client), this.unitOfWork, this.audit, this.events, new MediaStorage(this.folder), this.clock, newId, () => undefined);
    this.feature = this.newFeature({});
  }

  static async open(provider: Provider, startAt: number): Promise<NoticeDesk> {
    const database = await newDatabase(provider);
    const { client } = database;
    await client.unit.create({ data: { id: "county", name: "某县", kind: "county", path: "/county/" } });
    await client.unit.create({ data: { id: "buses", name: "公交公司", kind: "operator", parentId: "county", path: "/county/buses/" } });
    return new NoticeDesk(database, openReader(database.url, client), provider, startAt);
  }

  /** Nobody is told of anything yet, and there are these ways to tell. */
  async reset(startAt: number, ways: Ways): Promise<void> {
    await this.feature.close();
    await this.client.screen.deleteMany();
    await this.client.setting.deleteMany();
    await this.client.unit.deleteMany({ where: { id: "walls" } });
    await this.client.unit.create({ data: { id: "walls", name: "户外大屏", kind: "operator", parentId: "county", path: "/county/walls/" } });
    this.now = startAt;
    this.feature = this.newFeature(ways);
  }

  get client() {
    return this.database.client;
  }

  /** An alarm of a new screen, raised now. */
  async raise(unitId: string, name: string, detail: AlarmDetail): Promise<string> {
    this.count += 1;
    const id = `a${this.count}`;
    await this.client.screen.create({ data: { id: `s${this.count}`, unitId, kind: "bus", name, widthPx: 16, heightPx: 16, timeZone: "Asia/Shanghai", tags: [], createdAt: 0n } });
    await this.client.alarm.create({ data: { id, screenId: `s${this.count}`, kind: detail.kind, openKey: id, raisedAt: BigInt(this.now), detail } });
    return id;
  }

  async clear(id: string): Promise<void> {
    await this.client.alarm.update({ where: { id }, data: { clearedAt: BigInt(this.now), openKey: null } });
  }

  /** Time goes by, and whatever is due is told. */
  async after(ms: number): Promise<void> {
    this.now += ms;
    await this.feature.notifier.tell();
  }

  async close(): Promise<void> {
    await this.feature.close();
    await this.reader.close();
    await this.database.remove();
    rmSync(this.folder, { recursive: true });
  }

  private newFeature(ways: Ways): AlarmsFeature {
    const { client, provider, reader, unitOfWork, events, audit, clock } = this;
    return createAlarms({
      repository: new AlarmsRepository(client, provider),
      questions: { few: FactsRepository.ofFew(client, provider), many: FactsRepository.ofMany(reader, provider) },
      settingsRepository: new AlarmSettingsRepository(client),
      users: new UsersService(new UsersRepository(client), unitOfWork, audit, events, clock),
      media: this.media,
      manifests: new ManifestService(new ScheduleRepository(client), clock),
      unitOfWork,
      audit,
      events,
      clock,
      timeZone: "Asia/Shanghai",
      operatingHours: [],
      mailer: openMailer(ways.smtpUrl, undefined),
      webhookNetworks: ways.webhookNetworks ?? [],
      consoleUrl: () => "https://yilu.example.cn/console",
      onError: fail,
    });
  }
}
