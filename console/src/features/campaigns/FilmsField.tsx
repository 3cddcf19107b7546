import { routes } from "@yilu/contract";
import { Select } from "antd";
import { useState, type ReactElement } from "react";
import { LevelMark } from "../../components/marks.tsx";
import { Poster } from "../../components/Poster.tsx";
import { useCall } from "../../lib/api.ts";
import { useText } from "../../lib/i18n.ts";
import { text } from "./text.ts";
import { useFilms } from "./useFilms.ts";

interface FilmsFieldProps {
  id?: string;
  value?: string[];
  onChange?: (mediaIds: string[]) => void;
}

const mostFilms = 20;
const offered = 50;

/** Approved films that show what the unit did; the summary shows their posters. */
export function FilmsField({ id, value = [], onChange }: FilmsFieldProps): ReactElement {
  const t = useText(text);
  const [q, setQ] = useState("");
  const list = useCall(routes.media.list, { query: { status: "approved", pageSize: offered, ...(q.trim() === "" ? {} : { q: q.trim() }) } });
  const rows = list.data?.rows ?? [];
  const chosen = useFilms(value);
  const missing = value.filter((mediaId) => !rows.some((row) => row.id === mediaId));
  return (
    <Select<string[]>
      {...(id === undefined ? {} : { id })}
      mode="multiple"
      maxCount={mostFilms}
      loading={list.isPending}
      placeholder={t("filmsPlaceholder")}
      showSearch={{ filterOption: false, onSearch: setQ }}
      value={value}
      onChange={(next) => onChange?.(next)}
      options={[
        ...missing.map((mediaId) => ({ value: mediaId, label: `《${chosen.get(mediaId)?.title ?? "…"}》`, film: chosen.get(mediaId) })),
        ...rows.map((row) => ({ value: row.id, label: `《${row.title}》`, film: row })),
      ]}
      optionRender={({ data }) => (
        <span className="y-row">
          <Poster url={data.film?.posterUrl ?? null} alt="" width={64} />
          {data.film !== undefined && <LevelMark level={data.film.level} />}
          <span className="y-ellipsis">{data.label}</span>
          <span className="y-caption">{data.film?.unitName}</span>
        </span>
      )}
    />
  );
}
