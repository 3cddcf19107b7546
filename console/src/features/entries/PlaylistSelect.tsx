import { Select } from "antd";
import { useEffect, useState, type ReactElement } from "react";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { usePlaylist, usePlaylistSearch } from "./api.ts";
import { text } from "./text.ts";

const typingMs = 300;

/** Finds a playlist by name; the server searches. A field of antd's Form. */
export function PlaylistSelect({ value, onChange, id }: { value?: string; onChange?: (playlistId: string) => void; id?: string }): ReactElement {
  const t = useText(text);
  const f = useFormat();
  const [typed, setTyped] = useState("");
  const [asked, setAsked] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setAsked(typed.trim()), typingMs);
    return () => clearTimeout(timer);
  }, [typed]);
  const found = usePlaylistSearch(asked);
  const chosen = usePlaylist(value).data;
  const rows = found.data?.rows ?? [];
  const all = chosen === undefined || rows.some((row) => row.id === chosen.id) ? rows : [chosen, ...rows];
  return (
    <Select<string | null>
      {...(id === undefined ? {} : { id })}
      value={value ?? null}
      showSearch={{ filterOption: false, searchValue: typed, onSearch: setTyped }}
      loading={found.isFetching}
      placeholder={t("playlistPlaceholder")}
      aria-label={t("playlist")}
      options={all.map((row) => ({ value: row.id, label: `${row.name}（${t("playlistLength", { n: row.items.length, length: f.length(row.totalMs) })}）` }))}
      onChange={(next) => {
        setTyped("");
        if (next !== null) onChange?.(next);
      }}
    />
  );
}
