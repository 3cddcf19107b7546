import type { Entry } from "@yilu/contract";
import { useState, type ReactElement } from "react";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { Waiting } from "../../components/Waiting.tsx";
import { useText } from "../../lib/i18n.ts";
import { useEntry } from "./api.ts";
import { draftOf, emptyDraft } from "./draft.ts";
import { EntryForm } from "./EntryForm.tsx";
import { text } from "./text.ts";

/** A new entry (empty, or a copy), or one opened. Changes of others are told, never written over what is typed. */
export function EntryEditor({ id, copyOf }: { id: string | null; copyOf: string | null }): ReactElement {
  const t = useText(text);
  const source = id ?? copyOf;
  const entry = useEntry(source ?? "", source !== null);
  const [opened, setOpened] = useState<Entry | null>(null);
  const [round, setRound] = useState(0);
  if (source === null) return <EntryForm opened={null} latest={null} initial={emptyDraft} onOpenLatest={() => undefined} onAsk={() => undefined} />;
  const latest = entry.data ?? null;
  if (opened === null && latest !== null) setOpened(latest);
  if (opened === null || latest === null) return entry.isPending ? <Waiting /> : <ProblemAlert error={entry.error} onRetry={() => void entry.refetch()} />;
  if (id === null) return <EntryForm opened={null} latest={null} initial={{ ...draftOf(opened), name: t("copyName", { name: opened.name }).slice(0, 100) }} onOpenLatest={() => undefined} onAsk={() => undefined} />;
  const openLatest = (): void =>
    void entry.refetch().then(({ data }) => {
      setOpened(data ?? latest);
      setRound(round + 1);
    });
  return <EntryForm key={round} opened={opened} latest={latest} initial={draftOf(opened)} onOpenLatest={openLatest} onAsk={() => void entry.refetch()} />;
}
