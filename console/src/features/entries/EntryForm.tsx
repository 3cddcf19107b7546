import type { Entry } from "@yilu/contract";
import { Alert, App, Button, Form } from "antd";
import { useState, type ReactElement } from "react";
import { ActionIcon } from "../../components/ActionIcon.tsx";
import { showFieldIssues } from "../../components/fieldIssues.ts";
import { StateTag } from "../../components/marks.tsx";
import { PageHeader } from "../../components/PageHeader.tsx";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { commonText } from "../../components/text.ts";
import { useLeaveGuard } from "../../components/useLeaveGuard.ts";
import { useParams } from "../../components/useParams.ts";
import { useFormat } from "../../lib/format.ts";
import { useLocal, useText } from "../../lib/i18n.ts";
import { asProblem } from "../../lib/problem.ts";
import { useChangeEntry, useCreateEntry } from "./api.ts";
import { BeforeSaving, roomOf } from "./BeforeSaving.tsx";
import { useDraftCheck } from "./check.ts";
import { checkText } from "./checkText.ts";
import { inputOf, isDirty, type EntryDraft } from "./draft.ts";
import { ShareSection, WhatSection, WhenSection, WhereSection } from "./sections.tsx";
import { text } from "./text.ts";

interface EntryFormProps {
  /** Null: a new one. */
  opened: Entry | null;
  /** What the server has now, which may be newer than what was opened. */
  latest: Entry | null;
  initial: Partial<EntryDraft> & Omit<EntryDraft, "name" | "playlistId">;
  onOpenLatest: () => void;
  onAsk: () => void;
}

/** Somebody else saved meanwhile: theirs, or mine. */
function Stale({ mayKeep, onLoad, onKeep }: { mayKeep: boolean; onLoad: () => void; onKeep: () => void }): ReactElement {
  const t = useText(text);
  return (
    <Alert
      type="warning"
      showIcon
      role="alert"
      title={t("staleTitle")}
      description={
        <>
          <p>{t("staleWhy")}</p>
          <span className="y-row" style={{ marginTop: 8 }}>
            <Button onClick={onLoad}>{t("loadTheirs")}</Button>
            {mayKeep && (
              <Button danger onClick={onKeep}>
                {t("keepMine")}
              </Button>
            )}
          </span>
        </>
      }
    />
  );
}

export function EntryForm({ opened, latest, initial, onOpenLatest, onAsk }: EntryFormProps): ReactElement {
  const t = useText(text);
  const common = useText(commonText);
  const check = useText(checkText);
  const f = useFormat();
  const local = useLocal();
  const { message } = App.useApp();
  const [, open] = useParams();
  const [form] = Form.useForm<EntryDraft>();
  const [version, setVersion] = useState(opened?.version ?? 0);
  // Undefined until the form has rendered once.
  const watched: Partial<EntryDraft> | undefined = Form.useWatch([], form);
  const values = watched ?? initial;
  const create = useCreateEntry();
  const change = useChangeEntry();
  const dirty = watched !== undefined && isDirty(watched, opened === null ? { ...initial, name: "" } : initial);
  const release = useLeaveGuard(dirty);
  const error = create.error ?? change.error;
  const refusedAsStale = error !== null && asProblem(error).code === "versionMismatch";
  const newer = latest !== null && latest.version > version ? latest : null;
  const checked = useDraftCheck(opened?.id ?? null, values);
  const over = checked.result?.overCommitment ?? null;
  const busy = create.isPending || change.isPending;

  const saved = (entry: Entry): void => {
    release();
    void message.success(t("saved", { n: f.count(entry.screenCount) }));
    open({ edit: undefined, from: undefined });
  };
  const refused = (problem: Error): void => {
    showFieldIssues(form, problem, local);
    onAsk();
  };
  const save = (draft: EntryDraft, withVersion: number): void => {
    const input = inputOf(draft, initial);
    const then = { onSuccess: saved, onError: refused };
    if (opened === null) create.mutate({ body: input }, then);
    else change.mutate({ params: { id: opened.id }, body: { ...input, version: withVersion } }, then);
  };
  const keepMine = (): void => {
    if (newer === null) return;
    setVersion(newer.version);
    void form.validateFields().then((draft) => save(draft, newer.version), () => undefined);
  };
  return (
    <>
      <div className="e-top">
        <PageHeader
          title={opened === null ? t("add") : t("edit")}
          actions={
            <>
              {over !== null && (
                <StateTag tone="alarm" icon="alarm">
                  {check("overShort", { largest: check("percent", { n: Math.round(roomOf(over.largestShare) * 1000) / 10 }) })}
                </StateTag>
              )}
              {over === null && dirty && (
                <span className="y-state y-off" role="status">
                  {t("unsaved")}
                </span>
              )}
              <Button type="primary" loading={busy} disabled={(opened !== null && !dirty) || over !== null} onClick={form.submit}>
                {common("save")}
              </Button>
            </>
          }
        >
          <Button icon={<ActionIcon name="back" size={14} />} onClick={() => open({ edit: undefined, from: undefined })}>
            {t("back")}
          </Button>
          <b className="y-ellipsis">{opened?.name ?? t("add")}</b>
        </PageHeader>
      </div>
      {!refusedAsStale && <ProblemAlert error={error} />}
      {(refusedAsStale || newer !== null) && <Stale mayKeep={newer !== null} onLoad={onOpenLatest} onKeep={keepMine} />}
      <Form<EntryDraft> form={form} layout="vertical" requiredMark={false} className="e-form" initialValues={initial} scrollToFirstError onFinish={(draft) => save(draft, version)}>
        <div className="e-column">
          <WhatSection values={values} />
          <ShareSection values={values} />
          <BeforeSaving values={values} checked={checked} />
        </div>
        <div className="e-column">
          <WhenSection values={values} />
          <WhereSection />
        </div>
      </Form>
    </>
  );
}
