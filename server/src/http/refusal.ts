import { errors, type Bilingual, type ErrorCode, type FieldIssue, type Problem } from "@yilu/contract";

interface Particulars {
  detail?: Bilingual;
  issues?: FieldIssue[];
  retryAfterSeconds?: number;
}

/** An answer of "no" with a stable code: thrown by services, shown by http and sockets alike. */
export class Refusal extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly particulars: Particulars = {},
  ) {
    super(particulars.detail?.en ?? errors[code].message.en);
    this.name = "Refusal";
  }

  /** The problem document of this refusal. */
  toProblem(requestId?: string): Problem {
    const { status, message, todo } = errors[this.code];
    return {
      type: `urn:yilu:error:${this.code}`,
      title: message.en,
      status,
      code: this.code,
      message,
      todo,
      ...this.particulars,
      ...(requestId === undefined ? {} : { requestId }),
    };
  }
}

/** Shorthand for a refusal with a particular detail in both languages. */
export function refuse(code: ErrorCode, zh?: string, en?: string): Refusal {
  return new Refusal(code, zh === undefined || en === undefined ? {} : { detail: { zh, en } });
}
