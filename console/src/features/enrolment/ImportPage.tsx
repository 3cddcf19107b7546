import { routes, type ImportDone, type ImportPreview } from "@yilu/contract";
import { Alert, Steps } from "antd";
import { useRef, useState, type ReactElement } from "react";
import { Link } from "react-router";
import { ActionIcon } from "../../components/ActionIcon.tsx";
import { PageHeader } from "../../components/PageHeader.tsx";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { useAction } from "../../lib/api.ts";
import { useText } from "../../lib/i18n.ts";
import { ProblemError } from "../../lib/problem.ts";
import { base64Of } from "./api.ts";
import { ChooseFile } from "./ChooseFile.tsx";
import { Done } from "./Done.tsx";
import "./enrolment.css";
import { Preview } from "./Preview.tsx";
import { text } from "./text.ts";
import { useRun } from "./useRun.ts";

/** Where one is: a file to choose, its preview, or what was done. The file is kept to be sent again, as it then was. */
type Stage = { what: "choose" } | { what: "preview"; file: File; base64: string; preview: ImportPreview } | { what: "done"; done: ImportDone };

const idle = { percent: 0, isStopping: false };
const codeOf = (error: unknown): string | null => (error instanceof ProblemError ? error.code : null);

export default function ImportPage(): ReactElement {
  const t = useText(text);
  const [stage, setStage] = useState<Stage>({ what: "choose" });
  const [reading, setReading] = useState<File | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [stopped, setStopped] = useState(false);
  const run = useRun();
  /** Counts what was begun or given up: an answer to an earlier one is not shown. */
  const turn = useRef(0);
  const preview = useAction(routes.imports.preview);
  const apply = useAction(routes.imports.apply);

  const refuse = (refused: unknown): void => {
    if (codeOf(refused) === "importStopped") setStopped(true);
    else setError(refused);
  };
  const begin = (): string => {
    setError(null);
    setStopped(false);
    return run.begin();
  };
  const look = async (file: File, bytes: () => Promise<string>): Promise<void> => {
    turn.current += 1;
    const own = turn.current;
    const name = begin();
    setReading(file);
    try {
      const base64 = await bytes();
      if (own !== turn.current) return;
      const seen = await preview.mutateAsync({ body: { base64, run: name } });
      if (own === turn.current) setStage({ what: "preview", file, base64, preview: seen });
    } catch (refused) {
      if (own === turn.current) refuse(refused);
    } finally {
      if (own === turn.current) {
        setReading(null);
        run.end();
      }
    }
  };
  const write = async ({ base64, preview: { plan } }: Extract<Stage, { what: "preview" }>): Promise<void> => {
    const name = begin();
    try {
      setStage({ what: "done", done: await apply.mutateAsync({ body: { base64, plan, run: name } }) });
    } catch (refused) {
      refuse(refused);
    } finally {
      run.end();
    }
  };
  /** An import says itself whether it was stopped in time; a check is given up at once, since it writes nothing. */
  const stop = (): void => {
    void run.stop().catch(setError);
    if (apply.isPending) return;
    turn.current += 1;
    setReading(null);
    setStopped(true);
    run.end();
  };
  const again = (): void => {
    setError(null);
    setStopped(false);
    setStage({ what: "choose" });
  };
  const outdated = codeOf(error) === "previewOutdated";
  return (
    <div className="y-page">
      <PageHeader title={t("importTitle")}>
        <Link to="/screens" className="y-row e-back">
          <ActionIcon name="back" />
          {t("toScreens")}
        </Link>
        <Steps className="e-steps" size="small" responsive={false} current={(["choose", "preview", "done"] as const).indexOf(stage.what)} items={(["choose", "preview", "done"] as const).map((step) => ({ title: t(`step.${step}`) }))} />
      </PageHeader>
      <ProblemAlert error={error} />
      {stopped && <Alert type="info" showIcon role="status" title={t("stopped")} />}
      {stage.what === "choose" && <ChooseFile reading={reading} running={run.running ?? idle} onChoose={(file) => void look(file, () => base64Of(file))} onStop={stop} />}
      {stage.what === "preview" && (
        <Preview
          key={stage.preview.plan}
          preview={stage.preview}
          busy={apply.isPending}
          reading={reading !== null}
          running={run.running}
          onStop={stop}
          onApply={() => void write(stage)}
          onAgain={again}
          onOutdated={outdated ? () => void look(stage.file, () => Promise.resolve(stage.base64)) : null}
        />
      )}
      {stage.what === "done" && <Done done={stage.done} onMore={again} />}
    </div>
  );
}
