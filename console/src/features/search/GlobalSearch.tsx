import { routes, type Found, type SearchKind } from "@yilu/contract";
import { Input, Modal, Spin } from "antd";
import { useEffect, useEffectEvent, useId, useState, type KeyboardEvent, type ReactElement } from "react";
import { useNavigate } from "react-router";
import { ActionIcon } from "../../components/ActionIcon.tsx";
import { EmptyState } from "../../components/EmptyState.tsx";
import { Poster } from "../../components/Poster.tsx";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { useSettled } from "../../components/useSettled.ts";
import { useCall } from "../../lib/api.ts";
import { useText } from "../../lib/i18n.ts";
import { groupsOf, listOf, placeOf } from "./places.ts";
import "./search.css";
import { text } from "./text.ts";

const typingMs = 250;

/** A button in the header, Ctrl+K anywhere: one field that looks through every list. */
export function GlobalSearch(): ReactElement {
  const t = useText(text);
  const [open, setOpen] = useState(false);
  const pressed = useEffectEvent((event: globalThis.KeyboardEvent): void => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      setOpen(true);
    }
  });
  useEffect(() => {
    const listener = (event: globalThis.KeyboardEvent): void => pressed(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);
  return (
    <>
      <button type="button" className="y-search" aria-label={t("search")} aria-keyshortcuts="Control+K" onClick={() => setOpen(true)}>
        <ActionIcon name="search" />
        <span className="y-search-words">{t("open")}</span>
        <kbd>Ctrl K</kbd>
      </button>
      <Modal open={open} title={t("search")} classNames={{ header: "y-hidden" }} onCancel={() => setOpen(false)} footer={null} closable={false} width={640} style={{ top: 64 }} destroyOnHidden styles={{ container: { padding: 0 } }}>
        <Palette onDone={() => setOpen(false)} />
      </Modal>
    </>
  );
}

/** What Enter may open: a thing that was found, or the list of all of its kind. */
interface Choice {
  kind: SearchKind;
  row: Found | null;
  to: string;
  total: number;
}

function FoundRow({ row }: { row: Found }): ReactElement {
  return (
    <>
      {row.posterUrl === null ? <span className="y-palette-mark" aria-hidden="true" /> : <Poster url={row.posterUrl} alt="" width={48} />}
      <span className="y-ellipsis">{row.name}</span>
      <span className="y-caption y-ellipsis y-grow">{row.note}</span>
    </>
  );
}

/** What is typed, what it finds by kind, and which of it Enter opens. */
function Palette({ onDone }: { onDone: () => void }): ReactElement {
  const t = useText(text);
  const navigate = useNavigate();
  const listId = useId();
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  /** Enter was pressed before the answer came. */
  const [isEager, setEager] = useState(false);
  const q = useSettled(typed.trim(), typingMs);
  const answer = useCall(routes.search.everywhere, { query: { q } }, { enabled: q !== "" });
  const data = q === "" ? undefined : answer.data;
  const groups = data === undefined ? [] : groupsOf(data);
  const choices = groups.flatMap(({ kind, rows, total }): Choice[] => {
    const all = total > rows.length ? listOf(kind, q) : null;
    return [...rows.map((row) => ({ kind, row, to: placeOf(row), total })), ...(all === null ? [] : [{ kind, row: null, to: all, total }])];
  });
  const go = (choice: Choice | undefined): void => {
    if (choice === undefined) return;
    onDone();
    void navigate(choice.to);
  };
  /** Whether what stands below is what was typed: Enter must not open what an earlier word had found. */
  const isFresh = data !== undefined && typed.trim() === q && !answer.isPlaceholderData;
  const arrived = useEffectEvent(() => go(choices[0]));
  useEffect(() => {
    if (isEager && isFresh) arrived();
  }, [isEager, isFresh]);
  const press = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.nativeEvent.isComposing) return; // Enter chooses a word of the input method
    if (step !== undefined && choices.length > 0) setAt((at + step + choices.length) % choices.length);
    else if (event.key === "Enter" && isFresh) go(choices[at]);
    else if (event.key === "Enter") setEager(true);
    else return;
    event.preventDefault();
  };
  const idOf = ({ kind, row }: Choice): string => `${listId}-${kind}-${row?.id ?? "all"}`;
  const chosen = choices[at];
  return (
    <div className="y-palette">
      <Input
        autoFocus
        size="large"
        variant="borderless"
        role="combobox"
        aria-label={t("search")}
        aria-expanded={choices.length > 0}
        aria-controls={listId}
        {...(chosen === undefined ? {} : { "aria-activedescendant": idOf(chosen) })}
        prefix={<ActionIcon name="search" />}
        suffix={answer.isFetching ? <Spin size="small" /> : null}
        placeholder={t("placeholder")}
        maxLength={100}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
          setEager(false);
        }}
        onKeyDown={press}
      />
      <ProblemAlert error={answer.error} />
      <div id={listId} role="listbox" aria-label={t("search")} className="y-palette-list">
        {groups.map(({ kind }) => (
          <div key={kind} role="group" aria-label={t(`kind.${kind}`)}>
            <div className="y-palette-kind" aria-hidden="true">
              {t(`kind.${kind}`)}
            </div>
            {choices
              .filter((choice) => choice.kind === kind)
              .map((choice) => (
                <div key={idOf(choice)} id={idOf(choice)} role="option" aria-selected={choice === chosen} className="y-palette-row" onMouseMove={() => setAt(choices.indexOf(choice))} onClick={() => go(choice)}>
                  {choice.row === null ? <span className="y-palette-all">{t("all", { n: choice.total })}</span> : <FoundRow row={choice.row} />}
                </div>
              ))}
          </div>
        ))}
      </div>
      {data !== undefined && choices.length === 0 && <EmptyState title={t("nothing")} why={t("nothingWhy")} />}
      <p className="y-caption y-palette-foot">{q === "" ? t("hint") : t("keys")}</p>
    </div>
  );
}
