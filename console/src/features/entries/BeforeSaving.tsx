import type { DraftCheck } from "@yilu/contract";
import type { ReactElement } from "react";
import { StateTag } from "../../components/marks.tsx";
import { useFormat } from "../../lib/format.ts";
import { useLocal, useText } from "../../lib/i18n.ts";
import { useAllScreens, useUnits } from "./api.ts";
import type { CheckedDraft } from "./check.ts";
import { checkText } from "./checkText.ts";
import type { EntryDraft } from "./draft.ts";
import { reachOf } from "./reach.ts";
import { Section } from "./sections.tsx";

const shown = 6;

/** A share to one decimal of a percent, never more than there is: what is offered must be accepted. */
export const roomOf = (share: number): number => Math.floor(share * 1000 + 1e-9) / 1000;

/** "15" or "7.6": a share as percent, without a decimal that says nothing. */
const percentOf = (share: number): string => String(Math.round(share * 1000) / 10);

/** Entries that all pause in one and the same stretch; null when they do not. */
export function pauseOf(displaced: DraftCheck["displaced"]): { n: number; from: number; to: number } | null {
  const paused = displaced.filter(({ effect }) => effect === "paused");
  const [first] = paused;
  return first !== undefined && paused.every(({ from, to }) => from === first.from && to === first.to) ? { n: paused.length, from: first.from, to: first.to } : null;
}

/** How many screens the targets mean: counted here until the draft is complete enough for the server to judge. */
function useReach(values: Partial<EntryDraft>): number | null {
  const screens = useAllScreens().data;
  const units = useUnits().data;
  if (screens === undefined || screens === null || units === undefined) return null;
  return reachOf(screens, units, values.include ?? [], values.exclude ?? []).length;
}

function Findings({ check }: { check: DraftCheck }): ReactElement {
  const t = useText(checkText);
  const f = useFormat();
  const local = useLocal();
  const { overCommitment: over, displaced, warnings, largestShare } = check;
  const zone = check.timeZone ?? undefined;
  const pause = pauseOf(displaced);
  const share = (value: number): string => t("percent", { n: percentOf(value) });
  const stretch = ({ from, to }: { from: number; to: number }): string => `${f.dateTime(from, zone)}–${f.date(from, zone) === f.date(to, zone) ? f.time(to, zone) : f.dateTime(to, zone)}`;
  return (
    <>
      {over !== null && (
        <div className="e-finding">
          <StateTag tone="alarm" icon="alarm">
            {t("over", { largest: share(roomOf(over.largestShare)), wanted: share(over.wantedShare) })}
          </StateTag>
          <p className="y-caption">
            {t("overWhere", { stretch: stretch(over), n: f.count(over.screenCount) })}
            {over.rivals.length > 0 && t("overRivals", { names: over.rivals.map(({ name }) => name).join(t("and")) })}
          </p>
        </div>
      )}
      {over === null && largestShare !== null && <p className="y-caption">{t("largest", { largest: share(roomOf(largestShare)) })}</p>}
      {warnings.map((warning) => (
        <StateTag key={warning.code} tone="off" icon="alarm">
          {local(warning.message)}
        </StateTag>
      ))}
      {displaced.length === 0 ? (
        <p className="y-caption">{t("displacesNothing")}</p>
      ) : (
        <>
          <b>{pause === null ? t("displaces", { n: displaced.length }) : t("pauses", { n: pause.n, stretch: stretch(pause) })}</b>
          <ul className="e-displaced">
            {displaced.slice(0, shown).map((one) => (
              <li key={`${one.entryId} ${one.effect}`}>
                <span className="y-grow">{one.entryName}</span>
                <span className="y-ink2">
                  {one.effect === "reduced" ? t("effect.reduced", { before: share(one.shareBefore), after: share(one.shareAfter) }) : t(`effect.${one.effect}`)}
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

interface BeforeSavingProps {
  values: Partial<EntryDraft>;
  checked: CheckedDraft;
}

/** What saving would do: whom it reaches, whether it fits, what it displaces. */
export function BeforeSaving({ values, checked: { complete, result, busy } }: BeforeSavingProps): ReactElement {
  const t = useText(checkText);
  const f = useFormat();
  const counted = useReach(values);
  const n = result?.screenCount ?? counted;
  return (
    <Section title={t("title")} last>
      <div className="e-check" aria-live="polite" aria-busy={busy}>
        {n !== null && <p className={n === 0 ? "y-off" : "e-reach"}>{n === 0 ? t("reachNone") : t("reach", { n: f.count(n) })}</p>}
        {!complete && <p className="y-caption">{t("incomplete")}</p>}
        {result !== null && <Findings check={result} />}
      </div>
    </Section>
  );
}
