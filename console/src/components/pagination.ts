import type { TablePaginationConfig } from "antd";

interface PageInfo {
  total: number;
  page: number;
  pageSize: number;
}

/** The pager under a table or a grid whose pages the server cuts; absent while everything fits one page. */
export function pagerOf(info: PageInfo | undefined, turn: (change: { page: number; pageSize?: number }) => void, totalText: (n: number) => string): TablePaginationConfig | false {
  if (info === undefined || info.total <= Math.min(info.pageSize, 20)) return false;
  return {
    current: info.page,
    pageSize: info.pageSize,
    total: info.total,
    showSizeChanger: true,
    pageSizeOptions: [20, 50, 100, 200],
    size: "small",
    showTotal: totalText,
    onChange: (page, pageSize) => turn(pageSize === info.pageSize ? { page } : { page: 1, pageSize }),
  };
}
