import { routes, type AnswerOf, type Screen } from "@yilu/contract";
import { App, Button } from "antd";
import { useState, type ReactElement } from "react";
import { ProblemAlert } from "../../../components/ProblemAlert.tsx";
import { commonText } from "../../../components/text.ts";
import { useLeaveGuard } from "../../../components/useLeaveGuard.ts";
import { Waiting } from "../../../components/Waiting.tsx";
import { useAction, useCall } from "../../../lib/api.ts";
import { useText } from "../../../lib/i18n.ts";
import { changeOf, draftOf, faultsOf, isChanged, type Draft } from "./draft.ts";
import { SettingsFields } from "./SettingsFields.tsx";
import { settingsText } from "./settingsText.ts";

/** The settings of one screen: read, changed, and saved against the version that was read. */
export function SettingsPanel({ screen }: { screen: Screen }): ReactElement {
  const { data, error, refetch } = useCall(routes.remote.settings, { params: { id: screen.id } }, { keepPrevious: false });
  if (data === undefined) return error === null ? <Waiting /> : <ProblemAlert error={error} onRetry={() => void refetch()} />;
  return <SettingsForm key={data.version} screen={screen} saved={data} onReload={() => void refetch()} />;
}

function SettingsForm({ screen, saved, onReload }: { screen: Screen; saved: AnswerOf<typeof routes.remote.settings>; onReload: () => void }): ReactElement {
  const t = useText(settingsText);
  const common = useText(commonText);
  const { message } = App.useApp();
  const save = useAction(routes.remote.changeSettings);
  const [before] = useState<Draft>(() => draftOf(saved.settings, screen));
  const [draft, setDraft] = useState(before);
  const dirty = isChanged(draft, before);
  const faults = faultsOf(draft);
  useLeaveGuard(dirty && !save.isSuccess);
  const submit = (): void => save.mutate({ body: { screenIds: [screen.id], version: saved.version, ...changeOf(draft) } }, { onSuccess: () => void message.success(common("saved")) });
  return (
    <>
      <ProblemAlert error={save.error} {...(save.error === null ? {} : { onRetry: onReload })} />
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
