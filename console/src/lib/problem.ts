import { errors, problem, type ErrorCode, type FieldIssue, type Problem } from "@yilu/contract";

/** What the console can add to the server's own codes: no answer came at all. */
const unreachable: Problem = {
  type: "about:blank",
  title: "unreachable",
  status: 0,
  code: "overloaded",
  message: { zh: "连不上服务器", en: "The server cannot be reached" },
  todo: { zh: "检查网络，填写的内容还在，稍后再试", en: "Check the network; what you typed is kept. Try again later" },
};

/** A call that did not succeed: the wire `problem` with its message, what to do, and the fields at fault. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(given: Problem) {
    super(`${given.code}: ${given.message.en}`);
    this.name = "ProblemError";
    this.problem = given;
  }
  get code(): ErrorCode {
    return this.problem.code;
  }
}

/** A problem made up from a code alone, for answers that carry no readable body. */
export function problemOfCode(code: ErrorCode): Problem {
  const { status, message, todo } = errors[code];
  return { type: "about:blank", title: code, status, code, message, todo };
}

/** Reads an error answer; a body that is no problem (a proxy's page) becomes one by its status. */
export async function problemOf(answer: Response): Promise<ProblemError> {
  const body: unknown = await answer.json().catch(() => null);
  const read = problem.safeParse(body);
  if (read.success) return new ProblemError(read.data);
  const byStatus: Record<number, ErrorCode> = { 401: "notSignedIn", 403: "forbidden", 404: "notFound", 413: "tooLarge", 429: "rateLimited" };
  const code = byStatus[answer.status] ?? (answer.status >= 502 ? "overloaded" : "internal");
  return new ProblemError({ ...problemOfCode(code), status: answer.status });
}

/** Where an issue lies, as forms name it: the wire says "body.items.0.durationMs", the form "items.0.durationMs". */
export function fieldOf(issue: Pick<FieldIssue, "path">): string {
  return issue.path.replace(/^(body|query|params)(\.|$)/, "");
}

/** Whatever was thrown, as a problem that can be shown. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof ProblemError) return thrown.problem;
  return thrown instanceof TypeError ? unreachable : problemOfCode("internal");
}
