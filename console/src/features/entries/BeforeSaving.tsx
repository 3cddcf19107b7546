import type { DraftCheck } from "@yilu/contract";
import { useEffect, useMemo, useState, type ReactElement } from "react";
import { StateTag } from "../../components/marks.tsx";
import { useFormat } from "../../lib/format.ts";
import { useLocal, useText } from "../../lib/i18n.ts";
import { useAllScreens, useCheck, useUnits } from "./api.ts";
import { checkText } from "./checkText.ts";
import type { EntryDraft } from "./draft.ts";
import { reachOf } from "./reach.ts";
import { Section } from "./sections.tsx";

const typingMs = 500;
const shown = 6;

/** A share to one decimal of a percent, never more than there is: what is offered must be accepted. */
export const roomOf = (share: number): number => Math.floor(share * 1000 + 1e-9) / 1000;

/** How many screens the targets mean: counted here until the draft is complete enough for the server to judge. */
function useReach(values: Partial<EntryDraft>): number | null {
  const screens = useAllScreens().data;
  const units = useUnits().data;
  if (screens === undefined || screens === null || units === undefined) return null;
  return reachOf(screens, units, values.include ?? [], values.exclude ?? []).length;
}

/** A draft that has been left alone for a moment; compared by content, since the form hands out a new object at each render. */
function useSettled(draft: Partial<EntryDraft>): Partial<EntryDraft> {
  const content = JSON.stringify(draft);
  const [settled, setSettled] = useState(content);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(content), typingMs);
    return () => clearTimeout(timer);
  }, [content]);
  return useMemo(() => JSON.parse(settled) as Partial<EntryDraft>, [settled]); // what was just written as JSON
}

function Findings({ check }: { check: DraftCheck }): ReactElement {
  const t = useText(checkText);
  const f = useFormat();
  const local = useLocal();
  const { overCommitment: over, displaced, warnings, largestShare } = check;
  const stretch = ({ from, to }: { from: number; to: number }): string => `${f.dateTime(from)}–${f.date(from) === f.date(to) ? f.time(to) : f.dateTime(to)}`;
  return (
    <>
      {over !== null && (
        <div className="e-finding">
          <StateTag tone="alarm" icon="alarm">
            {t("over", { largest: f.percent(roomOf(over.largestShare)), wanted: f.percent(over.wantedShare) })}
          </StateTag>
          <p className="y-caption">
            {t("overWhere", { stretch: stretch(over), n: f.count(over.screenCount) })}
            {over.rivals.length > 0 && t("overRivals", { names: over.rivals.map(({ name }) => name).join(t("and")) })}
          </p>
        </div>
      )}
      {over === null && largestShare !== null && <p className="y-caption">{t("largest", { largest: f.percent(roomOf(largestShare)) })}</p>}
      {warnings.map((warning) => (
        <StateTag key={warning.code} tone="off" icon="alarm">
          {local(warning.message)}
        </StateTag>
      ))}
      {displaced.length === 0 ? (
        <p className="y-caption">{t("displacesNothing")}</p>
      ) : (
        <>
          <b>{t("displaces", { n: displaced.length })}</b>
          <ul className="e-displaced">
            {displaced.slice(0, shown).map((one) => (
              <li key={`${one.entryId} ${one.effect}`}>
                <span className="y-grow">{one.entryName}</span>
                <span className="y-ink2">
                  {one.effect === "reduced" ? t("effect.reduced", { before: f.percent(one.shareBefore), after: f.percent(one.shareAfter) }) : t(`effect.${one.effect}`)}
                </span>
                <p className="y-caption">{t("displacedWhere", { stretch: stretch(one), n: f.count(one.screens) })}</p>
              </li>
            ))}
            {displaced.length > shown && <li className="y-caption">{t("displacedMore", { n: displaced.length - shown })}</li>}
          </ul>
        </>
      )}
    </>
  );
}

/** What saving would do: whom it reaches, whether it fits, what it displaces. */
export function BeforeSaving({ id, values }: { id: string | null; values: Partial<EntryDraft> }): ReactElement {
  const t = useText(checkText);
  const f = useFormat();
  const counted = useReach(values);
  const settled = useSettled(values);
  const { playlistId, include = [], startDate = null, endDate = null } = settled;
  const complete = playlistId !== undefined && include.length > 0 && (startDate === null || endDate === null || startDate <= endDate);
  const name = (settled.name ?? "").trim();
  const { tier = "regular", dayparts = [], exceptDates = [], window = null, share = { kind: "fill", weight: 1 }, maxPlaysPerHour = null, start = "soft", exclude = [] } = settled;
  const check = useCheck(
    complete ? { id, name: name === "" ? t("draft") : name, playlistId, tier, startDate, endDate, dayparts, exceptDates, window, share, maxPlaysPerHour, start, include, exclude } : null,
  );
  const result = complete ? (check.data ?? null) : null;
  const n = result?.screenCount ?? counted;
  return (
    <Section title={t("title")} last>
      <div className="e-check" aria-live="polite" aria-busy={check.isFetching}>
        {n !== null && <p className={n === 0 ? "y-off" : "e-reach"}>{n === 0 ? t("reachNone") : t("reach", { n: f.count(n) })}</p>}
        {!complete && <p className="y-caption">{t("incomplete")}</p>}
        {result !== null && <Findings check={result} />}
      </div>
    </Section>
  );
}
