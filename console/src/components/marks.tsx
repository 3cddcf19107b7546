import type { Level } from "@yilu/contract";
import { Tooltip } from "antd";
import type { ReactElement, ReactNode } from "react";
import { useText } from "../lib/i18n.ts";
import { Icon, type IconName } from "./Icon.tsx";
import { commonText } from "./text.ts";

/** The public level of a film: a solid square with one character, named on hover and for screen readers. */
export function LevelMark({ level }: { level: Level }): ReactElement {
  const t = useText(commonText);
  const name = t(`levelName.${level}`);
  return (
    <Tooltip title={name}>
      <span className={`y-level y-level-${level}`} role="img" aria-label={name}>
        {t(`level.${level}`)}
      </span>
    </Tooltip>
  );
}

/** The five tones of look.md: always colour + icon + word. */
export type Tone = "ok" | "off" | "alarm" | "park" | "busy";

/** A state: icon and word in one tone; `framed` for trouble that must be seen at a glance. */
export function StateTag({ tone, icon, framed = false, children }: { tone: Tone; icon: IconName; framed?: boolean; children: ReactNode }): ReactElement {
  return (
    <span className={`y-state y-${tone}${framed ? " y-state-framed" : ""}`}>
      <Icon name={icon} size={14} />
      <span>{children}</span>
    </span>
  );
}
