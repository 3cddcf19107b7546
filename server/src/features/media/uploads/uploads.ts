import { Server, type Upload } from "@tus/server";
import { maxUploadBytes, may, uploadedMediaHeader, uploadMetadata, uploadsPath } from "@yilu/contract";
import type { Express, Request, Response } from "express";
import type { Caller } from "../../../caller.ts";
import type { Clock } from "../../../clock.ts";
import type { Authentication } from "../../../http/implement.ts";
import { Refusal } from "../../../http/refusal.ts";
import type { MediaIntake, TakenIn } from "../intake.ts";
import type { UploadAllowance } from "./allowance.ts";
import type { HashingStore } from "./hashing-store.ts";
import { lengthOf, metadataOf, pass, refusalFor, webRequest, withoutEmpty } from "./request.ts";

/** Says that the unit had submitted the same file before; the media named is the existing one. */
export const duplicateHeader = "Yilu-Media-Duplicate";
const rememberedOutcomes = 1000;

interface UploadParts {
  store: HashingStore;
  intake: MediaIntake;
  clock: Clock;
  newId: () => string;
  allowance: UploadAllowance;
}

/** An upload that was taken in, remembered for a client that lost the answer. */
interface Outcome extends TakenIn {
  ownerId: string;
  bytes: number;
}

/**
 * Uploads by tus 1.0 (https://tus.io/protocols/resumable-upload). An upload is its maker's alone: to all others there
 * is none. When the last byte has come the file is taken in before the request is answered, so the answer tells the
 * media or the reason why not; a client that missed it learns it from its next HEAD.
 */
export class Uploads {
  private readonly tus: Server;
  private readonly contexts = new WeakMap<globalThis.Request, { caller: Caller; thrown: unknown }>();
  private readonly finishing = new Map<string, Promise<Outcome>>();
  private readonly outcomes = new Map<string, Outcome>();

  constructor(private readonly parts: UploadParts) {
    this.tus = new Server({
      path: uploadsPath,
      datastore: parts.store,
      relativeLocation: true,
      maxSize: maxUploadBytes,
      allowedOrigins: () => false,
      namingFunction: () => parts.newId(),
      onUploadCreate: (request, upload) => {
        const { userId: ownerId, unitId } = this.contextOf(request).caller;
        return Promise.resolve({ metadata: { unitId, ...withoutEmpty(upload.metadata ?? {}), ownerId } });
      },
      onUploadFinish: async (request, { id }) => ({ headers: headersOf(await this.finish(this.contextOf(request).caller, id)) }),
      onResponseError: (request, error) => {
        if (error instanceof Error) this.contextOf(request).thrown = error;
        return undefined;
      },
    });
  }

  /** Mounts the uploads: behind the session, before anything reads bodies. */
  mount(app: Express, authentication: Authentication): void {
    app.all([uploadsPath, `${uploadsPath}/:id`], async (request, response) => {
      response.set("Tus-Resumable", "1.0.0");
      const caller = await callerOf(request, authentication);
      const { id } = request.params;
      if (typeof id === "string") await this.goOn(caller, id, request, response);
      else if (request.method === "POST") await this.begin(caller, request, response);
      else if (request.method === "OPTIONS") await this.answer(caller, null, request, response);
      else throw new Refusal("notFound");
    });
  }

  /** Removes uploads that have not grown for so long. @returns how many */
  async removeStale(olderThanMs: number): Promise<number> {
    const stale = (await this.parts.store.open()).filter(({ id, grewAt }) => !this.finishing.has(id) && grewAt <= this.parts.clock() - olderThanMs);
    for (const { id } of stale) await this.parts.store.discard(id);
    return stale.length;
  }

  /** Settles when no upload is being taken in any more. */
  async close(): Promise<void> {
    await Promise.allSettled(this.finishing.values());
  }

  private async begin(caller: Caller, request: Request, response: Response): Promise<void> {
    const bytes = lengthOf(request.get("Upload-Length"));
    const metadata = metadataOf(request.get("Upload-Metadata"));
    await this.parts.intake.requireUnit(caller, metadata);
    const wish = { userId: caller.userId, unitId: metadata.unitId ?? caller.unitId, bytes };
    await this.parts.allowance.within(wish, () => this.answer(caller, null, request, response));
  }

  private async goOn(caller: Caller, id: string, request: Request, response: Response): Promise<void> {
    await this.finishing.get(id)?.catch(() => undefined);
    const asks = request.method === "HEAD" || request.method === "PATCH";
    if (!asks && request.method !== "DELETE") throw new Refusal("notFound");
    const known = this.outcomes.get(id);
    if (known?.ownerId === caller.userId && asks) return answerComplete(response, known);
    const upload = await this.parts.store.configstore.get(id);
    if (upload === undefined || upload.metadata?.["ownerId"] !== caller.userId) throw new Refusal("notFound");
    // Complete and not taken in: the server stopped in between. The client thinks it is done, so it is done now.
    if (asks && (await this.stored(id)).offset === upload.size) return answerComplete(response, await this.finish(caller, id));
    await this.answer(caller, id, request, response);
  }

  private async answer(caller: Caller, id: string | null, request: Request, response: Response): Promise<void> {
    const { forTus, release } = webRequest(request, id);
    const context: { caller: Caller; thrown: unknown } = { caller, thrown: null };
    this.contexts.set(forTus, context);
    const answer = await this.tus.handleWeb(forTus).finally(release);
    if (context.thrown !== null) throw context.thrown;
    if (answer.status >= 400) throw refusalFor(answer.status);
    await pass(answer, response);
  }

  private finish(caller: Caller, id: string): Promise<Outcome> {
    const done = this.outcomes.get(id);
    if (done !== undefined) return Promise.resolve(done);
    const going = this.finishing.get(id) ?? this.takeIn(caller, id).finally(() => this.finishing.delete(id));
    this.finishing.set(id, going);
    return going;
  }

  /** @throws Refusal when the file is not taken; then nothing of it is left. After any other error it can be tried again. */
  private async takeIn(caller: Caller, id: string): Promise<Outcome> {
    const { store, intake } = this.parts;
    const upload = await this.stored(id);
    const bytes = upload.size ?? 0;
    try {
      const taken = await intake.take(caller, uploadMetadata.parse(upload.metadata), store.pathOf(id), await store.hashOf(id, bytes));
      await store.discard(id);
      return this.remember(id, { ...taken, ownerId: caller.userId, bytes });
    } catch (error) {
      if (error instanceof Refusal) await store.discard(id);
      throw error;
    }
  }

  /** What is on the disk of an upload. @throws Refusal notFound when another request of the same has just ended it */
  private stored(id: string): Promise<Upload> {
    return this.parts.store.getUpload(id).catch((error: unknown) => {
      const status = typeof error === "object" && error !== null && "status_code" in error ? error.status_code : null;
      throw status === 404 || status === 410 ? new Refusal("notFound") : error;
    });
  }

  private remember(id: string, outcome: Outcome): Outcome {
    const oldest = this.outcomes.keys().next().value;
    if (this.outcomes.size >= rememberedOutcomes && oldest !== undefined) this.outcomes.delete(oldest);
    this.outcomes.set(id, outcome);
    return outcome;
  }

  private contextOf(request: globalThis.Request): { caller: Caller; thrown: unknown } {
    const context = this.contexts.get(request);
    if (context === undefined) throw new Error("a request that did not come through `answer`");
    return context;
  }
}

/** @throws Refusal notSignedIn, passwordChangeRequired, forbidden */
async function callerOf(request: Request, authentication: Authentication): Promise<Caller> {
  const signedIn = await authentication.user(request);
  if (signedIn === null) throw new Refusal("notSignedIn");
  if (signedIn.mustChangePassword) throw new Refusal("passwordChangeRequired");
  if (!may(signedIn.caller.role, "canUploadMedia")) throw new Refusal("forbidden");
  return signedIn.caller;
}

const headersOf = ({ mediaId, duplicate }: TakenIn): Record<string, string> => ({
  [uploadedMediaHeader]: mediaId,
  ...(duplicate ? { [duplicateHeader]: "true" } : {}),
});

function answerComplete(response: Response, outcome: Outcome): void {
  response.set({ ...headersOf(outcome), "Upload-Offset": String(outcome.bytes), "Upload-Length": String(outcome.bytes), "Cache-Control": "no-store" });
  response.status(response.req.method === "HEAD" ? 200 : 204).end();
}
