import type { Screen } from "@yilu/contract";
import type { ReactElement } from "react";
import { DaypartsField } from "../../../components/dayparts/DaypartsField.tsx";
import { useFormat } from "../../../lib/format.ts";
import { useText } from "../../../lib/i18n.ts";
import { faultOf, week, type Draft, type Field, type SettingKey } from "./draft.ts";
import { BytesField, daytime, evening, LevelsField, ViewportField } from "./fields.tsx";
import { RotationPicture } from "./pictures.tsx";
import { ChoiceRow, Group, SettingRow, type GroupProps } from "./SettingRow.tsx";
import { settingsText } from "./settingsText.ts";

interface SettingsFieldsProps {
  draft: Draft;
  onChange: (draft: Draft) => void;
  /** The one screen; null: many at once. */
  screen: Screen | null;
}

const intervals = [1000, 10_000, 60_000, 300_000, 900_000, 3_600_000];
const mib = 1024 * 1024;

/** Every setting of a screen, in groups. */
export function SettingsFields({ draft, onChange, screen }: SettingsFieldsProps): ReactElement {
  const change = <K extends SettingKey>(key: K, field: Field<K>): void => onChange({ ...draft, [key]: field });
  const group: GroupProps = { draft, change, many: screen === null };
  return (
    <>
      <PictureGroup {...group} screen={screen} />
      <SoundGroup {...group} />
      <TimeGroup {...group} />
      <NetworkGroup {...group} />
    </>
  );
}

function PictureGroup({ draft, change, many, screen }: GroupProps & { screen: Screen | null }): ReactElement {
  const t = useText(settingsText);
  return (
    <Group title={t("picture")}>
      <ChoiceRow<"fit"> label={t("fit")} many={many} field={draft.fit} onChange={(field) => change("fit", field)} usual="contain" choices={(["contain", "cover"] as const).map((value) => ({ value, label: t(`fit.${value}`) }))} />
      <ChoiceRow<"rotation"> label={t("rotation")} many={many} field={draft.rotation} onChange={(field) => change("rotation", field)} usual={0} choices={([0, 90, 180, 270] as const).map((value) => ({ value, label: t(`rotation.${value}`) }))}>
        {draft.rotation.mode !== "keep" && <RotationPicture rotation={draft.rotation.mode === "set" ? draft.rotation.value : 0} />}
      </ChoiceRow>
      <SettingRow label={t("viewport")} many={many} field={draft.viewport} onChange={(field) => change("viewport", field)} usual={t("viewportDefault")} hint={t("viewportHint")} fault={faultOf("viewport", draft)}>
        <ViewportField value={draft.viewport.value} onChange={(value) => change("viewport", { mode: "set", value })} screen={screen} />
      </SettingRow>
      <ChoiceRow<"oneDecoder"> label={t("oneDecoder")} many={many} field={draft.oneDecoder} onChange={(field) => change("oneDecoder", field)} usual={false} choices={[false, true].map((value) => ({ value, label: t(value ? "oneDecoder.true" : "oneDecoder.false") }))} />
    </Group>
  );
}

function SoundGroup({ draft, change, many }: GroupProps): ReactElement {
  const t = useText(settingsText);
  return (
    <Group title={t("soundAndLight")}>
      <ChoiceRow<"muted"> label={t("muted")} many={many} field={draft.muted} onChange={(field) => change("muted", field)} usual choices={[true, false].map((value) => ({ value, label: t(value ? "muted.true" : "muted.false") }))} />
      <SettingRow label={t("volume")} many={many} field={draft.volume} onChange={(field) => change("volume", field)} usual={t("fullLevel")} hint={t("volumeHint")} fault={faultOf("volume", draft)}>
        <LevelsField value={draft.volume.value} fresh={daytime} onChange={(value) => change("volume", { mode: "set", value })} />
      </SettingRow>
      <SettingRow label={t("brightness")} many={many} field={draft.brightness} onChange={(field) => change("brightness", field)} usual={t("fullLevel")} hint={t("brightnessHint")} fault={faultOf("brightness", draft)}>
        <LevelsField value={draft.brightness.value} fresh={evening} onChange={(value) => change("brightness", { mode: "set", value })} />
      </SettingRow>
    </Group>
  );
}

function TimeGroup({ draft, change, many }: GroupProps): ReactElement {
  const t = useText(settingsText);
  return (
    <Group title={t("time")}>
      <SettingRow label={t("operatingHours")} many={many} field={draft.operatingHours} onChange={(field) => change("operatingHours", field)} usual={t("serverHours")} hint={t("operatingHoursHint")} fault={faultOf("operatingHours", draft)}>
        <DaypartsField value={draft.operatingHours.value} fresh={{ days: [...week], from: "06:00", to: "22:00" }} onChange={(value) => change("operatingHours", { mode: "set", value })} />
      </SettingRow>
    </Group>
  );
}

function NetworkGroup({ draft, change, many }: GroupProps): ReactElement {
  const t = useText(settingsText);
  const f = useFormat();
  const held = draft.sendPlaysEveryMs.value;
  const choices = [...new Set([...intervals, held])].sort((a, b) => a - b).map((value) => ({ value, label: value === 1000 ? t("everySecond") : t("every", { span: f.airtime(value) }) }));
  return (
    <Group title={t("network")}>
      <SettingRow label={t("downloadHours")} many={many} field={draft.downloadHours} onChange={(field) => change("downloadHours", field)} usual={t("always")} hint={t("downloadHoursHint")} fault={faultOf("downloadHours", draft)}>
        <DaypartsField value={draft.downloadHours.value} fresh={{ days: [...week], from: "00:00", to: "06:00" }} onChange={(value) => change("downloadHours", { mode: "set", value })} />
      </SettingRow>
      <SettingRow label={t("downloadBytesPerDay")} many={many} field={draft.downloadBytesPerDay} onChange={(field) => change("downloadBytesPerDay", field)} usual={t("noLimit")} fault={null}>
        <BytesField label={t("downloadBytesPerDay")} value={draft.downloadBytesPerDay.value} unitBytes={mib} unit={t("perDay")} onChange={(value) => change("downloadBytesPerDay", { mode: "set", value })} />
      </SettingRow>
      <SettingRow label={t("downloadBytesPerSecond")} many={many} field={draft.downloadBytesPerSecond} onChange={(field) => change("downloadBytesPerSecond", field)} usual={t("noLimit")} fault={null}>
        <BytesField label={t("downloadBytesPerSecond")} value={draft.downloadBytesPerSecond.value} unitBytes={1024} unit={t("perSecond")} onChange={(value) => change("downloadBytesPerSecond", { mode: "set", value })} />
      </SettingRow>
      <ChoiceRow<"sendPlaysEveryMs"> label={t("sendPlaysEveryMs")} many={many} field={draft.sendPlaysEveryMs} onChange={(field) => change("sendPlaysEveryMs", field)} usual={1000} choices={choices} hint={t("sendHint")} />
    </Group>
  );
}
