import { commandReasons, routes, type CommandKind, type CommandReason, type CommandRecord, type Evidence, type Screen } from "@yilu/contract";
import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import type { ActionIconName } from "../../../components/ActionIcon.tsx";
import type { IconName } from "../../../components/Icon.tsx";
import type { Tone } from "../../../components/marks.tsx";
import { useConfirmNamed } from "../../../components/useConfirmNamed.tsx";
import { keyOf, useAction, useCall } from "../../../lib/api.ts";
import type { Format } from "../../../lib/format.ts";
import { useLocal, useText, type Translate } from "../../../lib/i18n.ts";
import { useLive } from "../../../lib/live.ts";
import { asProblem } from "../../../lib/problem.ts";
import { commandsText } from "./commandsText.ts";

export type Words = Translate<(typeof commandsText)["zh"]>;

/** In the order in which they are offered. */
export const commandKinds = ["identify", "screenshot", "refresh", "mute", "unmute", "reload", "clearCache"] as const satisfies readonly CommandKind[];

export const commandIcon: Record<CommandKind, ActionIconName> = {
  identify: "identify",
  screenshot: "camera",
  refresh: "refresh",
  mute: "mute",
  unmute: "sound",
  reload: "restart",
  clearCache: "clear",
};

export const stateLook: Record<CommandRecord["state"], { tone: Tone; icon: IconName }> = {
  waiting: { tone: "off", icon: "wait" },
  sent: { tone: "busy", icon: "sent" },
  done: { tone: "ok", icon: "ready" },
  failed: { tone: "alarm", icon: "alarm" },
  expired: { tone: "park", icon: "none" },
};

/** The two that interrupt what is shown, or cost data. */
type Weighty = Extract<CommandKind, "reload" | "clearCache">;
const isWeighty = (kind: CommandKind): kind is Weighty => kind === "reload" || kind === "clearCache";

const secondMs = 1000;

const isKnown = (reason: string): reason is CommandReason => commandReasons.some((known) => known === reason);

/** What became of a command, or what it waits for, in one sentence. */
export function outcomeOf({ state, expiresAt, askedAt, answeredAt, reason }: CommandRecord, t: Words, f: Pick<Format, "time" | "airtime">): string {
  switch (state) {
    case "waiting":
      return t("waitingUntil", { time: f.time(expiresAt) });
    case "sent":
      return t("sentNote");
    case "expired":
      return t("expiredNote");
    case "failed":
      return t("failedNote", { reason: reason === null ? t("noReason") : isKnown(reason) ? t(`reason.${reason}`) : reason });
    case "done": {
      const tookMs = (answeredAt ?? askedAt) - askedAt;
      return tookMs < secondMs ? t("doneAtOnce") : t("doneNote", { span: f.airtime(tookMs) });
    }
  }
}

/** How long a picture that was asked for keeps its place. */
const awaitedMs = 3_600_000;

/** The picture that was asked for last and is still to come, or failed; null when there is none to wait for. */
export function awaited(commands: readonly CommandRecord[], pictures: readonly Pick<Evidence, "isRequested" | "receivedAt">[], now: number): CommandRecord | null {
  const last = commands.find(({ kind }) => kind === "screenshot");
  if (last === undefined || last.state === "expired" || now - last.askedAt > awaitedMs) return null;
  return pictures.some(({ isRequested, receivedAt }) => isRequested && receivedAt >= last.askedAt) ? null : last;
}

/** The last commands of one screen; they change by themselves. */
export function useCommands(screenId: string): readonly CommandRecord[] | undefined {
  const client = useQueryClient();
  useLive("changed", ({ what, id }) => {
    if (what === "commands" && id === screenId) void client.invalidateQueries({ queryKey: keyOf(routes.remote.commands) });
  });
  return useCall(routes.remote.commands, { params: { id: screenId } }, { keepPrevious: false }).data?.rows;
}

/** Sends a command to screens: const send = useSend(); send("identify", screens). What interrupts or costs is asked about first, and so is whatever goes to many. */
export function useSend(): (kind: CommandKind, screens: readonly Screen[]) => void {
  const t = useText(commandsText);
  const local = useLocal();
  const { message } = App.useApp();
  const confirm = useConfirmNamed();
  const client = useQueryClient();
  const { mutateAsync } = useAction(routes.remote.send);
  const send = async (kind: CommandKind, screens: readonly Screen[], offline: number): Promise<void> => {
    await mutateAsync({ body: { kind, screenIds: screens.map(({ id }) => id) } });
    void client.invalidateQueries({ queryKey: keyOf(routes.remote.commands) });
    void message.success(offline === 0 ? t("sentTo", { n: screens.length }) : t("sentToSome", { n: screens.length, off: offline }));
  };
  return (kind, screens) => {
    const offline = screens.filter(({ live }) => live.state !== "online").length;
    if (screens.length === 1 && !isWeighty(kind)) {
      send(kind, screens, offline).catch((error: unknown) => {
        const problem = asProblem(error);
        void message.error(`${local(problem.message)}。${local(problem.todo)}`);
      });
      return;
    }
    const what = t(`kind.${kind}`);
    confirm({
      title: isWeighty(kind) ? t(`confirmTitle.${kind}`, { n: screens.length }) : t("confirmTitle", { what, n: screens.length }),
      names: screens.map(({ name }) => name),
      consequence: [isWeighty(kind) ? `${t(`note.${kind}`)}。` : "", offline > 0 ? t("offlineOf", { n: offline }) : ""].join(""),
      verb: isWeighty(kind) ? t(`verb.${kind}`, { n: screens.length }) : t("verb", { what, n: screens.length }),
      harmless: kind !== "clearCache",
      act: () => send(kind, screens, offline),
    });
  };
}
