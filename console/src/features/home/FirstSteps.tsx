import { routes, type Overview } from "@yilu/contract";
import { Button } from "antd";
import { useState, type ReactElement } from "react";
import { Link } from "react-router";
import { StateTag } from "../../components/marks.tsx";
import { useCall } from "../../lib/api.ts";
import { useText } from "../../lib/i18n.ts";
import { useMay } from "../../lib/session.ts";
import { stepsText } from "./stepsText.ts";

const hiddenKey = "yilu.firstSteps";
const one = { page: 1, pageSize: 1 } as const;

/** Until the first play has arrived: what is to be done, in order, each with its page; ticked by what is there. */
export function FirstSteps({ overview }: { overview: Overview }): ReactElement | null {
  const t = useText(stepsText);
  const may = useMay();
  const [isHidden, setHidden] = useState(() => {
    try {
      return localStorage.getItem(hiddenKey) !== null;
    } catch {
      return false;
    }
  });
  const plays = overview.playsToday.completed + overview.playsToday.interrupted;
  const isNew = !isHidden && plays === 0;
  const users = useCall(routes.users.list, { query: one }, { enabled: isNew && may("canManageUsers") });
  const media = useCall(routes.media.list, { query: { ...one, status: "approved" } }, { enabled: isNew });
  const playlists = useCall(routes.playlists.list, { query: one }, { enabled: isNew });
  const entries = useCall(routes.entries.list, { query: one }, { enabled: isNew });
  if (!isNew || media.data === undefined || playlists.data === undefined || entries.data === undefined) return null;
  const { screens } = overview;
  const steps = [
    ...(may("canManageUsers") ? [{ name: "users", to: "/system", isDone: (users.data?.total ?? 0) > 1 } as const] : []),
    { name: "screens", to: "/screens", isDone: screens.total > 0 },
    { name: "players", to: "/screens?state=unpaired", isDone: screens.total > screens.unpaired },
    { name: "media", to: "/media", isDone: media.data.total > 0 },
    { name: "playlists", to: "/playlists", isDone: playlists.data.total > 0 },
    { name: "entries", to: "/entries", isDone: entries.data.total > 0 },
    { name: "plays", to: "/reports", isDone: false },
  ] as const;
  const next = steps.find(({ isDone }) => !isDone);
  // A running county without a play yet today is not a beginner.
  if (steps.filter(({ isDone }) => isDone).length === steps.length - 1) return null;
  const hide = (): void => {
    setHidden(true);
    try {
      localStorage.setItem(hiddenKey, "hidden");
    } catch {
      // A refused storage only means that it is shown again next time.
    }
  };
  return (
    <section className="y-card">
      <header className="y-card-head">
        <h2>{t("start")}</h2>
        <span className="y-caption">{t("startWhy")}</span>
        <span className="y-grow" />
        <Button size="small" type="text" onClick={hide}>
          {t("hide")}
        </Button>
      </header>
      <ol className="y-card-body y-steps">
        {steps.map(({ name, to, isDone }) => (
          <li key={name} aria-current={name === next?.name ? "step" : undefined}>
            {isDone ? (
              <StateTag tone="ok" icon="ready">
                {t(`step.${name}`)}
              </StateTag>
            ) : (
              <Link to={to}>{t(`step.${name}`)}</Link>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
