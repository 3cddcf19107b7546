import { routes, type Screen } from "@yilu/contract";
import { Tag } from "antd";
import type { ReactElement, ReactNode } from "react";
import { commonText } from "../../components/text.ts";
import { useCall } from "../../lib/api.ts";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { text } from "./text.ts";

/** What a screen is: where it belongs, its shape, when it was last heard of. How it is, Health says. */
export function Facts({ screen, now, onTag }: { screen: Screen; now: number; onTag: (tag: string) => void }): ReactElement {
  const t = useText(text);
  const common = useText(commonText);
  const f = useFormat();
  const groups = useCall(routes.groups.list, {});
  const { live } = screen;
  const otherZone = screen.timeZone !== Intl.DateTimeFormat().resolvedOptions().timeZone;
  const names = (groups.data ?? []).filter((group) => screen.groupIds.includes(group.id)).map((group) => group.name);
  const facts: [string, ReactNode][] = [
    [t("lastSeen"), live.lastSeenAt === null ? t("never") : `${f.dateTime(live.lastSeenAt, screen.timeZone)}，${f.ago(live.lastSeenAt, now)}`],
    [t("playsToday"), t("plays", { n: f.count(live.playsToday) })],
    [t("kind"), `${common(`kind.${screen.kind}`)}，${screen.widthPx}×${screen.heightPx}`],
    [t("order"), t(`order.${screen.order}`)],
    ...(screen.plate === null ? [] : ([[t("plate"), screen.plate]] satisfies [string, ReactNode][])),
    ...(screen.line === null ? [] : ([[t("line"), screen.line]] satisfies [string, ReactNode][])),
    ...(screen.place === null ? [] : ([[t("place"), screen.place]] satisfies [string, ReactNode][])),
    [common("unit"), screen.unitName],
    ...(names.length === 0 ? [] : ([[t("groupsField"), names.join("、")]] satisfies [string, ReactNode][])),
    [t("version"), live.playerVersion ?? t("unknown")],
  ];
  return (
    <>
      <dl className="y-facts">
        {facts.map(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name} value`}>{value}</dd>])}
      </dl>
      {otherZone && <p className="y-caption">{t("otherZone", { zone: screen.timeZone })}</p>}
      {screen.tags.length > 0 && (
        <div className="y-row y-wrap" style={{ marginTop: 12 }}>
          {screen.tags.map((tag) => (
            <Tag key={tag}>
              <button type="button" className="y-link" onClick={() => onTag(tag)}>
                {tag}
              </button>
            </Tag>
          ))}
        </div>
      )}
    </>
  );
}
