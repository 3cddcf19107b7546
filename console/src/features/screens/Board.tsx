import type { Screen } from "@yilu/contract";
import { Grid } from "antd";
import { useMemo, type ReactElement } from "react";
import { commonText } from "../../components/text.ts";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { ScreenCard } from "./ScreenCard.tsx";
import { compareByTrouble, standingOf, standings, StandingTag, troubleOf } from "./states.tsx";
import { text } from "./text.ts";

export type GroupBy = "line" | "unit";

interface BoardProps {
  screens: readonly Screen[];
  by: GroupBy;
  now: number;
  selected: ReadonlySet<string>;
  onSelect?: ((screenId: string, selected: boolean) => void) | undefined;
  onOpen: (screenId: string) => void;
  /** On phones what is wrong stands above everything, whatever its line. */
  troubleFirst: boolean;
}

interface Section {
  key: string;
  kind: Screen["kind"] | "trouble" | null;
  /** Line or unit; empty: none given. */
  title: string;
  screens: Screen[];
}

const kinds: readonly Screen["kind"][] = ["led", "bus", "coach"];

/** Screens in the sections they are looked for: LED walls, then buses and coaches by line; or by unit. Trouble stands first. */
export function sectionsOf(screens: readonly Screen[], by: GroupBy, now: number): Section[] {
  const sections = new Map<string, Section>();
  for (const screen of screens) {
    const kind = by === "line" ? screen.kind : null;
    const title = by === "unit" ? screen.unitName : screen.kind === "led" ? "" : (screen.line ?? "");
    const key = `${kind ?? ""} ${title}`;
    const section = sections.get(key) ?? { key, kind, title, screens: [] };
    section.screens.push(screen);
    sections.set(key, section);
  }
  const order = ({ kind }: Section): number => kinds.findIndex((other) => other === kind);
  for (const section of sections.values()) section.screens.sort(compareByTrouble(now));
  return [...sections.values()].sort((a, b) => order(a) - order(b) || a.title.localeCompare(b.title, "zh-CN", { numeric: true }));
}

function SectionHead({ section, now }: { section: Section; now: number }): ReactElement {
  const t = useText(text);
  const common = useText(commonText);
  const f = useFormat();
  const { kind, title, screens } = section;
  const counts = standings.map((standing) => ({ standing, n: screens.filter((screen) => standingOf(screen.live, now) === standing).length }));
  const heading = kind === "led" ? t("led") : kind === "trouble" ? t("troubleFirst") : `${kind === null ? "" : `${common(`kind.${kind}`)} `}${title === "" ? t("noLine") : title}`;
  return (
    <header className="y-row y-wrap y-section-head">
      <h2>{heading}</h2>
      <span className="y-caption">{t("countOfGroup", { n: f.count(screens.length) })}</span>
      {counts
        .filter(({ n }) => n > 0)
        .map(({ standing, n }) => (
          <StandingTag key={standing} standing={standing} n={n} />
        ))}
    </header>
  );
}

/** How many cards stand side by side. */
function useColumns(): number {
  const { md, lg, xl, xxl } = Grid.useBreakpoint();
  if (xxl === true) return 6;
  if (xl === true) return 5;
  if (lg === true) return 4;
  return md === true ? 3 : 2;
}

export function Board({ screens, by, now, selected, onSelect, onOpen, troubleFirst }: BoardProps): ReactElement {
  const sections = useMemo(() => {
    const trouble = troubleFirst ? screens.filter((screen) => troubleOf(screen.live, now) !== null) : [];
    const rest = sectionsOf(trouble.length === 0 ? screens : screens.filter((screen) => !trouble.includes(screen)), by, now);
    return trouble.length === 0 ? rest : [{ key: "trouble", kind: "trouble" as const, title: "", screens: trouble }, ...rest];
  }, [screens, by, now, troubleFirst]);
  const columns = useColumns();
  /** A short line takes only the columns it fills, so that two of them share a row. */
  const span = (section: Section): number => (section.kind === "led" || section.kind === "trouble" ? columns : Math.min(columns, section.screens.length));
  const inside = (section: Section): number => (section.kind === "led" ? Math.max(1, columns - 1) : span(section));
  return (
    <div className="y-board" style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}>
      {sections.map((section) => (
        <section key={section.key} className="y-section" style={{ gridColumn: `span ${span(section)}` }}>
          <SectionHead section={section} now={now} />
          <div className="y-screens" style={{ gridTemplateColumns: `repeat(${inside(section)}, minmax(0, 1fr))` }}>
            {section.screens.map((screen) => (
              <ScreenCard
                key={screen.id}
                screen={screen}
                now={now}
                selected={selected.has(screen.id)}
                onSelect={onSelect === undefined ? undefined : (on) => onSelect(screen.id, on)}
                onOpen={() => onOpen(screen.id)}
              />
            ))}
          </div>
        </section>
      ))}
    </div>
  );
}
