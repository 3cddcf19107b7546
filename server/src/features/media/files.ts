import type { Response } from "express";
import type { Caller, PlayerCaller } from "../../caller.ts";
import type { Downloads } from "../../http/downloads.ts";
import { Refusal } from "../../http/refusal.ts";
import type { MediaStorage, StoredFile } from "../../storage/media-storage.ts";
import type { MediaService } from "./service.ts";

/** What other features know about who needs which bytes. */
export interface ByteAccess {
  /** Whether the file is in the screen's present manifest. */
  playerMay(screenId: string, sha256: string): Promise<boolean>;
  /** Whether the file is shown on a screen that the caller sees. */
  userMay(caller: Caller, sha256: string): Promise<boolean>;
}

interface Sending {
  contentType: string;
  etag: string;
  cacheControl: string;
}

/** Whether sending failed because the other side went away, which is nobody's fault. */
function wentAway(error: NodeJS.ErrnoException): boolean {
  return error.code === "ECONNABORTED" || error.code === "ECONNRESET" || error.code === "EPIPE" || error.syscall === "write";
}

/**
 * Sends a file with Range, If-Range and conditional requests (RFC 9110).
 * Settles when it is sent, or the other side has gone away.
 */
function send(response: Response, file: StoredFile, { contentType, etag, cacheControl }: Sending): Promise<null> {
  response.set({
    "Content-Type": contentType,
    "Content-Disposition": "inline",
    "Cache-Control": cacheControl,
    ETag: etag,
    "X-Content-Type-Options": "nosniff",
  });
  return new Promise((resolve, reject) => {
    response.sendFile(file.path, { root: file.root, cacheControl: false, lastModified: false, acceptRanges: true }, (error?: NodeJS.ErrnoException & { status?: number }) => {
      if (!error || wentAway(error)) resolve(null);
      else if (error.status === 416 && !response.headersSent) {
        response.removeHeader("Content-Type");
        response.status(416).set("Cache-Control", "no-store").end(); // Content-Range with the length is already set
        resolve(null);
      } else if (error.status === 412 && !response.headersSent) {
        response.status(412).end();
        resolve(null);
      } else reject(error.status === 404 ? new Refusal("notFound") : error);
    });
  });
}

/** Hands out files and posters, to those who may see them; to all others there is no such file. */
export class MediaFiles {
  constructor(
    private readonly media: MediaService,
    private readonly storage: MediaStorage,
    private readonly access: ByteAccess,
    /** Of players; what staff look at is not counted. */
    private readonly downloads: Downloads,
  ) {}

  /** @throws Refusal notFound; overloaded when enough players fetch at present */
  async sendFile(caller: Caller | PlayerCaller, sha256: string, response: Response): Promise<null> {
    await this.requireAccess(caller, sha256);
    const [contentType, file] = await Promise.all([this.media.mimeTypeOf(sha256), this.storage.find(sha256)]);
    if (contentType === null || file === null) throw new Refusal("notFound");
    if ("screenId" in caller) this.downloads.admit(response.req.ip ?? "", response);
    return send(response, file, { contentType, etag: `"${sha256}"`, cacheControl: "private, max-age=31536000, immutable" });
  }

  /** A poster may be replaced, so it is kept for a day only. @throws Refusal notFound */
  async sendPoster(caller: Caller | PlayerCaller, sha256: string, response: Response): Promise<null> {
    await this.requireAccess(caller, sha256);
    const file = await this.storage.findPoster(sha256);
    if (file === null) throw new Refusal("notFound");
    return send(response, file, { contentType: "image/jpeg", etag: `"${sha256}-${file.modifiedAt.toString(36)}"`, cacheControl: "private, max-age=86400" });
  }

  private async requireAccess(caller: Caller | PlayerCaller, sha256: string): Promise<void> {
    const may =
      "screenId" in caller
        ? await this.access.playerMay(caller.screenId, sha256)
        : (await this.media.maySeeBytes(caller, sha256)) || (await this.access.userMay(caller, sha256));
    if (!may) throw new Refusal("notFound");
  }
}
