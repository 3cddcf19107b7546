import { routes, type Screen } from "@yilu/contract";
import { Button, Grid, Pagination, Segmented, Select, Skeleton } from "antd";
import { useState, type ReactElement } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { EmptyState } from "../../components/EmptyState.tsx";
import { PageHeader } from "../../components/PageHeader.tsx";
import { pagerOf } from "../../components/pagination.ts";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { call, useCall } from "../../lib/api.ts";
import { useNow } from "../../lib/clock.ts";
import { useFilters } from "../../lib/filters.ts";
import { useText } from "../../lib/i18n.ts";
import { useMay } from "../../lib/session.ts";
import { defaultsOf, useLiveScreens } from "./api.ts";
import { BatchBar } from "./BatchBar.tsx";
import { Board, type GroupBy } from "./Board.tsx";
import { KindAndState, MoreFilters } from "./Filters.tsx";
import { GroupsDialog } from "./GroupsDialog.tsx";
import { PairDialog } from "./PairDialog.tsx";
import { ScreenDrawer } from "./ScreenDrawer.tsx";
import { ScreenForm } from "./ScreenForm.tsx";
import "./screens.css";
import { ScreenTable } from "./ScreenTable.tsx";
import { text } from "./text.ts";

type Open = { what: "form"; screen: Screen | null; thenPair: string | null } | { what: "pair"; code: string; screen: Screen | null } | { what: "groups" } | null;

export default function ScreensPage(): ReactElement {
  const t = useText(text);
  const may = useMay();
  const navigate = useNavigate();
  const now = useNow();
  const phone = Grid.useBreakpoint().md === false;
  const [search, setSearch] = useSearchParams();
  const [filters, setFilters, reset] = useFilters(routes.screens.list, defaultsOf(search));
  const { data, error, isLoading, isPlaceholderData, refetch } = useCall(routes.screens.list, { query: filters });
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const canManage = may("canManageScreens");
  const linked = search.get("pair");
  const [open, setOpen] = useState<Open>(linked !== null && canManage ? { what: "pair", code: linked, screen: null } : null);
  useLiveScreens();

  const put = (name: string, value: string | null): void =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (name === "view") ["page", "pageSize"].forEach((paging) => next.delete(paging)); // pages of another length
        if (value === null) next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  const close = (): void => {
    setOpen(null);
    if (linked !== null) put("pair", null);
  };
  const list = search.get("view") === "list";
  const by: GroupBy = search.get("by") === "unit" ? "unit" : "line";
  const screens = data?.rows ?? [];
  const chosen = screens.filter((screen) => selected.has(screen.id));
  const narrowed = Object.entries(filters).some(([name, value]) => name !== "page" && name !== "pageSize" && value !== undefined && value !== "");
  const select = (id: string, on: boolean): void => setSelected((before) => new Set(on ? [...before, id] : [...before].filter((other) => other !== id)));
  const openScreen = (id: string): void => put("screen", id);
  const addButton = (
    <Button type="primary" onClick={() => setOpen({ what: "form", screen: null, thenPair: null })}>
      {t("addScreen")}
    </Button>
  );
  const content = (): ReactElement => {
    if (error !== null && data === undefined) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
    if (isLoading) return <Skeletons />;
    if (screens.length === 0) {
      return narrowed ? <EmptyState title={t("nothingFound")} why={t("nothingFoundWhy")} /> : <EmptyState title={t("empty")} why={t("emptyWhy")} {...(canManage ? { action: addButton } : {})} />;
    }
    return list && !phone ? (
      <ScreenTable
        screens={screens}
        now={now}
        loading={isPlaceholderData}
        selected={selected}
        pager={pagerOf(data, setFilters, (n) => t("countInAll", { n }))}
        fetchPage={(page, pageSize) => call(routes.screens.list, { query: { ...filters, page, pageSize } })}
        onSelect={canManage ? (ids) => setSelected(new Set(ids)) : undefined}
        onOpen={openScreen}
      />
    ) : (
      <Board screens={screens} by={by} now={now} selected={selected} onSelect={canManage ? select : undefined} onOpen={openScreen} troubleFirst={phone} />
    );
  };
  return (
    <div className={chosen.length > 0 ? "y-page y-selecting" : "y-page"}>
      <PageHeader
        title={t("title")}
        actions={
          canManage && (
            <>
              <Button onClick={() => setOpen({ what: "groups" })}>{t("groups")}</Button>
              <Button onClick={() => void navigate("/screens/import")}>{t("import")}</Button>
              <Button onClick={() => setOpen({ what: "form", screen: null, thenPair: null })}>{t("addScreen")}</Button>
              <Button type="primary" onClick={() => setOpen({ what: "pair", code: "", screen: null })}>
                {t("pair")}
              </Button>
            </>
          )
        }
      >
        <KindAndState filters={filters} onChange={setFilters} />
      </PageHeader>
      <div className="y-row y-wrap y-second-row">
        {chosen.length > 0 ? <BatchBar screens={chosen} onClear={() => setSelected(new Set())} /> : <MoreFilters filters={filters} onChange={setFilters} onReset={reset} />}
        <span className={chosen.length > 0 ? "" : "y-grow"} />
        {!list && !phone && (
          <Select<GroupBy>
            aria-label={t("byLabel")}
            value={by}
            style={{ width: 104 }}
            options={(["line", "unit"] as const).map((value) => ({ value, label: t(`by.${value}`) }))}
            onChange={(value) => put("by", value === "line" ? null : value)}
          />
        )}
        {!phone && (
          <Segmented
            aria-label={t("view")}
            value={list ? "list" : "board"}
            options={(["board", "list"] as const).map((value) => ({ value, label: t(`view.${value}`) }))}
            onChange={(value) => put("view", value === "list" ? "list" : null)}
          />
        )}
      </div>
      {content()}
      {data !== undefined && data.total > data.pageSize && (!list || phone) && (
        <Pagination align="end" current={data.page} pageSize={data.pageSize} total={data.total} showSizeChanger={false} showTotal={(n) => t("countInAll", { n })} onChange={(page) => setFilters({ page })} />
      )}
      <ScreenDrawer
        screenId={search.get("screen")}
        now={now}
        onClose={() => put("screen", null)}
        onEdit={(screen) => setOpen({ what: "form", screen, thenPair: null })}
        onPair={(screen) => setOpen({ what: "pair", code: "", screen })}
        onTag={(tag) => {
          put("screen", null);
          setFilters({ tag });
        }}
      />
      {open?.what === "form" && <ScreenForm screen={open.screen} onClose={close} onSaved={(screen) => (open.thenPair === null ? close() : setOpen({ what: "pair", code: open.thenPair, screen }))} />}
      {open?.what === "pair" && <PairDialog code={open.code} screen={open.screen} onClose={close} onAdd={(code) => setOpen({ what: "form", screen: null, thenPair: code })} />}
      {open?.what === "groups" && <GroupsDialog onClose={close} />}
    </div>
  );
}

function Skeletons(): ReactElement {
  return (
    <div className="y-screens">
      {Array.from({ length: 10 }, (_, place) => (
        <div key={place} className="y-screen">
          <div className="y-screen-picture" style={{ aspectRatio: "16 / 9" }} />
          <div className="y-screen-text">
            <Skeleton active title={false} paragraph={{ rows: 2 }} />
          </div>
        </div>
      ))}
    </div>
  );
}
