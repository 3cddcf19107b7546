import { routes, type Screen } from "@yilu/contract";
import { App, Button, Drawer, Skeleton, Tag } from "antd";
import type { ReactElement, ReactNode } from "react";
import { Link } from "react-router";
import { Poster } from "../../components/Poster.tsx";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { commonText } from "../../components/text.ts";
import { useConfirmNamed } from "../../components/useConfirmNamed.tsx";
import { useAction, useCall } from "../../lib/api.ts";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { useMay } from "../../lib/session.ts";
import { lineOf, RolloutTag, ScreenStateTag } from "./states.tsx";
import { text } from "./text.ts";

interface DrawerProps {
  screenId: string | null;
  now: number;
  onClose: () => void;
  onEdit: (screen: Screen) => void;
  onPair: (screen: Screen) => void;
  onTag: (tag: string) => void;
}

function Facts({ screen, now, onTag }: { screen: Screen; now: number; onTag: (tag: string) => void }): ReactElement {
  const t = useText(text);
  const common = useText(commonText);
  const f = useFormat();
  const groups = useCall(routes.groups.list, {});
  const { live } = screen;
  const otherZone = screen.timeZone !== Intl.DateTimeFormat().resolvedOptions().timeZone;
  const names = (groups.data ?? []).filter((group) => screen.groupIds.includes(group.id)).map((group) => group.name);
  const facts: [string, ReactNode][] = [
    [t("rollout"), <RolloutTag key="rollout" live={live} />],
    [t("lastSeen"), live.lastSeenAt === null ? t("never") : `${f.dateTime(live.lastSeenAt, screen.timeZone)}，${f.ago(live.lastSeenAt, now)}`],
    [t("playsToday"), t("plays", { n: f.count(live.playsToday) })],
    [t("unsent"), t("plays", { n: f.count(live.unsentPlays) })],
    [t("cache"), live.cacheUsedBytes === null || live.cacheQuotaBytes === null ? t("unknown") : t("cacheOf", { used: f.bytes(live.cacheUsedBytes), quota: f.bytes(live.cacheQuotaBytes) })],
    [t("clock"), live.clock === null ? t("unknown") : t(`clock.${live.clock}`)],
    [t("version"), live.playerVersion ?? t("unknown")],
    [t("kind"), `${common(`kind.${screen.kind}`)}，${screen.widthPx}×${screen.heightPx}`],
    [t("order"), t(`order.${screen.order}`)],
    ...(screen.plate === null ? [] : ([[t("plate"), screen.plate]] satisfies [string, ReactNode][])),
    ...(screen.line === null ? [] : ([[t("line"), screen.line]] satisfies [string, ReactNode][])),
    ...(screen.place === null ? [] : ([[t("place"), screen.place]] satisfies [string, ReactNode][])),
    [common("unit"), screen.unitName],
    ...(names.length === 0 ? [] : ([[t("groupsField"), names.join("、")]] satisfies [string, ReactNode][])),
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

/** One screen: what it plays, how it is, and what can be done with it. */
export function ScreenDrawer({ screenId, now, onClose, onEdit, onPair, onTag }: DrawerProps): ReactElement {
  const t = useText(text);
  const common = useText(commonText);
  const f = useFormat();
  const may = useMay();
  const confirm = useConfirmNamed();
  const { message } = App.useApp();
  const { data, error, refetch } = useCall(routes.screens.get, { params: { id: screenId ?? "" } }, { enabled: screenId !== null, keepPrevious: false });
  const rotate = useAction(routes.screens.rotateToken);
  const revoke = useAction(routes.screens.revokeToken);
  const remove = useAction(routes.screens.remove);
  const actions = (screen: Screen): ReactElement => {
    const act = { params: { id: screen.id } };
    const names = [screen.name];
    const paired = screen.live.state !== "unpaired";
    return (
      <div className="y-drawer-actions">
        {!paired && (
          <Button type="primary" onClick={() => onPair(screen)}>
            {t("pairThis")}
          </Button>
        )}
        <Button onClick={() => onEdit(screen)}>{common("edit")}</Button>
        {paired && (
          <Button onClick={() => confirm({ title: t("rotateTitle"), names, consequence: t("rotateNote"), verb: t("rotate"), harmless: true, act: () => rotate.mutateAsync(act).then(() => void message.success(t("rotated"))) })}>
            {t("rotate")}
          </Button>
        )}
        {paired && (
          <Button danger onClick={() => confirm({ title: t("revokeTitle"), names, consequence: t("revokeNote"), verb: t("revoke"), act: () => revoke.mutateAsync(act).then(() => void message.success(t("revoked"))) })}>
            {t("revoke")}
          </Button>
        )}
        <Button
          danger
          onClick={() =>
            confirm({
              title: t("removeTitle", { n: 1 }),
              names,
              consequence: t("removeNote"),
              verb: t("removeVerb", { n: 1 }),
              act: async () => {
                await remove.mutateAsync(act);
                void message.success(common("removed"));
                onClose();
              },
            })
          }
        >
          {common("remove")}
        </Button>
      </div>
    );
  };
  return (
    <Drawer open={screenId !== null} onClose={onClose} size={420} title={data?.name ?? t("title")} extra={data !== undefined && <ScreenStateTag live={data.live} now={now} />}>
      {error !== null && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton active />}
      {data !== undefined && (
        <>
          <div className="y-drawer-picture">
            <Poster url={data.live.playing?.posterUrl ?? null} alt={data.live.playing?.title ?? ""} ratio={data.widthPx / data.heightPx} grey={data.live.state !== "online"} />
            <p style={{ marginTop: 8 }}>{lineOf(data.live, now, t, f)}</p>
          </div>
          {may("canManageScreens") && actions(data)}
          <Facts screen={data} now={now} onTag={onTag} />
          {may("canSeeReports") && (
            <p style={{ marginTop: 16 }}>
              <Link to={`/reports?by=media&screenId=${data.id}`}>{t("openReport")}</Link>
            </p>
          )}
        </>
      )}
    </Drawer>
  );
}
