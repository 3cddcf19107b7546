import type { Level } from "@yilu/contract";
import { Button, Pagination } from "antd";
import { useRef, useState, type ReactElement } from "react";
import { ActionIcon } from "../../components/ActionIcon.tsx";
import { EmptyState } from "../../components/EmptyState.tsx";
import { filmText } from "../../components/filmText.ts";
import { LevelSelect } from "../../components/LevelSelect.tsx";
import { LevelMark } from "../../components/marks.tsx";
import { Poster } from "../../components/Poster.tsx";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { SearchField } from "../../components/SearchField.tsx";
import { Waiting } from "../../components/Waiting.tsx";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { useApproved } from "./api.ts";
import { mostItems, withMedia, type Draft } from "./draft.ts";
import { text } from "./text.ts";

const pageSize = 20;

/** Approved films to add. */
export function Picker({ draft, onChange }: { draft: Draft; onChange: (draft: Draft) => void }): ReactElement {
  const t = useText(text);
  const films = useText(filmText);
  const f = useFormat();
  const [q, setQ] = useState("");
  const [level, setLevel] = useState<Level | undefined>(undefined);
  const [page, setPage] = useState(1);
  const added = useRef(0);
  const list = useApproved({ page, pageSize, ...(q === "" ? {} : { q }), ...(level === undefined ? {} : { level }) });
  const full = draft.items.length >= mostItems;
  return (
    <aside className="y-card p-picker">
      <header className="y-card-head">
        <h2>{t("picker")}</h2>
        {full && <span className="y-off">{t("full")}</span>}
      </header>
      <div className="y-row p-picker-filters">
        <SearchField
          value={q}
          width="100%"
          placeholder={t("pickerSearch")}
          onChange={(next) => {
            setQ(next);
            setPage(1);
          }}
        />
        <LevelSelect
          clearable
          width={130}
          value={level}
          onChange={(next) => {
            setLevel(next);
            setPage(1);
          }}
        />
      </div>
      <ProblemAlert error={list.error} />
      {list.isPending && <Waiting />}
      {list.data?.rows.length === 0 && <EmptyState title={t("pickerNone")} why={t("pickerNoneWhy")} />}
      <ul className="p-items">
        {list.data?.rows.map((media) => {
          const times = draft.items.filter(({ mediaId }) => mediaId === media.id).length;
          return (
            <li key={media.id} className="p-item">
              <Poster url={media.posterUrl} alt="" width={64} />
              <div className="y-grow">
                <div className="y-row">
                  <LevelMark level={media.level} />
                  <span className="y-ellipsis" title={media.title}>
                    {media.title}
                  </span>
                </div>
                <span className="y-caption">
                  {media.durationMs === null ? films("mediaKind.image") : f.length(media.durationMs)}
                  {times > 0 && ` · ${t("inList", { n: times })}`}
                </span>
              </div>
              <Button
                size="small"
                icon={<ActionIcon name="add" size={14} />}
                disabled={full}
                aria-label={t("addOne", { title: media.title })}
                title={t("addOne", { title: media.title })}
                onClick={() => {
                  added.current += 1;
                  onChange(withMedia(draft, media, `added-${added.current}`));
                }}
              />
            </li>
          );
        })}
      </ul>
      {list.data !== undefined && list.data.total > pageSize && <Pagination className="p-picker-pages" size="small" simple current={page} pageSize={pageSize} total={list.data.total} onChange={setPage} />}
    </aside>
  );
}
