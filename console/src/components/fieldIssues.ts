import type { FormInstance } from "antd";
import type { Bilingual } from "@yilu/contract";
import { asProblem } from "../lib/problem.ts";

/**
 * Writes the field issues of a refused save beside their fields ("widthPx", "items.0.durationMs") and goes to the first.
 * ProblemAlert above the form still says what happened.
 */
export function showFieldIssues(form: Pick<FormInstance, "setFields" | "scrollToField">, error: unknown, local: (text: Bilingual) => string): void {
  const issues = asProblem(error).issues ?? [];
  const nameOf = (path: string): (string | number)[] => path.split(".").map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  form.setFields(issues.map((issue) => ({ name: nameOf(issue.path), errors: [local(issue.message)] })));
  const first = issues[0];
  if (first !== undefined) form.scrollToField(nameOf(first.path), { block: "center" });
}
