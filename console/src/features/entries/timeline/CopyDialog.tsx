import { useQueryClient } from "@tanstack/react-query";
import { routes, type Entry } from "@yilu/contract";
import { App, Checkbox, Form, Input, Modal } from "antd";
import { useState, type ReactElement } from "react";
import { ProblemAlert } from "../../../components/ProblemAlert.tsx";
import { commonText } from "../../../components/text.ts";
import { useAction } from "../../../lib/api.ts";
import { shiftDate, useFormat } from "../../../lib/format.ts";
import { useText } from "../../../lib/i18n.ts";
import { DateField } from "../DateField.tsx";
import { text } from "../text.ts";
import { datesWords } from "../words.ts";
import { firstDateOf, monthLater, monthOf } from "./copies.ts";
import { daysBetween } from "./stretch.ts";
import { timelineText } from "./timelineText.ts";

interface CopyDialogProps {
  /** Those that may be copied; all are chosen at first. */
  entries: readonly Entry[];
  onClose: () => void;
  onCopied: (startDate: string) => void;
}

/** Copies entries so that the first begins on another day; all are copied or none. */
export function CopyDialog({ entries, onClose, onCopied }: CopyDialogProps): ReactElement {
  const t = useText(timelineText);
  const common = useText(commonText);
  const words = useText(text);
  const f = useFormat();
  const client = useQueryClient();
  const { message } = App.useApp();
  const copy = useAction(routes.planning.copy);
  const [chosen, setChosen] = useState<readonly string[]>(() => entries.map(({ id }) => id));
  const these = entries.filter(({ id }) => chosen.includes(id));
  const first = firstDateOf(these);
  const [given, setGiven] = useState<string | null>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const start = given ?? (first === null ? null : monthLater(first));
  const suffix = typed ?? (start === null ? "" : t("suffixOf", { month: monthOf(start) }));
  const days = first === null || start === null ? 0 : daysBetween(first, start);
  const last = these.map(({ startDate, endDate }) => endDate ?? startDate ?? "").reduce((latest, date) => (date > latest ? date : latest), "");
  const shift = (): string => {
    if (first === null || start === null) return "";
    const span = (from: string, to: string): string => datesWords({ startDate: from, endDate: to === "" ? from : to }, f, words);
    const values = { n: Math.abs(days), from: span(first, last), to: span(start, shiftDate(last === "" ? first : last, days)) };
    return days === 0 ? t("copySame") : t(days > 0 ? "copyShift" : "copyBack", values);
  };
  const save = (): void => {
    if (start === null) return;
    copy.mutate(
      { body: { entryIds: these.map(({ id }) => id), startDate: start, suffix: suffix.trim() } },
      {
        onSuccess: (made) => {
          void client.invalidateQueries({ queryKey: ["timeline"] });
          void message.success(t("copied", { n: made.length, date: f.localDate(start) }));
          onCopied(start);
        },
      },
    );
  };
  const ready = these.length > 0 && start !== null && suffix.trim() !== "";
  return (
    <Modal
      open
      width={560}
      title={t("copyTitle")}
      okText={t("copyVerb", { n: these.length })}
      cancelText={common("cancel")}
      okButtonProps={{ disabled: !ready, loading: copy.isPending }}
      onOk={save}
      onCancel={onClose}
    >
      <ProblemAlert error={copy.error} />
      {entries.length === 0 ? (
        <p>{t("copyNone")}</p>
      ) : (
        <Form layout="vertical" requiredMark={false}>
          <Form.Item label={t("copyWhich")}>
            <Checkbox indeterminate={these.length > 0 && these.length < entries.length} checked={these.length === entries.length} onChange={({ target }) => setChosen(target.checked ? entries.map(({ id }) => id) : [])}>
              {t("copyAll")}
            </Checkbox>
            <Checkbox.Group className="t-copies" value={[...chosen]} onChange={(next: string[]) => setChosen(next)}>
              {entries.map((entry) => (
                <Checkbox key={entry.id} value={entry.id}>
                  {entry.name} <span className="y-caption">{datesWords(entry, f, words)}</span>
                </Checkbox>
              ))}
            </Checkbox.Group>
          </Form.Item>
          <div className="y-row y-wrap t-copy-fields">
            <Form.Item label={t("copyStart")}>
              <DateField label={t("copyStart")} clearable={false} value={start} onChange={setGiven} />
            </Form.Item>
            <Form.Item label={t("copySuffix")}>
              <Input value={suffix} maxLength={40} aria-label={t("copySuffix")} onChange={({ target }) => setTyped(target.value)} />
            </Form.Item>
          </div>
          <p className="y-ink2" role="status">
            {shift()}
          </p>
        </Form>
      )}
    </Modal>
  );
}
