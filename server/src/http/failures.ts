import type { ErrorRequestHandler, RequestHandler } from "express";
import { Refusal } from "./refusal.ts";

/** Answers every path that no route took. */
export const unknownPath: RequestHandler = () => {
  throw new Refusal("notFound");
};

function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (typeof error === "object" && error !== null && "status" in error && typeof error.status === "number" && error.status < 500) {
    // What express itself refuses. Its body parser gives most errors a type, those of the decompression none.
    if (error.status === 404) return new Refusal("notFound");
    if (error.status === 413) return new Refusal("tooLarge");
    return new Refusal(error.status === 415 ? "unsupportedContent" : "malformedRequest");
  }
  if (error instanceof URIError) return new Refusal("malformedRequest");
  return new Refusal("internal");
}

/** The last handler: turns whatever was thrown into a problem document, and logs what is our fault. */
export const answerFailure: ErrorRequestHandler = (error, request, response, next) => {
  const refusal = asRefusal(error);
  if (refusal.code === "internal") request.log.error({ err: error as unknown }, "request failed");
  response.locals["refusal"] = refusal.code;
  if (response.headersSent) {
    next(error);
    return;
  }
  const problem = refusal.toProblem(String(request.id));
  if (refusal.particulars.retryAfterSeconds !== undefined) response.set("Retry-After", String(refusal.particulars.retryAfterSeconds));
  if (refusal.code === "playerTokenRefused") response.set("WWW-Authenticate", "Bearer");
  response.status(problem.status).type("application/problem+json").send(JSON.stringify(problem));
};
