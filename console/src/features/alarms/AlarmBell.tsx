import { routes } from "@yilu/contract";
import type { ReactElement } from "react";
import { Link } from "react-router";
import { Icon } from "../../components/Icon.tsx";
import { useCall } from "../../lib/api.ts";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import "./alarms.css";
import { text } from "./text.ts";

/** How many alarms nobody has taken up; nothing while there is none. */
export function AlarmCount({ className }: { className: string }): ReactElement | null {
  const f = useFormat();
  const open = useCall(routes.alarms.summary, {}).data?.open ?? 0;
  return open === 0 ? null : <span className={className}>{open > 999 ? "999+" : f.count(open)}</span>;
}

/** The bell of the header: leads to the list, and says how many wait. */
export function AlarmBell(): ReactElement {
  const t = useText(text);
  const open = useCall(routes.alarms.summary, {}).data?.open ?? 0;
  const name = open > 0 ? t("bell", { n: open }) : t("bellNone");
  return (
    <Link to="/alarms" className={open > 0 ? "a-bell a-bell-open" : "a-bell"} aria-label={name} title={name}>
      <Icon name="bell" size={18} />
      <AlarmCount className="a-count" />
    </Link>
  );
}
