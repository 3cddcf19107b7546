import { routes, type CommandRecord, type Screen } from "@yilu/contract";
import { Button } from "antd";
import type { ReactElement } from "react";
import { ActionIcon } from "../../../components/ActionIcon.tsx";
import { EvidenceGallery } from "../../../components/evidence/EvidenceGallery.tsx";
import { StateTag } from "../../../components/marks.tsx";
import { useCall } from "../../../lib/api.ts";
import { useNow } from "../../../lib/clock.ts";
import { useFormat } from "../../../lib/format.ts";
import { useText } from "../../../lib/i18n.ts";
import { awaited, outcomeOf, stateLook, useCommands, useSend } from "./commands.ts";
import "./commands.css";
import { commandsText } from "./commandsText.ts";

/** What the screen showed, and a button for what it shows now: its place is kept until the picture comes. */
export function PicturesPanel({ screen, mayAsk }: { screen: Screen; mayAsk: boolean }): ReactElement {
  const t = useText(commandsText);
  const send = useSend();
  const now = useNow();
  const commands = useCommands(screen.id);
  const newest = useCall(routes.evidence.list, { query: { screenId: screen.id, page: 1, pageSize: 24 } }, { keepPrevious: false });
  const waiting = commands === undefined || newest.data === undefined ? null : awaited(commands, newest.data.rows, now);
  return (
    <EvidenceGallery
      screenId={screen.id}
      emptyWhy={t(mayAsk ? "noPictures" : "noPicturesSee")}
      actions={
        mayAsk && (
          <>
            <Button type="primary" icon={<ActionIcon name="camera" />} disabled={screen.live.state === "unpaired"} loading={waiting?.state === "sent"} onClick={() => send("screenshot", [screen])}>
              {t("kind.screenshot")}
            </Button>
            {screen.live.state !== "online" && <span className="y-caption">{screen.live.state === "unpaired" ? t("unpaired") : t("offline")}</span>}
          </>
        )
      }
      first={waiting !== null && <Awaited command={waiting} />}
    />
  );
}

function Awaited({ command }: { command: CommandRecord }): ReactElement {
  const t = useText(commandsText);
  const f = useFormat();
  const word = command.state === "failed" ? t("pictureFailed") : command.state === "waiting" ? t("pictureOffline") : t("waitingPicture");
  return (
    <li aria-live="polite">
      <div className="y-picture y-picture-awaited">
        <StateTag {...(command.state === "done" ? stateLook.sent : stateLook[command.state])}>{word}</StateTag>
      </div>
      <p className="y-caption">{command.state === "done" ? f.dateTime(command.askedAt) : outcomeOf(command, t, f)}</p>
    </li>
  );
}
