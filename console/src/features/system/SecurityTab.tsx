import { securityPresets, type SecurityPolicy } from "@yilu/contract";
import { Alert, Form, InputNumber, Segmented } from "antd";
import { useState, type ReactElement } from "react";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { Waiting } from "../../components/Waiting.tsx";
import { useText } from "../../lib/i18n.ts";
import { useChangePolicy, usePolicy } from "./api.ts";
import { SaveRow, useSaving } from "./SaveRow.tsx";
import { securityText } from "./securityText.ts";
import { useIsRoot } from "./useIsRoot.ts";

/** Each field: what it is called, counted in, and between which bounds it lies (as the contract has them). */
const fields = [
  { name: "minLength", unit: "characters", min: 8, max: 64 },
  { name: "kinds", unit: "kinds", min: 2, max: 4, why: "kindsWhy" },
  { name: "history", unit: "times", min: 0, max: 24 },
  { name: "maxAgeDays", unit: "days", min: 0, max: 730, why: "maxAgeWhy" },
  { name: "lockAfter", unit: "times", min: 3, max: 20 },
  { name: "lockMinutes", unit: "minutes", min: 5, max: 1_440 },
  { name: "idleMinutes", unit: "minutes", min: 5, max: 720 },
  { name: "sessionHours", unit: "hours", min: 1, max: 24 },
] as const satisfies readonly { name: keyof SecurityPolicy; unit: string; min: number; max: number; why?: string }[];

const same = (a: SecurityPolicy, b: SecurityPolicy): boolean => fields.every(({ name }) => a[name] === b[name]);
const presets = ["standard", "levelTwo"] as const;

/** How strict passwords and sessions are, by preset or field by field. */
export function SecurityTab(): ReactElement {
  const t = useText(securityText);
  const policy = usePolicy();
  const isRoot = useIsRoot();
  if (policy.data === undefined || isRoot === null) return policy.error === null ? <Waiting /> : <ProblemAlert error={policy.error} />;
  return (
    <div className="y-card s-security">
      {!isRoot && <Alert type="info" showIcon title={t("rootOnly")} />}
      <PolicyForm key={JSON.stringify(policy.data)} saved={policy.data} isLocked={!isRoot} />
    </div>
  );
}

function PolicyForm({ saved, isLocked }: { saved: SecurityPolicy; isLocked: boolean }): ReactElement {
  const t = useText(securityText);
  const change = useChangePolicy();
  const [draft, setDraft] = useState(saved);
  const isChanged = !same(draft, saved);
  const saving = useSaving(isChanged, t("savedPolicy"));
  const preset = presets.find((name) => same(draft, securityPresets[name])) ?? "own";
  const save = (): void => saving(change.mutateAsync({ body: draft }));
  return (
    <Form layout="horizontal" labelCol={{ flex: "150px" }} labelAlign="left" disabled={isLocked} onFinish={save}>
      <Form.Item label={t("preset")} extra={t("presetWhy")}>
        <Segmented<(typeof presets)[number] | "own">
          aria-label={t("preset")}
          value={preset}
          options={[...presets, ...(preset === "own" ? (["own"] as const) : [])].map((name) => ({ value: name, label: t(`preset.${name}`) }))}
          onChange={(name) => name !== "own" && setDraft(securityPresets[name])}
        />
      </Form.Item>
      {fields.map((field) => (
        <Form.Item key={field.name} label={t(field.name)} htmlFor={`policy-${field.name}`} {...("why" in field ? { extra: t(field.why) } : {})}>
          <InputNumber
            id={`policy-${field.name}`}
            min={field.min}
            max={field.max}
            precision={0}
            value={draft[field.name]}
            suffix={t(`unitOf.${field.unit}`)}
            style={{ width: 150 }}
            onChange={(value) => value !== null && setDraft({ ...draft, [field.name]: value })}
          />
        </Form.Item>
      ))}
      <SaveRow error={change.error} isPending={change.isPending} isLocked={isLocked} isChanged={isChanged} />
    </Form>
  );
}
