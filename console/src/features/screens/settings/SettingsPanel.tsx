import { routes, type AnswerOf, type Screen } from "@yilu/contract";
import { Alert, App, Button } from "antd";
import { useState, type ReactElement } from "react";
import { ProblemAlert } from "../../../components/ProblemAlert.tsx";
import { commonText } from "../../../components/text.ts";
import { useLeaveGuard } from "../../../components/useLeaveGuard.ts";
import { Waiting } from "../../../components/Waiting.tsx";
import { useAction, useCall } from "../../../lib/api.ts";
import { useText } from "../../../lib/i18n.ts";
import { changeOf, draftOf, faultsOf, isChanged } from "./draft.ts";
import { SettingsFields } from "./SettingsFields.tsx";
import { settingsText } from "./settingsText.ts";

/** The settings of one screen: read, changed, and saved against the version that was read. */
export function SettingsPanel({ screen }: { screen: Screen }): ReactElement {
  const { data, error, refetch } = useCall(routes.remote.settings, { params: { id: screen.id } }, { keepPrevious: false });
  if (data === undefined) return error === null ? <Waiting /> : <ProblemAlert error={error} onRetry={() => void refetch()} />;
  return <SettingsForm screen={screen} newest={data} />;
}

function SettingsForm({ screen, newest }: { screen: Screen; newest: AnswerOf<typeof routes.remote.settings> }): ReactElement {
  const t = useText(settingsText);
  const common = useText(commonText);
  const { message } = App.useApp();
  const save = useAction(routes.remote.changeSettings);
  const [saved, setSaved] = useState(newest);
  const [draft, setDraft] = useState(() => draftOf(newest.settings, screen));
  /** What is typed may be replaced: it has been saved, or given up for what somebody else has saved. */
  const [yields, setYields] = useState(false);
  const before = draftOf(saved.settings, screen);
  const dirty = isChanged(draft, before) && !yields;
  if (newest.version !== saved.version && !dirty) {
    setSaved(newest);
    setDraft(draftOf(newest.settings, screen));
    setYields(false);
  }
  const faults = faultsOf(draft);
  useLeaveGuard(dirty);
  const submit = (): void =>
    save.mutate(
      { body: { screenIds: [screen.id], version: saved.version, ...changeOf(draft) } },
      {
        onSuccess: () => {
          setYields(true);
          void message.success(common("saved"));
        },
      },
    );
  const takeTheirs = (): void => {
    save.reset();
    setYields(true);
  };
  return (
    <>
      <ProblemAlert error={save.error} />
      {newest.version !== saved.version && (
        <Alert
          style={{ marginBottom: 16 }}
          type="warning"
          showIcon
          title={t("staleTitle")}
          description={t("staleWhy")}
          action={
            <Button size="small" onClick={takeTheirs}>
              {t("loadTheirs")}
            </Button>
          }
        />
      )}
      <SettingsFields draft={draft} onChange={setDraft} screen={screen} />
      <div className="y-setting-foot">
        <Button type="primary" disabled={!dirty || faults.length > 0} loading={save.isPending} onClick={submit}>
          {common("save")}
        </Button>
        <Button disabled={!dirty} onClick={() => setDraft(before)}>
          {t("revert")}
        </Button>
        <span className={faults.length > 0 ? "y-alarm" : "y-caption"}>{faults.length > 0 ? t("faults", { n: faults.length }) : t("saveNote")}</span>
      </div>
    </>
  );
}
