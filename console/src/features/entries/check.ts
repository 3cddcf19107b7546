import type { DraftCheck } from "@yilu/contract";
import { useEffect, useMemo, useState } from "react";
import { useText } from "../../lib/i18n.ts";
import { useCheck } from "./api.ts";
import { checkText } from "./checkText.ts";
import { emptyDraft, type EntryDraft } from "./draft.ts";

const typingMs = 500;

/** What the server says of a draft. */
export interface CheckedDraft {
  /** Whether there is enough to judge: a playlist, targets, dates in order. */
  complete: boolean;
  result: DraftCheck | null;
  busy: boolean;
}

/** A draft that has been left alone for a moment; compared by content, since the form hands out a new object at each render. */
function useSettled(draft: Partial<EntryDraft>): Partial<EntryDraft> {
  const content = JSON.stringify(draft);
  const [settled, setSettled] = useState(content);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(content), typingMs);
    return () => clearTimeout(timer);
  }, [content]);
  return useMemo(() => JSON.parse(settled) as Partial<EntryDraft>, [settled]); // what was just written as JSON
}

/** What saving a draft would do, asked again whenever typing rests. */
export function useDraftCheck(id: string | null, values: Partial<EntryDraft>): CheckedDraft {
  const t = useText(checkText);
  const { name = "", playlistId, ...given } = useSettled(values);
  const draft = { ...emptyDraft, ...given };
  const { startDate, endDate, include } = draft;
  const complete = playlistId !== undefined && include.length > 0 && (startDate === null || endDate === null || startDate <= endDate);
  const check = useCheck(complete ? { ...draft, id, name: name.trim() === "" ? t("draft") : name.trim(), playlistId } : null);
  return { complete, result: complete && !check.isError ? (check.data ?? null) : null, busy: check.isFetching };
}
