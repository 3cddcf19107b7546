import { Segmented } from "antd";
import type { ComponentType, ReactElement, ReactNode } from "react";
import { useParams } from "../../components/useParams.ts";
import { useText } from "../../lib/i18n.ts";
import { useMay } from "../../lib/session.ts";
import { EntryEditor } from "./EntryEditor.tsx";
import "./entries.css";
import { EntryList } from "./EntryList.tsx";
import { NowView } from "./NowView.tsx";
import { MinuteView } from "./MinuteView.tsx";
import { text } from "./text.ts";
import { TimelineView } from "./timeline/TimelineView.tsx";

const views = ["timeline", "list", "minute", "now"] as const;
const viewOf: Readonly<Record<(typeof views)[number], ComponentType<{ switcher: ReactNode }>>> = { timeline: TimelineView, list: EntryList, minute: MinuteView, now: NowView };

/** The entries against time, as a list, one of them opened, or what screens play at a moment. */
export default function Page(): ReactElement {
  const t = useText(text);
  const may = useMay();
  const [params, open] = useParams();
  const id = params.get("edit");
  if (id !== null && may("canEditEntries")) return <EntryEditor key={`${id} ${params.get("from") ?? ""}`} id={id === "new" ? null : id} copyOf={params.get("from")} />;
  const view = views.find((one) => one === params.get("view")) ?? "timeline";
  const View = viewOf[view];
  return (
    <View
      switcher={
        <Segmented
          aria-label={t("title")}
          value={view}
          options={views.map((value) => ({ value, label: t(`view.${value}`) }))}
          onChange={(value) => open({ view: value === "timeline" ? undefined : value }, "only")}
        />
      }
    />
  );
}
