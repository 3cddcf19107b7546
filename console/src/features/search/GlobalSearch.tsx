import { routes, type Found } from "@yilu/contract";
import { Input, Modal, Spin } from "antd";
import { useEffect, useEffectEvent, useId, useState, type KeyboardEvent, type ReactElement } from "react";
import { Link, useNavigate } from "react-router";
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
      <Modal open={open} onCancel={() => setOpen(false)} footer={null} closable={false} width={640} style={{ top: 64 }} destroyOnHidden styles={{ container: { padding: 0 } }}>
        <Palette onDone={() => setOpen(false)} />
      </Modal>
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
  const q = useSettled(typed.trim(), typingMs);
  const answer = useCall(routes.search.everywhere, { query: { q } }, { enabled: q !== "" });
  const data = q === "" ? undefined : answer.data;
  const rows = data?.rows ?? [];
  const go = (row: Found | undefined): void => {
    if (row === undefined) return;
    onDone();
    void navigate(placeOf(row));
  };
  const press = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.nativeEvent.isComposing) return; // Enter chooses a word of the input method
    if (step !== undefined && rows.length > 0) setAt((at + step + rows.length) % rows.length);
    else if (event.key === "Enter") go(rows[at]);
    else return;
    event.preventDefault();
  };
  const idOf = (row: Found): string => `${listId}-${row.kind}-${row.id}`;
  const chosen = rows[at];
  return (
    <div className="y-palette">
      <Input
        autoFocus
        size="large"
        variant="borderless"
        role="combobox"
        aria-label={t("search")}
        aria-expanded={rows.length > 0}
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
        }}
        onKeyDown={press}
      />
      <ProblemAlert error={answer.error} />
      <div id={listId} role="listbox" aria-label={t("search")} className="y-palette-list">
        {data !== undefined &&
          groupsOf(data).map(({ kind, rows: group, total }) => {
            const all = total > group.length ? listOf(kind, q) : null;
            return (
              <div key={kind} role="group" aria-label={t(`kind.${kind}`)}>
                <p className="y-palette-kind">
                  <span className="y-grow">{t(`kind.${kind}`)}</span>
                  {all !== null && (
                    <Link to={all} onClick={onDone}>
                      {t("all", { n: total })}
                    </Link>
                  )}
                </p>
                {group.map((row) => (
                  <div key={row.id} id={idOf(row)} role="option" aria-selected={row === chosen} className="y-palette-row" onMouseMove={() => setAt(rows.indexOf(row))} onClick={() => go(row)}>
                    {row.posterUrl === null ? <span className="y-palette-mark" aria-hidden="true" /> : <Poster url={row.posterUrl} alt="" width={48} />}
                    <span className="y-ellipsis">{row.name}</span>
                    <span className="y-caption y-ellipsis y-grow">{row.note}</span>
                  </div>
                ))}
              </div>
            );
          })}
      </div>
      {data !== undefined && rows.length === 0 && <EmptyState title={t("nothing")} why={t("nothingWhy")} />}
      <p className="y-caption y-palette-foot">{q === "" ? t("hint") : t("keys")}</p>
    </div>
  );
}
