import { Segmented } from "antd";
import type { ReactElement } from "react";
import { useParams } from "../../components/useParams.ts";
import { useText } from "../../lib/i18n.ts";
import { useMay } from "../../lib/session.ts";
import { EntryEditor } from "./EntryEditor.tsx";
import "./entries.css";
import { EntryList } from "./EntryList.tsx";
import { NowView } from "./NowView.tsx";
import { text } from "./text.ts";

/** The entries, one of them opened, or what a screen plays at a moment. */
export default function Page(): ReactElement {
  const t = useText(text);
  const may = useMay();
  const [params, open] = useParams();
  const id = params.get("edit");
  if (id !== null && may("canEditEntries")) return <EntryEditor key={`${id} ${params.get("from") ?? ""}`} id={id === "new" ? null : id} copyOf={params.get("from")} />;
  const view = params.get("view") === "now" ? "now" : "list";
  const switcher = (
    <Segmented
      aria-label={t("title")}
      value={view}
      options={(["list", "now"] as const).map((value) => ({ value, label: t(`view.${value}`) }))}
      onChange={(value) => open({ view: value === "now" ? "now" : undefined }, "only")}
    />
  );
  return view === "now" ? <NowView switcher={switcher} /> : <EntryList switcher={switcher} />;
}
