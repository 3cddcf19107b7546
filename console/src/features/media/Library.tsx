import { routes, type Media } from "@yilu/contract";
import { Button, Pagination, Segmented, Select } from "antd";
import type { ReactElement } from "react";
import { mediaKind as kinds, mediaStatus as statuses } from "@yilu/contract";
import { ActionIcon } from "../../components/ActionIcon.tsx";
import { EmptyState } from "../../components/EmptyState.tsx";
import { filmText } from "../../components/filmText.ts";
import { LevelSelect } from "../../components/LevelSelect.tsx";
import { PageHeader } from "../../components/PageHeader.tsx";
import { pagerOf } from "../../components/pagination.ts";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { SearchField } from "../../components/SearchField.tsx";
import { commonText } from "../../components/text.ts";
import { UnitSelect } from "../../components/UnitSelect.tsx";
import { useParams } from "../../components/useParams.ts";
import { Waiting } from "../../components/Waiting.tsx";
import { call } from "../../lib/api.ts";
import { useFilters } from "../../lib/filters.ts";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { useMay } from "../../lib/session.ts";
import { useMediaList, usePendingCount, useProgress } from "./api.ts";
import { MediaDrawer } from "./MediaDrawer.tsx";
import { MediaGrid } from "./MediaGrid.tsx";
import { MediaTable } from "./MediaTable.tsx";
import { text } from "./text.ts";
import { UploadPanel } from "./UploadPanel.tsx";

/** A button that leads to the review; absent for those who do not review. */
function ToReview({ onOpen }: { onOpen: () => void }): ReactElement | null {
  const t = useText(text);
  const n = usePendingCount();
  return n === 0 ? null : <Button onClick={onOpen}>{t("toReview", { n })}</Button>;
}

/** All films one may see, with filters in the address, and what is being uploaded. */
export function Library({ onUpload }: { onUpload: () => void }): ReactElement {
  const t = useText(text);
  const films = useText(filmText);
  const common = useText(commonText);
  const f = useFormat();
  const may = useMay();
  const [params, open] = useParams();
  const [filters, setFilters, reset] = useFilters(routes.media.list);
  const list = useMediaList(filters);
  const progress = useProgress();
  const asList = params.get("show") === "list";
  const openId = params.get("id");
  const reviews = may("canReviewMedia");
  const uploads = may("canUploadMedia");
  const filtered = [filters.q, filters.status, filters.level, filters.kind, filters.unitId, filters.expiresInDays].some((filter) => filter !== undefined);
  const openOne = (media: Pick<Media, "id" | "status">): void => open(reviews && media.status === "pending" ? { view: "review", id: media.id } : { id: media.id });
  const uploadButton = uploads ? (
    <Button type="primary" icon={<ActionIcon name="upload" />} onClick={onUpload}>
      {t("upload")}
    </Button>
  ) : undefined;
  const pager = pagerOf(list.data, setFilters, (n) => common("total", { n: f.count(n) }));
  const empty = filtered ? (
    <EmptyState title={t("noMatch")} why={t("noMatchWhy")} action={<Button onClick={reset}>{common("reset")}</Button>} />
  ) : (
    <EmptyState title={t("none")} why={uploads ? t("noneWhy") : t("noneSee")} action={uploadButton} />
  );
  const rows = list.data?.rows ?? [];
  return (
    <>
      <PageHeader
        title={t("title")}
        actions={
          <>
            {reviews && <ToReview onOpen={() => open({ view: "review", id: undefined })} />}
            {uploadButton}
          </>
        }
      >
        <SearchField value={filters.q} onChange={(q) => setFilters({ q })} placeholder={t("search")} width={180} />
        <Select
          value={filters.status ?? null}
          style={{ width: 130 }}
          allowClear
          placeholder={t("anyStatus")}
          aria-label={t("status")}
          options={statuses.options.map((value) => ({ value, label: films(`status.${value}`) }))}
          onChange={(status) => setFilters({ status: status ?? undefined })}
        />
        <LevelSelect clearable width={130} value={filters.level} onChange={(level) => setFilters({ level })} />
        <Select
          value={filters.kind ?? null}
          style={{ width: 120 }}
          allowClear
          placeholder={t("anyKind")}
          aria-label={t("kind")}
          options={kinds.options.map((value) => ({ value, label: films(`mediaKind.${value}`) }))}
          onChange={(kind) => setFilters({ kind: kind ?? undefined })}
        />
        <UnitSelect clearable width={150} value={filters.unitId} onChange={(unitId) => setFilters({ unitId })} />
        <Button type={filters.expiresInDays === undefined ? "default" : "primary"} ghost={filters.expiresInDays !== undefined} aria-pressed={filters.expiresInDays !== undefined} onClick={() => setFilters({ expiresInDays: filters.expiresInDays === undefined ? 7 : undefined })}>
          {t("expiring")}
        </Button>
        {filtered && <Button onClick={reset}>{common("reset")}</Button>}
        <Segmented
          value={asList ? "list" : "grid"}
          aria-label={t("show")}
          options={[
            { value: "grid", icon: <ActionIcon name="grid" size={14} />, title: t("show.grid"), label: <span className="y-hidden">{t("show.grid")}</span> },
            { value: "list", icon: <ActionIcon name="list" size={14} />, title: t("show.list"), label: <span className="y-hidden">{t("show.list")}</span> },
          ]}
          onChange={(show) => open({ show: show === "list" ? "list" : undefined })}
        />
      </PageHeader>
      {uploads && <UploadPanel onOpen={(id) => open({ id })} />}
      <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />
      {list.isPending && <Waiting />}
      {list.data !== undefined && rows.length === 0 && <div className="y-card">{empty}</div>}
      {rows.length > 0 && !asList && (
        <>
          <MediaGrid rows={rows} progress={progress} onOpen={openOne} />
          {pager !== false && <Pagination {...pager} />}
        </>
      )}
      {rows.length > 0 && asList && <MediaTable rows={rows} progress={progress} pager={pager} fetchPage={(page, pageSize) => call(routes.media.list, { query: { ...filters, page, pageSize } })} onOpen={openOne} />}
      {openId !== null && <MediaDrawer key={openId} id={openId} progress={progress} onClose={() => open({ id: undefined })} />}
    </>
  );
}
