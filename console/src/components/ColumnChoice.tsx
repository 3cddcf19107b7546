import { Button, Checkbox, Dropdown } from "antd";
import { useState, type ReactElement } from "react";
import { useText } from "../lib/i18n.ts";
import { ActionIcon } from "./ActionIcon.tsx";
import { commonText } from "./text.ts";

const keyOf = (name: string): string => `yilu.columns.${name}`;
function remembered(name: string): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(name)) ?? "[]");
    return Array.isArray(kept) ? kept.filter((key) => typeof key === "string") : [];
  } catch {
    return []; // storage refused, or written by something else
  }
}

/** Which columns of a list are out, remembered under its name in this browser, and how to take one out or back in. */
export function useColumnChoice(name: string): { out: readonly string[]; toggle: (key: string) => void } {
  const [out, setOut] = useState(() => remembered(name));
  const toggle = (key: string): void => {
    const next = out.includes(key) ? out.filter((one) => one !== key) : [...out, key];
    setOut(next);
    try {
      localStorage.setItem(keyOf(name), JSON.stringify(next));
    } catch {
      // A refused storage only means that the choice lasts until the page closes.
    }
  };
  return { out, toggle };
}

interface ColumnChoiceProps {
  columns: readonly { key: string; title?: string }[];
  out: readonly string[];
  onToggle: (key: string) => void;
}

/** A button that opens the list of columns to choose from. */
export function ColumnChoice({ columns, out, onToggle }: ColumnChoiceProps): ReactElement {
  const t = useText(commonText);
  return (
    <Dropdown
      trigger={["click"]}
      placement="bottomRight"
      popupRender={() => (
        <div className="y-choices" role="group" aria-label={t("columns")}>
          {columns.map(({ key, title }) => (
            <Checkbox key={key} checked={!out.includes(key)} onChange={() => onToggle(key)}>
              {title}
            </Checkbox>
          ))}
        </div>
      )}
    >
      <Button size="small" type="text" icon={<ActionIcon name="grid" size={14} />}>
        {t("columns")}
      </Button>
    </Dropdown>
  );
}
