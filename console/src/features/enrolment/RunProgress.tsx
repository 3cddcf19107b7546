import { Button, Progress } from "antd";
import type { ReactElement } from "react";
import { useText } from "../../lib/i18n.ts";
import { text } from "./text.ts";
import type { Running } from "./useRun.ts";

interface RunProgressProps {
  /** What goes on, in words. */
  label: string;
  running: Running;
  onStop: () => void;
}

/** How far a check or an import is, in words and as a bar, and the way to stop it. */
export function RunProgress({ label, running, onStop }: RunProgressProps): ReactElement {
  const t = useText(text);
  return (
    <div className="e-run">
      <p role="status" className="e-run-label">
        {running.isStopping ? t("stopping") : label}
      </p>
      <Progress percent={running.percent} aria-label={label} status="normal" />
      <Button disabled={running.isStopping} onClick={onStop}>
        {t("stop")}
      </Button>
    </div>
  );
}
