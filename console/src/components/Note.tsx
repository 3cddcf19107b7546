import { Tooltip } from "antd";
import type { ReactElement, ReactNode } from "react";

/** Something that says more under the pointer, by the tab key, and at a touch; `text` null: it says no more, and is no stop. */
export function Note({ text, className = "", children }: { text: ReactNode; className?: string; children: ReactNode }): ReactElement {
  if (text === null) return <span className={className}>{children}</span>;
  return (
    <Tooltip title={text} trigger={["hover", "focus", "click"]}>
      <button type="button" className={`y-note ${className}`.trimEnd()}>
        {children}
      </button>
    </Tooltip>
  );
}
