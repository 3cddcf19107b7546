import { Alert, Button } from "antd";
import type { ReactElement } from "react";
import { useLocal, useText } from "../lib/i18n.ts";
import { asProblem, fieldOf } from "../lib/problem.ts";
import { commonText } from "./text.ts";

interface ProblemAlertProps {
  /** Whatever a query or a mutation threw; null shows nothing. */
  error: unknown;
  onRetry?: () => void;
  /** The fields at fault say so themselves (showFieldIssues): they are not listed again. */
  fieldsSayIt?: boolean;
}

/** What went wrong, what to do, and the fields at fault. */
export function ProblemAlert({ error, onRetry, fieldsSayIt = false }: ProblemAlertProps): ReactElement | null {
  const t = useText(commonText);
  const local = useLocal();
  if (error === null || error === undefined) return null;
  const { status, message, todo, detail, issues, retryAfterSeconds, requestId } = asProblem(error);
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      className="y-problem"
      title={local(message)}
      description={
        <>
          {detail !== undefined && <p>{local(detail)}</p>}
          {!fieldsSayIt && issues !== undefined && issues.length > 0 && (
            <ul>
              {issues.map((issue) => (
                <li key={`${issue.path} ${issue.message.en}`}>
                  {fieldOf(issue) !== "" && <code>{fieldOf(issue)}</code>} {local(issue.message)}
                </li>
              ))}
            </ul>
          )}
          <p>{local(todo)}</p>
          {retryAfterSeconds !== undefined && <p>{t("retryAfter", { n: retryAfterSeconds })}</p>}
          {requestId !== undefined && status >= 500 && <p className="y-caption">{t("requestNumber", { id: requestId })}</p>}
        </>
      }
      action={onRetry === undefined ? undefined : <Button size="small" onClick={onRetry}>{t("retry")}</Button>}
    />
  );
}
