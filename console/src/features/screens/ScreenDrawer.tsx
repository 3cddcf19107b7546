import { routes, type Screen } from "@yilu/contract";
import { App, Button, Drawer, Skeleton, Tabs } from "antd";
import type { ReactElement } from "react";
import { Link } from "react-router";
import { evidenceText } from "../../components/evidence/text.ts";
import { Poster } from "../../components/Poster.tsx";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { commonText } from "../../components/text.ts";
import { useConfirmNamed } from "../../components/useConfirmNamed.tsx";
import { useAction, useCall } from "../../lib/api.ts";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { useMay } from "../../lib/session.ts";
import { CommandsPanel } from "./commands/CommandsPanel.tsx";
import { commandsText } from "./commands/commandsText.ts";
import { PicturesPanel } from "./commands/PicturesPanel.tsx";
import { Facts } from "./Facts.tsx";
import { Health } from "./health/Health.tsx";
import { healthText } from "./health/healthText.ts";
import { PowerStrip } from "./health/PowerStrip.tsx";
import { SettingsPanel } from "./settings/SettingsPanel.tsx";
import { settingsText } from "./settings/settingsText.ts";
import { lineOf, ScreenStateTag } from "./states.tsx";
import { text } from "./text.ts";

interface DrawerProps {
  screenId: string | null;
  now: number;
  onClose: () => void;
  onEdit: (screen: Screen) => void;
  onPair: (screen: Screen) => void;
  onTag: (tag: string) => void;
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
    <Drawer open={screenId !== null} onClose={onClose} size={660} title={data?.name ?? t("title")} extra={data !== undefined && <ScreenStateTag live={data.live} now={now} />}>
      {error !== null && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton active />}
      {data !== undefined && (
        <>
          <div className="y-drawer-head">
            <div className="y-drawer-picture">
              <Poster url={data.live.playing?.posterUrl ?? null} alt={data.live.playing?.title ?? ""} ratio={data.widthPx / data.heightPx} grey={data.live.state !== "online"} />
            </div>
            <div className="y-grow">
              <p>{lineOf(data.live, now, t, f)}</p>
              {may("canManageScreens") && actions(data)}
            </div>
          </div>
          <Panels key={data.id} screen={data} now={now} onTag={onTag} />
        </>
      )}
    </Drawer>
  );
}

/** How the screen is, what it showed, what was asked of it, how it is set up. */
function Panels({ screen, now, onTag }: { screen: Screen; now: number; onTag: (tag: string) => void }): ReactElement {
  const t = useText(text);
  const health = useText(healthText);
  const pictures = useText(evidenceText);
  const commands = useText(commandsText);
  const settings = useText(settingsText);
  const may = useMay();
  const mayManage = may("canManageScreens");
  const state = (
    <>
      <Health screen={screen} now={now} />
      <h3 className="y-panel-head">{health("power")}</h3>
      <PowerStrip live={screen.live} now={now} />
      <h3 className="y-panel-head">{health("facts")}</h3>
      <Facts screen={screen} now={now} onTag={onTag} />
      {may("canSeeReports") && (
        <p style={{ marginTop: 16 }}>
          <Link to={`/reports?by=media&screenId=${screen.id}`}>{t("openReport")}</Link>
        </p>
      )}
    </>
  );
  return (
    <Tabs
      items={[
        { key: "health", label: health("health"), children: state },
        { key: "pictures", label: pictures("pictures"), children: <PicturesPanel screen={screen} mayAsk={mayManage} /> },
        { key: "commands", label: commands("commands"), children: <CommandsPanel screen={screen} mayAsk={mayManage} /> },
        ...(mayManage ? [{ key: "settings", label: settings("settings"), children: <SettingsPanel screen={screen} /> }] : []),
      ]}
    />
  );
}
