import { Segmented, Select } from "antd";
import type { ReactElement, ReactNode } from "react";
import { useText } from "../../../lib/i18n.ts";
import type { Draft, Fault, Field, Mode, SettingKey, Settings } from "./draft.ts";
import "./settings.css";
import { settingsText } from "./settingsText.ts";

export interface RowProps<K extends SettingKey> {
  field: Field<K>;
  onChange: (field: Field<K>) => void;
  /** Many screens at once: a field may be left as each has it. */
  many: boolean;
  label: string;
}

interface SettingRowProps<K extends SettingKey> extends RowProps<K> {
  /** What the screen does by default, in words. */
  usual: string;
  hint?: string;
  fault: Fault | null;
  children: ReactNode;
}

const modesOf = (many: boolean): readonly Mode[] => (many ? ["keep", "default", "set"] : ["default", "set"]);

/** A setting with an editor of its own, shown once it is set. */
export function SettingRow<K extends SettingKey>({ field, onChange, many, label, usual, hint, fault, children }: SettingRowProps<K>): ReactElement {
  const t = useText(settingsText);
  return (
    <div className="y-setting" role="group" aria-label={label}>
      <div className="y-row y-wrap">
        <span className="y-setting-label">{label}</span>
        <Segmented<Mode> size="small" aria-label={label} value={field.mode} options={modesOf(many).map((mode) => ({ value: mode, label: t(mode) }))} onChange={(mode) => onChange({ ...field, mode })} />
        {field.mode === "default" && <span className="y-caption">{usual}</span>}
      </div>
      {field.mode === "set" && (
        <div className="y-setting-editor">
          {children}
          {fault !== null && (
            <p className="y-alarm" role="alert">
              {t(`fault.${fault}`)}
            </p>
          )}
        </div>
      )}
      {hint !== undefined && field.mode === "set" && <p className="y-caption">{hint}</p>}
    </div>
  );
}

type ChoiceKey = "fit" | "muted" | "rotation" | "oneDecoder" | "sendPlaysEveryMs";

interface ChoiceRowProps<K extends ChoiceKey> extends RowProps<K> {
  choices: readonly { value: Settings[K]; label: string }[];
  usual: Settings[K];
  hint?: string;
  /** Stands behind the choice: a little drawing. */
  children?: ReactNode;
}

/** A setting that is one of a few values: leaving it and the default stand among them. */
export function ChoiceRow<K extends ChoiceKey>({ field, onChange, many, label, choices, usual, hint, children }: ChoiceRowProps<K>): ReactElement {
  const t = useText(settingsText);
  const what = choices.find(({ value }) => value === usual)?.label ?? "";
  const options = [
    ...(many ? [{ value: "keep", label: t("keep") }] : []),
    { value: "default", label: t("defaultOf", { what }) },
    ...choices.map(({ label: word }, index) => ({ value: String(index), label: word })),
  ];
  const place = choices.findIndex(({ value }) => value === field.value);
  return (
    <div className="y-setting">
      <div className="y-row y-wrap">
        <span className="y-setting-label">{label}</span>
        <Select
          className="y-setting-choice"
          aria-label={label}
          value={field.mode === "set" ? String(place) : field.mode}
          options={options}
          onChange={(chosen) => {
            if (chosen === "keep" || chosen === "default") onChange({ ...field, mode: chosen });
            else onChange({ mode: "set", value: choices[Number(chosen)]?.value ?? field.value });
          }}
        />
        {children}
      </div>
      {hint !== undefined && <p className="y-caption">{hint}</p>}
    </div>
  );
}

/** What a group of rows needs: the draft, and how one of its fields is changed. */
export interface GroupProps {
  draft: Draft;
  change: <K extends SettingKey>(key: K, field: Field<K>) => void;
  many: boolean;
}

export function Group({ title, children }: { title: string; children: ReactNode }): ReactElement {
  return (
    <section className="y-setting-group">
      <h3 className="y-panel-head">{title}</h3>
      {children}
    </section>
  );
}
