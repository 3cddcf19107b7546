import { uploadedMediaHeader, uploadsPath } from "@yilu/contract";
import { DetailedError, Upload } from "tus-js-client";
import { askToSignIn } from "../../lib/api.ts";
import { now } from "../../lib/clock.ts";
import { asProblem, problemOf } from "../../lib/problem.ts";
import type { MakeTransfer } from "./uploadQueue.ts";

const retryDelaysMs = [0, 1000, 3000, 5000, 10_000, 20_000];

/** Statuses that pass by themselves: the upload can go on later. */
const passing = (status: number): boolean => status === 0 || status === 409 || status === 423 || status === 429 || status >= 500;

/**
 * Sends one file by tus, going on from where an earlier try of the same file stopped, even after the page was closed.
 * The level is part of the fingerprint: a try begun with another level is not continued, since the server has that level.
 */
export const tusTransfer: MakeTransfer = ({ file, title, level, contact }, report) => {
  const failed = async (error: Error): Promise<void> => {
    const answer = error instanceof DetailedError ? error.originalResponse : null;
    const status = answer?.getStatus() ?? 0;
    if (status === 401 && (await askToSignIn())) {
      if (wanted) upload.start();
      return;
    }
    const problem = answer === null || status === 0 ? asProblem(new TypeError(error.message)) : (await problemOf(new Response(answer.getBody(), { status }))).problem;
    report({ kind: status === 401 || passing(status) ? "broke" : "refused", problem });
  };
  const upload = new Upload(file, {
    endpoint: uploadsPath,
    metadata: { filename: file.name.slice(-255), title, level, ...(contact === null ? {} : { contact }) },
    retryDelays: retryDelaysMs,
    removeFingerprintOnSuccess: true,
    fingerprint: () => Promise.resolve(["yilu", file.name, file.type, file.size, file.lastModified, level].join("-")),
    onProgress: (sentBytes) => report({ kind: "progress", sentBytes, at: now() }),
    onSuccess: ({ lastResponse }) => report({ kind: "finished", mediaId: lastResponse.getHeader(uploadedMediaHeader) ?? null }),
    onError: (error) => void failed(error),
  });
  let looked = false;
  let wanted = false;
  const start = async (): Promise<void> => {
    wanted = true;
    if (!looked) {
      looked = true;
      const earlier = await upload.findPreviousUploads().catch(() => []);
      const first = earlier[0];
      if (first !== undefined) upload.resumeFromPreviousUpload(first);
    }
    if (wanted) upload.start(); // it may have been paused while the earlier try was looked for
  };
  const stop = (forget: boolean): void => {
    wanted = false;
    // A server that has already dropped it answers 404, which is what was wanted.
    void upload.abort(forget).catch(() => undefined);
  };
  return { start: () => void start(), pause: () => stop(false), cancel: () => stop(true) };
};
