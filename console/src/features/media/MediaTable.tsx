import type { Media } from "@yilu/contract";
import { Button, Table, type TableColumnsType, type TablePaginationConfig } from "antd";
import type { ReactElement } from "react";
import { filmText } from "../../components/filmText.ts";
import { LevelMark } from "../../components/marks.tsx";
import { MediaStatusTag } from "../../components/MediaStatusTag.tsx";
import { Poster } from "../../components/Poster.tsx";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { ValidityTag, type MediaListProps } from "./MediaGrid.tsx";
import { text } from "./text.ts";
import { validityWords } from "./validity.ts";

export function MediaTable({ rows, progress, pager, onOpen }: MediaListProps & { pager: TablePaginationConfig | false }): ReactElement {
  const t = useText(text);
  const films = useText(filmText);
  const f = useFormat();
  const columns: TableColumnsType<Media> = [
    {
      title: t("name"),
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
      title: t("status"),
      width: 180,
      render: (_, media) => (
        <span className="y-row">
          <MediaStatusTag status={media.status} percent={progress(media)} />
          <ValidityTag media={media} />
        </span>
      ),
    },
    { title: t("length"), width: 80, align: "right", render: (_, media) => (media.durationMs === null ? films("mediaKind.image") : f.length(media.durationMs)) },
    { title: t("size"), width: 90, align: "right", render: (_, media) => f.bytes(media.bytes) },
    { title: t("validity"), width: 150, render: (_, media) => validityWords(media, f, t) },
    { title: t("usedIn"), width: 70, align: "right", render: (_, media) => <span title={media.usedIn.map(({ name }) => name).join("、")}>{media.usedIn.length}</span> },
    { title: t("uploader"), ellipsis: true, render: (_, media) => `${media.unitName} ${media.uploaderName}` },
    { title: t("uploadedAt"), width: 130, render: (_, media) => f.dateTime(media.createdAt) },
  ];
  return (
    <div className="y-card">
      <Table<Media> rowKey="id" size="small" scroll={{ x: 1150 }} columns={columns} dataSource={[...rows]} pagination={pager} />
    </div>
  );
}
