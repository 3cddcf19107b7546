import { Button, Dropdown, type MenuProps } from "antd";
import type { ReactElement } from "react";
import { useText } from "../lib/i18n.ts";
import { ActionIcon } from "./ActionIcon.tsx";
import { commonText } from "./text.ts";

/** The "…" menu at the end of a row; nothing when there is nothing in it. */
export function RowMenu({ items, name }: { items: NonNullable<MenuProps["items"]>; name: string }): ReactElement | null {
  const t = useText(commonText);
  if (items.length === 0) return null;
  return (
    <Dropdown menu={{ items }} trigger={["click"]} placement="bottomRight">
      <Button type="text" size="small" icon={<ActionIcon name="more" />} aria-label={`${t("more")} ${name}`} />
    </Dropdown>
  );
}
