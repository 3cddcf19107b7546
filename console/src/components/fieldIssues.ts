import type { FormInstance } from "antd";
import type { Bilingual } from "@yilu/contract";
import { asProblem, fieldOf } from "../lib/problem.ts";

/**
 * Writes the field issues of a refused save beside their fields ("widthPx", "items.0.durationMs") and goes to the first;
 * a name that is taken is said at the field "name". ProblemAlert above the form still says what happened.
 */
export function showFieldIssues(form: Pick<FormInstance, "setFields" | "scrollToField">, error: unknown, local: (text: Bilingual) => string): void {
  const problem = asProblem(error);
  const issues = problem.issues ?? (problem.code === "nameTaken" ? [{ path: "body.name", message: problem.message }] : []);
  const nameOf = (path: string): (string | number)[] => path.split(".").map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  form.setFields(issues.map((issue) => ({ name: nameOf(fieldOf(issue)), errors: [local(issue.message)] })));
  const first = issues[0];
  if (first !== undefined) form.scrollToField(nameOf(fieldOf(first)), { block: "center" });
}
