import type { ReactElement, ReactNode } from "react";

/** Nothing here: what is missing, why, and one button that does something about it. No drawing. */
export function EmptyState({ title, why, action }: { title: ReactNode; why?: ReactNode; action?: ReactNode }): ReactElement {
  return (
    <div className="y-empty">
      <p className="y-empty-title">{title}</p>
      {why !== undefined && <p className="y-empty-why">{why}</p>}
      {action}
    </div>
  );
}
