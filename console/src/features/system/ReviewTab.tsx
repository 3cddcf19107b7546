import type { ReviewPolicy } from "@yilu/contract";
import { Alert, Form, InputNumber, Segmented } from "antd";
import { useState, type ReactElement } from "react";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { Waiting } from "../../components/Waiting.tsx";
import { useText } from "../../lib/i18n.ts";
import { useChangeReviewPolicy, useReviewPolicy } from "./api.ts";
import { SaveRow, useSaving } from "./SaveRow.tsx";
import { securityText } from "./securityText.ts";
import { useIsRoot } from "./useIsRoot.ts";

const steps = [1, 2, 3] as const;

/** By how many reviewers a film is seen, and how early one is told that it expires. */
export function ReviewTab(): ReactElement {
  const t = useText(securityText);
  const policy = useReviewPolicy();
  const isRoot = useIsRoot();
  if (policy.data === undefined || isRoot === null) return policy.error === null ? <Waiting /> : <ProblemAlert error={policy.error} />;
  return (
    <div className="y-card s-security">
      {!isRoot && <Alert type="info" showIcon title={t("rootOnly")} />}
      <ReviewForm key={JSON.stringify(policy.data)} saved={policy.data} isLocked={!isRoot} />
    </div>
  );
}

function ReviewForm({ saved, isLocked }: { saved: ReviewPolicy; isLocked: boolean }): ReactElement {
  const t = useText(securityText);
  const change = useChangeReviewPolicy();
  const [draft, setDraft] = useState(saved);
  const isChanged = draft.steps !== saved.steps || draft.remindDays !== saved.remindDays;
  const saving = useSaving(isChanged, t("savedPolicy"));
  const save = (): void => saving(change.mutateAsync({ body: draft }));
  return (
    <Form layout="horizontal" labelCol={{ flex: "150px" }} labelAlign="left" disabled={isLocked} onFinish={save}>
      <Form.Item label={t("steps")} extra={t("stepsWhy")}>
        <Segmented<number> aria-label={t("steps")} value={draft.steps} options={steps.map((n) => ({ value: n, label: t("stepCount", { n }) }))} onChange={(n) => setDraft({ ...draft, steps: n })} />
      </Form.Item>
      <Form.Item label={t("remindDays")} htmlFor="review-remind" extra={t("remindWhy")}>
        <InputNumber id="review-remind" min={1} max={90} precision={0} value={draft.remindDays} suffix={t("unitOf.days")} style={{ width: 150 }} onChange={(value) => value !== null && setDraft({ ...draft, remindDays: value })} />
      </Form.Item>
      <SaveRow error={change.error} isPending={change.isPending} isLocked={isLocked} isChanged={isChanged} />
    </Form>
  );
}
