import type { Media } from "@yilu/contract";
import { Button, type TablePaginationConfig } from "antd";
import type { ReactElement } from "react";
import { filmText } from "../../components/filmText.ts";
import { ListTable, type ListColumn } from "../../components/ListTable.tsx";
import { LevelMark } from "../../components/marks.tsx";
import { MediaStatusTag } from "../../components/MediaStatusTag.tsx";
import { Poster } from "../../components/Poster.tsx";
import type { FetchPage } from "../../components/useListExport.ts";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { ValidityTag, type MediaListProps } from "./MediaGrid.tsx";
import { text } from "./text.ts";
import { validityWords } from "./validity.ts";

export function MediaTable({ rows, progress, pager, fetchPage, onOpen }: MediaListProps & { pager: TablePaginationConfig | false; fetchPage: FetchPage<Media> }): ReactElement {
  const t = useText(text);
  const films = useText(filmText);
  const f = useFormat();
  const columns: ListColumn<Media>[] = [
    {
      key: "name",
      title: t("name"),
      always: true,
      text: ({ title }) => title,
      fixed: "start",
      width: 300,
      render: (_, media) => (
        <span className="y-row">
          <Poster url={media.status === "transcoding" || media.status === "failed" ? null : media.posterUrl} alt="" width={52} />
          <LevelMark level={media.level} />
          <Button type="link" size="small" className="m-title-link" title={media.title} onClick={() => onOpen(media)}>
            {media.title}
          </Button>
        </span>
      ),
    },
    {
      key: "status",
      title: t("status"),
      text: ({ status }) => films(`status.${status}`),
      width: 180,
      render: (_, media) => (
        <span className="y-row">
          <MediaStatusTag status={media.status} percent={progress(media)} />
          <ValidityTag media={media} />
        </span>
      ),
    },
    { key: "length", title: t("length"), text: ({ durationMs }) => (durationMs === null ? films("mediaKind.image") : f.length(durationMs)), width: 80, align: "right", render: (_, media) => (media.durationMs === null ? films("mediaKind.image") : f.length(media.durationMs)) },
    { key: "size", title: t("size"), text: ({ bytes }) => f.bytes(bytes), width: 90, align: "right", render: (_, media) => f.bytes(media.bytes) },
    { key: "validity", title: t("validity"), text: (media) => validityWords(media, f, t), width: 150, render: (_, media) => validityWords(media, f, t) },
    { key: "usedIn", title: t("usedIn"), text: ({ usedIn }) => usedIn.map(({ name }) => name).join("、"), width: 70, align: "right", render: (_, media) => <span title={media.usedIn.map(({ name }) => name).join("、")}>{media.usedIn.length}</span> },
    { key: "uploader", title: t("uploader"), text: ({ unitName, uploaderName, contact }) => [unitName, uploaderName, contact].filter((word) => word !== null).join(" "), ellipsis: true, render: (_, media) => `${media.unitName} ${media.uploaderName}` },
    { key: "uploadedAt", title: t("uploadedAt"), text: ({ createdAt }) => f.dateTime(createdAt), width: 130, render: (_, media) => f.dateTime(media.createdAt) },
  ];
  return (
    <ListTable<Media> name="media" fileName={t("title")} scroll={{ x: 1150 }} columns={columns} rows={rows} fetchPage={fetchPage} pagination={pager} />
  );
}
