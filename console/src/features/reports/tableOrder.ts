import type { SortOrder } from "@yilu/contract";
import type { TableProps } from "antd";

/** What rows are in order of; undefined: as they come. */
export interface Order<Key> {
  sort: Key | undefined;
  order: SortOrder | undefined;
}

/** How a column says that the rows came in its order from the server. */
export function orderShown<Key>(key: Key, { sort, order }: Partial<Order<Key>>): { sorter: true; sortOrder: "ascend" | "descend" | null } {
  return { sorter: true, sortOrder: sort !== key ? null : order === "desc" ? "descend" : "ascend" };
}

/** What a table does when the head of a column is pressed: asks for the order. @param parse the columns that have one */
export function orderAsked<Row, Key extends string>(parse: (key: unknown) => { data?: Key }, ask: ((order: Order<Key>) => void) | undefined): NonNullable<TableProps<Row>["onChange"]> {
  return (_page, _filters, sorter, { action }) => {
    if (ask === undefined || action !== "sort" || Array.isArray(sorter)) return;
    const { data: sort } = parse(sorter.columnKey);
    ask(sort !== undefined && sorter.order ? { sort, order: sorter.order === "descend" ? "desc" : "asc" } : { sort: undefined, order: undefined });
  };
}
