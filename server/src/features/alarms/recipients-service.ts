import { alarmRecipient, type AlarmRecipient, type BodyOf, type routes } from "@yilu/contract";
import * as z from "zod/mini";
import { reaches, systemCaller, type Caller } from "../../caller.ts";
import type { Clock } from "../../clock.ts";
import type { Tx, UnitOfWork } from "../../database/unit-of-work.ts";
import { Refusal, refuse } from "../../http/refusal.ts";
import { newId } from "../../random.ts";
import type { AuditService } from "../audit/service.ts";
import type { UsersService } from "../users/service.ts";
import { filmsPage, shownOf, type DeliveryBook, type Page } from "./notify/delivery-book.ts";
import type { AlarmSettingsRepository } from "./settings.repository.ts";

const most = 200;
const { id, unitId, email, kinds } = alarmRecipient.shape;
const list = z.array(z.object({ id, unitId, email, kinds }));
export type Recipient = z.infer<typeof list>[number];
type Input = BodyOf<typeof routes.alarmSettings.addRecipient>;

/** Who is told by mail, each of the alarms of one unit and those below. An administrator sees and changes those of its own reach. */
export class RecipientsService {
  constructor(
    private readonly repository: AlarmSettingsRepository,
    private readonly users: Pick<UsersService, "units" | "unitWithin">,
    private readonly book: DeliveryBook,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Everybody, with the path of the unit; whose unit is gone is told nothing. For whoever sends the mail. */
  async everybody(): Promise<(Recipient & { unitPath: string })[]> {
    const paths = await this.paths();
    return (await this.read()).rows.flatMap((row) => {
      const unit = paths.get(row.unitId);
      return unit === undefined ? [] : [{ ...row, unitPath: unit.path }];
    });
  }

  async list(caller: Caller): Promise<{ rows: AlarmRecipient[] }> {
    const [{ rows }, units, pages] = await Promise.all([this.read(), this.paths(), this.book.all()]);
    const own = rows.flatMap((row) => {
      const unit = units.get(row.unitId);
      return unit === undefined || !reaches(caller, unit.path) ? [] : [{ ...row, unitName: unit.name, delivery: shownOf(worseOf(pages.get(row.id), pages.get(filmsPage(row.id)))) }];
    });
    return { rows: own.sort((one, other) => one.unitName.localeCompare(other.unitName, "zh-CN") || (one.email < other.email ? -1 : 1)) };
  }

  /** @throws Refusal refersToMissing, nameTaken, tooLarge */
  async add(caller: Caller, input: Input): Promise<AlarmRecipient> {
    const recipient = { id: newId(), ...input };
    await this.save(async (tx, rows) => {
      await this.users.unitWithin(caller, input.unitId, tx);
      if (rows.length >= most) throw refuse("tooLarge", `收件人至多 ${most} 个`, `At most ${most} recipients`);
      alone(rows, recipient);
      await this.record(tx, caller, "alarmRecipient.create", recipient, null, input);
      return [...rows, recipient];
    });
    await this.book.reset(recipient.id, this.clock());
    return this.one(caller, recipient.id);
  }

  /** @throws Refusal notFound, refersToMissing, nameTaken */
  async change(caller: Caller, recipientId: string, input: Input): Promise<AlarmRecipient> {
    let moved = false;
    await this.save(async (tx, rows) => {
      const before = await this.reachable(caller, rows, recipientId, tx);
      await this.users.unitWithin(caller, input.unitId, tx);
      const after = { id: recipientId, ...input };
      alone(rows, after);
      moved = before.email !== after.email || before.unitId !== after.unitId;
      const { id: _id, ...was } = before;
      await this.record(tx, caller, "alarmRecipient.change", after, was, input);
      return rows.map((row) => (row.id === recipientId ? after : row));
    });
    if (moved) {
      await this.book.reset(recipientId, this.clock());
      await this.book.forget(filmsPage(recipientId));
    }
    return this.one(caller, recipientId);
  }

  /** @throws Refusal notFound */
  async remove(caller: Caller, recipientId: string): Promise<null> {
    await this.save(async (tx, rows) => {
      const before = await this.reachable(caller, rows, recipientId, tx);
      const { id: _id, ...was } = before;
      await this.record(tx, caller, "alarmRecipient.remove", before, was, null);
      return rows.filter((row) => row.id !== recipientId);
    });
    await this.book.forget(recipientId, filmsPage(recipientId));
    return null;
  }

  private async one(caller: Caller, recipientId: string): Promise<AlarmRecipient> {
    const found = (await this.list(caller)).rows.find((row) => row.id === recipientId);
    if (found === undefined) throw new Refusal("notFound");
    return found;
  }

  private async reachable(caller: Caller, rows: readonly Recipient[], recipientId: string, tx: Tx): Promise<Recipient> {
    const row = rows.find((one) => one.id === recipientId);
    if (row === undefined) throw new Refusal("notFound");
    await this.users.unitWithin(caller, row.unitId, tx).catch(() => {
      throw new Refusal("notFound");
    });
    return row;
  }

  private async read(tx?: Tx): Promise<{ rows: Recipient[]; text: string | null }> {
    const text = await this.repository.read("alarms.recipients", tx);
    const read = text === null ? null : list.safeParse(JSON.parse(text));
    return { rows: read?.success === true ? read.data : [], text };
  }

  /** Those whose unit is gone go with the next save. */
  private async save(work: (tx: Tx, rows: Recipient[]) => Promise<Recipient[]>): Promise<void> {
    const units = await this.paths();
    await this.unitOfWork.run(async (tx) => {
      const { rows, text } = await this.read(tx);
      const after = await work(tx, rows.filter((row) => units.has(row.unitId)));
      if (!(await this.repository.replace("alarms.recipients", text, JSON.stringify(after), tx))) throw new Refusal("versionMismatch");
    });
  }

  private async paths(): Promise<ReadonlyMap<string, { path: string; name: string }>> {
    return new Map((await this.users.units(systemCaller("", "/"))).map((unit) => [unit.id, unit]));
  }

  private async record(tx: Tx, caller: Caller, action: string, { id: objectId, email: objectName, unitId: ofUnit }: Recipient, before: Input | null, after: Input | null): Promise<void> {
    const unit = await this.users.unitWithin(caller, ofUnit, tx);
    const said = (one: Input | null) => (one === null ? null : { email: one.email, unitId: one.unitId, alarmKinds: one.kinds });
    await this.audit.record(tx, caller, { action, objectType: "alarmRecipient", objectId, objectName, unitPath: unit.path, before: said(before), after: said(after) });
  }
}

/** What is wrong with either is shown; else how it went with alarms. */
function worseOf(alarms: Page | undefined, films: Page | undefined): Page | undefined {
  return films !== undefined && films.failures > (alarms?.failures ?? 0) ? films : (alarms ?? films);
}

function alone(rows: readonly Recipient[], { id: own, email: address, unitId: ofUnit }: Recipient): void {
  if (rows.some((row) => row.id !== own && row.unitId === ofUnit && row.email.toLowerCase() === address.toLowerCase())) {
    throw refuse("nameTaken", "这个单位已有这个邮箱", "The unit has this address already");
  }
}
