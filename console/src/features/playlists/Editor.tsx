import type { Playlist } from "@yilu/contract";
import { App, Button, Input } from "antd";
import { useState, type ReactElement } from "react";
import { ActionIcon } from "../../components/ActionIcon.tsx";
import { FilmStrip } from "../../components/FilmStrip.tsx";
import { PageHeader } from "../../components/PageHeader.tsx";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { commonText } from "../../components/text.ts";
import { useLeaveGuard } from "../../components/useLeaveGuard.ts";
import { useParams } from "../../components/useParams.ts";
import { Waiting } from "../../components/Waiting.tsx";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { asProblem } from "../../lib/problem.ts";
import { useMay } from "../../lib/session.ts";
import { useChangePlaylist, useCreatePlaylist, usePlaylist } from "./api.ts";
import { badItems, draftOf, emptyDraft, inputOf, isDirty, totalMs, type Draft } from "./draft.ts";
import { Items } from "./Items.tsx";
import { Picker } from "./Picker.tsx";
import { Stale } from "./Stale.tsx";
import { stripOf } from "./strip.ts";
import { text } from "./text.ts";

const hourMs = 3_600_000;

interface BoardProps {
  /** What was opened; null: a new one. Its version goes with the save. */
  opened: Playlist | null;
  /** What the server has now, which may be newer. */
  latest: Playlist | null;
  onOpenLatest: () => void;
  /** Asks what the server has now. */
  onAsk: () => void;
}

function EditorBoard({ opened, latest, onOpenLatest, onAsk }: BoardProps): ReactElement {
  const t = useText(text);
  const common = useText(commonText);
  const f = useFormat();
  const { message } = App.useApp();
  const mayEdit = useMay()("canEditPlaylists");
  const [, open] = useParams();
  const [base, setBase] = useState(() => (opened === null ? emptyDraft : draftOf(opened)));
  const [draft, setDraft] = useState<Draft>(base);
  const [version, setVersion] = useState(opened?.version ?? 0);
  const [tried, setTried] = useState(false);
  const create = useCreatePlaylist();
  const change = useChangePlaylist();
  const dirty = isDirty(draft, base);
  const release = useLeaveGuard(dirty);
  const error = create.error ?? change.error;
  const refusedAsStale = error !== null && asProblem(error).code === "versionMismatch";
  const newer = latest !== null && latest.version > version ? latest : null;
  if (newer !== null && !dirty && !change.isPending) {
    // Nothing typed that could be lost: show what is there now.
    setBase(draftOf(newer));
    setDraft(draftOf(newer));
    setVersion(newer.version);
  }
  const bad = badItems(draft.items).length;
  const length = totalMs(draft.items);

  const saved = (playlist: Playlist): void => {
    const now = draftOf(playlist);
    setBase(now);
    setDraft(now);
    setVersion(playlist.version);
    void message.success(common("saved"));
  };
  const save = (withVersion = version): void => {
    setTried(true);
    if (draft.name.trim() === "") return;
    if (opened === null) {
      create.mutate(
        { body: inputOf(draft) },
        {
          onSuccess: (playlist) => {
            release();
            void message.success(common("saved"));
            open({ edit: playlist.id });
          },
        },
      );
    } else change.mutate({ params: { id: opened.id }, body: { ...inputOf(draft), version: withVersion } }, { onSuccess: saved, onError: onAsk });
  };
  return (
    <>
      <PageHeader
        title={opened?.name ?? t("add")}
        actions={
          mayEdit ? (
            <>
              <span className={dirty ? "y-state y-off" : "y-caption"} role="status">
                {dirty ? t("unsaved") : opened !== null && t("allSaved")}
              </span>
              <Button type="primary" loading={create.isPending || change.isPending} disabled={!dirty} onClick={() => save()}>
                {common("save")}
              </Button>
            </>
          ) : (
            <span className="y-caption">{t("readOnly")}</span>
          )
        }
      >
        <Button icon={<ActionIcon name="back" size={14} />} onClick={() => open({ edit: undefined })}>
          {t("back")}
        </Button>
        <Input
          value={draft.name}
          maxLength={100}
          readOnly={!mayEdit}
          style={{ width: 300 }}
          placeholder={t("namePlaceholder")}
          aria-label={t("name")}
          status={tried && draft.name.trim() === "" ? "error" : ""}
          onChange={(event) => setDraft({ ...draft, name: event.target.value })}
        />
        {tried && draft.name.trim() === "" && (
          <span className="y-alarm" role="alert">
            {t("nameMissing")}
          </span>
        )}
      </PageHeader>
      {!refusedAsStale && <ProblemAlert error={error} />}
      {(refusedAsStale || (newer !== null && dirty)) && (
        <Stale
          theirs={newer}
          onLoad={() => {
            change.reset();
            onOpenLatest();
          }}
          onKeep={() => {
            if (newer === null) return;
            setVersion(newer.version);
            save(newer.version);
          }}
        />
      )}
      <section className="y-card p-strip">
        <FilmStrip items={stripOf(draft.items)} height={64} summary={t("strip", { n: draft.items.length })} empty={t("stripEmpty")} />
        <p className="y-row y-wrap">
          <b>{t("summary", { n: draft.items.length, length: f.length(length) })}</b>
          {length > 0 && <span className="y-caption">{t("summaryPerHour", { rounds: f.count(Math.max(1, Math.round(hourMs / length))) })}</span>}
          {bad > 0 && (
            <span className="y-alarm">
              {t("bad", { n: bad })}。{t("badWhy")}
            </span>
          )}
        </p>
      </section>
      <div className={mayEdit ? "p-editor" : ""}>
        <Items draft={draft} mayEdit={mayEdit} onChange={setDraft} />
        {mayEdit && <Picker draft={draft} onChange={setDraft} />}
      </div>
    </>
  );
}

export function NewPlaylist(): ReactElement {
  return <EditorBoard opened={null} latest={null} onOpenLatest={() => undefined} onAsk={() => undefined} />;
}

/** Opens one playlist. Changes of others are told, never written over what is being typed. */
export function Editor({ id }: { id: string }): ReactElement {
  const playlist = usePlaylist(id);
  const [opened, setOpened] = useState<Playlist | null>(null);
  const [round, setRound] = useState(0);
  const latest = playlist.data ?? null;
  if (opened === null && latest !== null) setOpened(latest);
  if (opened === null || latest === null) return playlist.isPending ? <Waiting /> : <ProblemAlert error={playlist.error} onRetry={() => void playlist.refetch()} />;
  const openLatest = (): void =>
    void playlist.refetch().then(({ data }) => {
      setOpened(data ?? latest);
      setRound(round + 1);
    });
  return <EditorBoard key={round} opened={opened} latest={latest} onOpenLatest={openLatest} onAsk={() => void playlist.refetch()} />;
}
