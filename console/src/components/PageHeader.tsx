import type { ReactElement, ReactNode } from "react";
import { useEffect } from "react";

interface PageHeaderProps {
  /** Also the title of the browser tab. */
  title: string;
  /** Filters at the left. */
  children?: ReactNode;
  /** Buttons at the right. */
  actions?: ReactNode;
}

/** First row of every page: filters at the left, buttons at the right. The name of the page stands in the shell's header. */
export function PageHeader({ title, children, actions }: PageHeaderProps): ReactElement {
  useEffect(() => {
    document.title = `${title} · 一路`;
  }, [title]);
  return (
    <div className="y-page-header">
      <h1 className="y-hidden">{title}</h1>
      <div className="y-page-filters">{children}</div>
      {actions !== undefined && <div className="y-page-actions">{actions}</div>}
    </div>
  );
}
