import type { CommandRecord, Screen } from "@yilu/contract";
import { Button, Tooltip } from "antd";
import type { ReactElement } from "react";
import { ActionIcon } from "../../../components/ActionIcon.tsx";
import { StateTag } from "../../../components/marks.tsx";
import { Waiting } from "../../../components/Waiting.tsx";
import { useFormat } from "../../../lib/format.ts";
import { useText } from "../../../lib/i18n.ts";
import { commandIcon, commandKinds, outcomeOf, stateLook, useCommands, useSend } from "./commands.ts";
import "./commands.css";
import { commandsText } from "./commandsText.ts";

/** What can be asked of a screen's player, and what became of what was asked. */
export function CommandsPanel({ screen, mayAsk }: { screen: Screen; mayAsk: boolean }): ReactElement {
  const t = useText(commandsText);
  const send = useSend();
  const commands = useCommands(screen.id);
  const { state, health } = screen.live;
  const kinds = commandKinds.filter((kind) => (kind !== "unmute" || health?.isMuted !== false) && (kind !== "mute" || health?.isMuted !== true));
  return (
    <>
      {mayAsk && (
        <>
          <div className="y-commands">
            {kinds.map((kind) => (
              <Tooltip key={kind} title={t(`what.${kind}`)} placement="bottom">
                <Button danger={kind === "clearCache"} disabled={state === "unpaired"} icon={<ActionIcon name={commandIcon[kind]} />} onClick={() => send(kind, [screen])}>
                  {t(`kind.${kind}`)}
                </Button>
              </Tooltip>
            ))}
          </div>
          {state !== "online" && <p className="y-caption">{state === "unpaired" ? t("unpaired") : t("offline")}</p>}
        </>
      )}
      <h3 className="y-panel-head">{t("history")}</h3>
      {commands === undefined && <Waiting />}
      {commands !== undefined && commands.length === 0 && <p className="y-caption">{t("noHistory")}</p>}
      <ul className="y-command-list">
        {(commands ?? []).map((command) => (
          <Asked key={command.id} command={command} />
        ))}
      </ul>
    </>
  );
}

function Asked({ command }: { command: CommandRecord }): ReactElement {
  const t = useText(commandsText);
  const f = useFormat();
  const { kind, state, askedBy, askedAt } = command;
  return (
    <li>
      <ActionIcon name={commandIcon[kind]} />
      <div className="y-grow">
        <div className="y-row">
          <b className="y-grow">{t(`kind.${kind}`)}</b>
          <StateTag {...stateLook[state]}>{t(`state.${state}`)}</StateTag>
        </div>
        <p>{outcomeOf(command, t, f)}</p>
        <p className="y-caption">{t("by", { who: askedBy, time: f.dateTime(askedAt) })}</p>
      </div>
    </li>
  );
}
