import { alarmKind, routes, type AlarmKind, type AlarmRules, type AlarmSettings } from "@yilu/contract";
import { Button, Checkbox, Input, InputNumber } from "antd";
import { useState, type ReactElement } from "react";
import { alarmText } from "../../../components/alarms.ts";
import { ProblemAlert } from "../../../components/ProblemAlert.tsx";
import { useAction } from "../../../lib/api.ts";
import { useText } from "../../../lib/i18n.ts";
import { useSaving } from "../SaveRow.tsx";
import { alarmsText } from "./alarmsText.ts";

type Draft = Pick<AlarmSettings, "rules" | "quietHours" | "digestMinutes" | "tellExpiry">;

interface Field {
  name: "led" | "bus" | "coach" | "stuckMinutes" | "readyHours" | "storageFreePercent" | "storageFreeMegabytes" | "failedItems" | "planPercent" | "planLeastPlays";
  unit: "minutes" | "hours" | "percent" | "megabytes" | "times" | "plays";
  /** As the contract bounds it. */
  min: number;
  max: number;
  get: (rules: AlarmRules) => number;
  set: (rules: AlarmRules, value: number) => AlarmRules;
}

const silent = (name: "bus" | "coach"): Field => ({ name, unit: "hours", min: 1, max: 720, get: ({ silentMinutes }) => Math.round(silentMinutes[name] / 60), set: (rules, value) => ({ ...rules, silentMinutes: { ...rules.silentMinutes, [name]: value * 60 } }) });
const plain = (name: Exclude<Field["name"], "led" | "bus" | "coach">, unit: Field["unit"], min: number, max: number): Field => ({ name, unit, min, max, get: (rules) => rules[name], set: (rules, value) => ({ ...rules, [name]: value }) });

const fieldsOf: Partial<Record<AlarmKind, readonly Field[]>> = {
  offline: [{ name: "led", unit: "minutes", min: 5, max: 720, get: ({ silentMinutes }) => silentMinutes.led, set: (rules, led) => ({ ...rules, silentMinutes: { ...rules.silentMinutes, led } }) }, silent("bus"), silent("coach")],
  downloadStuck: [plain("stuckMinutes", "minutes", 5, 1_440), plain("readyHours", "hours", 1, 72)],
  storageLow: [plain("storageFreePercent", "percent", 1, 50), plain("storageFreeMegabytes", "megabytes", 10, 100_000)],
  playbackFailing: [plain("failedItems", "times", 1, 1_000)],
  planMissed: [plain("planPercent", "percent", 1, 100), plain("planLeastPlays", "plays", 1, 100_000)],
};
const whys = ["offline", "clockUntrusted", "ledgerConflict"] as const;
const night = { from: "22:00", to: "07:00" };

/** The rules by kind, and when mail is held back. */
export function SettingsForm({ saved, isLocked }: { saved: AlarmSettings; isLocked: boolean }): ReactElement {
  const t = useText(alarmsText);
  const words = useText(alarmText);
  const change = useAction(routes.alarmSettings.change);
  const initial: Draft = { rules: saved.rules, quietHours: saved.quietHours, digestMinutes: saved.digestMinutes, tellExpiry: saved.tellExpiry };
  const [draft, setDraft] = useState<Draft>(initial);
  const isChanged = JSON.stringify(draft) !== JSON.stringify(initial);
  const saving = useSaving(isChanged, t("savedSettings"));
  const { rules, quietHours, digestMinutes, tellExpiry } = draft;
  const put = (next: AlarmRules): void => setDraft({ ...draft, rules: next });
  const save = (): void => saving(change.mutateAsync({ body: { ...draft, version: saved.version } }));
  const toggle = (kind: AlarmKind, on: boolean): void => put({ ...rules, kinds: alarmKind.options.filter((one) => (one === kind ? on : rules.kinds.includes(one))) });
  const number = (id: string, value: number, unit: Field["unit"], min: number, max: number, set: (value: number) => void, disabled = isLocked): ReactElement => (
    <InputNumber id={id} value={value} min={min} max={max} precision={0} disabled={disabled} suffix={t(`unit.${unit}`)} style={{ width: 120 }} onChange={(next) => next !== null && set(next)} />
  );
  return (
    <form
      className="y-card"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <header className="y-card-head">
        <h2>{t("rules")}</h2>
      </header>
      <p className="y-card-body y-caption">{t("rulesWhy")}</p>
      {alarmKind.options.map((kind) => {
        const on = rules.kinds.includes(kind);
        const why = whys.find((one) => one === kind);
        return (
          <fieldset key={kind} className="s-alarm-rule" style={{ border: "none", borderBottom: "1px solid var(--line)", margin: 0 }}>
            <legend className="y-hidden">{words(`kind.${kind}`)}</legend>
            <Checkbox checked={on} disabled={isLocked} onChange={({ target }) => toggle(kind, target.checked)}>
              <b>{words(`kind.${kind}`)}</b>
            </Checkbox>
            {why !== undefined && <span className="y-caption">{t(`why.${why}`)}</span>}
            {on && (
              <div className="s-alarm-fields">
                {(fieldsOf[kind] ?? []).map((field) => [
                  <label key={`${field.name} label`} htmlFor={`alarm-${field.name}`}>
                    {t(field.name)}
                  </label>,
                  <span key={field.name}>{number(`alarm-${field.name}`, field.get(rules), field.unit, field.min, field.max, (value) => put(field.set(rules, value)))}</span>,
                ])}
                {kind === "storageLow" && (
                  <Checkbox checked={rules.alarmNotPersistent} disabled={isLocked} onChange={({ target }) => put({ ...rules, alarmNotPersistent: target.checked })}>
                    {t("alarmNotPersistent")}
                    <span className="y-caption" style={{ padding: 0 }}>
                      {t("notPersistentWhy")}
                    </span>
                  </Checkbox>
                )}
              </div>
            )}
          </fieldset>
        );
      })}
      <div className="s-alarm-rule">
        <b>{t("mail")}</b>
        <div className="s-alarm-fields" style={{ paddingLeft: 0 }}>
          <label htmlFor="alarm-digest">{t("digest")}</label>
          {number("alarm-digest", digestMinutes, "minutes", 10, 1_440, (value) => setDraft({ ...draft, digestMinutes: value }))}
        </div>
        <span className="y-caption" style={{ padding: "0 0 6px" }}>
          {t("digestWhy")}
        </span>
        <Checkbox checked={quietHours !== null} disabled={isLocked} onChange={({ target }) => setDraft({ ...draft, quietHours: target.checked ? night : null })}>
          {t("quiet")}
        </Checkbox>
        {quietHours !== null && (
          <div className="s-quiet">
            {(["from", "to"] as const).map((end) => (
              <label key={end}>
                {t(end === "from" ? "quietFrom" : "quietTo")} <Input type="time" required disabled={isLocked} value={quietHours[end]} onChange={({ target }) => target.value !== "" && setDraft({ ...draft, quietHours: { ...quietHours, [end]: target.value } })} />
              </label>
            ))}
            <span className="y-caption" style={{ padding: 0 }}>
              {t("quietWhy")}
            </span>
          </div>
        )}
        <div>
          <Checkbox checked={tellExpiry} disabled={isLocked} onChange={({ target }) => setDraft({ ...draft, tellExpiry: target.checked })}>
            {t("tellExpiry")}
          </Checkbox>
        </div>
        <span className="y-caption">{t("tellExpiryWhy")}</span>
      </div>
      <div className="s-alarm-foot">
        <ProblemAlert error={change.error} />
        <div className="y-row">
          <Button type="primary" htmlType="submit" disabled={isLocked || !isChanged} loading={change.isPending}>
            {t("save")}
          </Button>
          {isChanged && <span className="y-caption">{t("unsaved")}</span>}
        </div>
      </div>
    </form>
  );
}
