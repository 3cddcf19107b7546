import { routes } from "@yilu/contract";
import { Alert } from "antd";
import type { ReactElement } from "react";
import { ProblemAlert } from "../../../components/ProblemAlert.tsx";
import { Waiting } from "../../../components/Waiting.tsx";
import { useCall } from "../../../lib/api.ts";
import { useText } from "../../../lib/i18n.ts";
import { useIsRoot } from "../useIsRoot.ts";
import "./alarms.css";
import { alarmsText } from "./alarmsText.ts";
import { Recipients } from "./Recipients.tsx";
import { SettingsForm } from "./SettingsForm.tsx";
import { WebhookCard } from "./WebhookCard.tsx";

/** When something is an alarm, who is told by mail, and the webhook. */
export function AlarmsTab(): ReactElement {
  const t = useText(alarmsText);
  const settings = useCall(routes.alarmSettings.get, {});
  const isRoot = useIsRoot();
  if (settings.data === undefined || isRoot === null) return settings.error === null ? <Waiting /> : <ProblemAlert error={settings.error} onRetry={() => void settings.refetch()} />;
  return (
    <div className="s-alarms">
      {!isRoot && <Alert type="info" showIcon title={t("rootOnly")} className="s-alarms-wide" />}
      <SettingsForm key={settings.data.version} saved={settings.data} isLocked={!isRoot} />
      <div className="s-alarms-stack">
        <Recipients mail={settings.data.mail} />
        <WebhookCard settings={settings.data} isLocked={!isRoot} />
      </div>
    </div>
  );
}
