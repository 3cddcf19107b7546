import { Select } from "antd";
import { useEffect, useState, type ReactElement } from "react";
import { commonText } from "../../components/text.ts";
import { useText } from "../../lib/i18n.ts";
import { useScreen, useScreenSearch } from "./api.ts";
import { nowText } from "./nowText.ts";
import { text } from "./text.ts";

const typingMs = 300;

interface ScreenSelectProps {
  value: string | null;
  onChange: (screenId: string) => void;
  width: number | string;
}

/** Finds one screen by name, plate or line; the server searches. */
export function ScreenSelect({ value, onChange, width }: ScreenSelectProps): ReactElement {
  const t = useText(text);
  const now = useText(nowText);
  const common = useText(commonText);
  const [typed, setTyped] = useState("");
  const [asked, setAsked] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setAsked(typed.trim()), typingMs);
    return () => clearTimeout(timer);
  }, [typed]);
  const found = useScreenSearch(asked);
  const chosen = useScreen(value ?? undefined).data;
  const rows = found.data?.rows ?? [];
  const all = chosen === undefined || value === null || rows.some(({ id }) => id === chosen.id) ? rows : [chosen, ...rows];
  return (
    <Select<string | null>
      value={value}
      style={{ width }}
      showSearch={{ filterOption: false, searchValue: typed, onSearch: setTyped }}
      loading={found.isFetching}
      placeholder={t("screenSearch")}
      aria-label={now("chooseScreen")}
      options={all.map(({ id, name, kind, line, place }) => ({ value: id, label: [name, common(`kind.${kind}`), line ?? place].filter((part) => part !== null && part !== "").join(" · ") }))}
      onChange={(screenId) => {
        setTyped("");
        if (screenId !== null) onChange(screenId);
      }}
    />
  );
}
