import { useQueryClient } from "@tanstack/react-query";
import { routes, type AnswerOf } from "@yilu/contract";
import { App, Button } from "antd";
import { useEffect, useState, type ReactElement } from "react";
import { Icon } from "../../../components/Icon.tsx";
import { useConfirmNamed } from "../../../components/useConfirmNamed.tsx";
import { useAction, useCall } from "../../../lib/api.ts";
import { now, useNow } from "../../../lib/clock.ts";
import { useFormat } from "../../../lib/format.ts";
import { useText } from "../../../lib/i18n.ts";
import { useMay } from "../../../lib/session.ts";
import { stillOn } from "./draft.ts";
import { emergencyText } from "./emergencyText.ts";

type Running = AnswerOf<typeof routes.emergencies.list>[number];
const tickMs = 10_000;

function One({ one, at }: { one: Running; at: number }): ReactElement {
  const t = useText(emergencyText);
  const f = useFormat();
  const may = useMay();
  const client = useQueryClient();
  const confirm = useConfirmNamed();
  const { message } = App.useApp();
  const stop = useAction(routes.emergencies.stop);
  const { id, name, unitId, playingScreens, endsAt } = one;
  // One sent by a unit above is seen, and cannot be stopped here.
  const own = useCall(routes.units.list, {}).data?.some((unit) => unit.id === unitId) ?? false;
  const n = f.count(playingScreens);
  const time = f.time(endsAt);
  const ask = (): void =>
    confirm({
      title: t("stopTitle", { name, n }),
      names: [name],
      consequence: t("stopWhy", { time }),
      verb: t("stopVerb", { n }),
      act: async () => {
        await stop.mutateAsync({ params: { id } });
        void message.success(t("stopped", { name }));
        for (const root of ["entries", "timeline", "preview", "screens"]) void client.invalidateQueries({ queryKey: [root] });
      },
    });
  return (
    <div className="y-emergency-one">
      <Icon name="emergency" size={16} />
      <b>{t("running")}</b>
      <span className="y-grow">{t("runningWhat", { name, n, time, left: f.span(endsAt - at) })}</span>
      {own && may("canSendEmergencies") && (
        <Button danger size="small" onClick={ask}>
          {t("stop")}
        </Button>
      )}
    </div>
  );
}

/** What interrupts everything at the moment, on every page; goes by itself at its end. */
export function EmergencyBanner(): ReactElement {
  const read = useNow(tickMs);
  const running = useCall(routes.emergencies.list, {}, { refetchInterval: 60_000 });
  const [ended, setEnded] = useState(0);
  // The clock was read up to ten seconds ago; an end that has come since counts.
  const at = Math.max(read, ended);
  const on = stillOn(running.data ?? [], at);
  const next = on.length === 0 ? null : Math.min(...on.map(({ endsAt }) => endsAt));
  useEffect(() => {
    if (next === null) return undefined;
    const timer = setTimeout(() => setEnded(next), Math.max(0, next - now()) + 50);
    return () => clearTimeout(timer);
  }, [next]);
  return (
    <div className="y-emergencies" role="status">
      {on.map((one) => (
        <One key={one.id} one={one} at={at} />
      ))}
    </div>
  );
}
