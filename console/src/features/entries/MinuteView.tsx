import { routes, type AnswerOf } from "@yilu/contract";
import { Button, DatePicker } from "antd";
import dayjs from "dayjs";
import type { ReactElement, ReactNode } from "react";
import { EmptyState } from "../../components/EmptyState.tsx";
import { LevelMark } from "../../components/marks.tsx";
import { PageHeader } from "../../components/PageHeader.tsx";
import { Poster } from "../../components/Poster.tsx";
import { ProblemAlert } from "../../components/ProblemAlert.tsx";
import { commonText } from "../../components/text.ts";
import { useParams } from "../../components/useParams.ts";
import { Waiting } from "../../components/Waiting.tsx";
import { useNow } from "../../lib/clock.ts";
import { useFilters } from "../../lib/filters.ts";
import { localDateOf, useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { useMe } from "../../lib/session.ts";
import { useMinute } from "./api.ts";
import { minuteText } from "./minuteText.ts";
import { text } from "./text.ts";
import { TierMark } from "./TierMark.tsx";
import { ScreenFilters } from "./timeline/ScreenFilters.tsx";
import { instantOf, minuteAt, timeOfMinutes } from "./times.ts";

type Row = AnswerOf<typeof routes.planning.minute>["rows"][number];
const minuteMs = 60_000;

function Card({ row, onOpen }: { row: Row; onOpen: () => void }): ReactElement {
  const t = useText(minuteText);
  const common = useText(commonText);
  const { tier, isOff } = row;
  const slot = isOff ? null : row.slot;
  const nothing = t(isOff ? "off" : "slate");
  return (
    <li>
      <button type="button" className="e-moment" aria-label={t("why", { name: row.screenName })} onClick={onOpen}>
        <Poster url={slot?.posterUrl ?? null} alt={slot?.title ?? nothing} {...(row.kind === "led" ? { ratio: 2 } : {})} />
        <b className="y-ellipsis">{row.screenName}</b>
        <span className="y-caption y-ellipsis">{[common(`kind.${row.kind}`), row.line].filter((part) => part !== null).join(" · ")}</span>
        <span className="y-row e-moment-film">
          {slot !== null && <LevelMark level={slot.level} />}
          <span className="y-ellipsis y-grow">{slot?.title ?? nothing}</span>
        </span>
        <span className="y-row">{tier === "slate" ? <span className="e-tier e-tier-default">{t("slateTier")}</span> : <TierMark tier={tier} />}</span>
      </button>
    </li>
  );
}

/** 某一刻: every screen at one minute, as pictures. */
export function MinuteView({ switcher }: { switcher: ReactNode }): ReactElement {
  const t = useText(minuteText);
  const words = useText(text);
  const f = useFormat();
  const now = useNow();
  const usualZone = useMe().timeZone; // until the screens have said theirs
  const [, open] = useParams();
  const whole = Math.floor(now / minuteMs) * minuteMs;
  const [filters, setFilters, reset] = useFilters(routes.planning.minute, { at: whole });
  const minute = useMinute(filters);
  const { at } = filters;
  const rows = minute.data?.rows ?? [];
  const zone = rows[0]?.timeZone ?? usualZone;
  const set = (instant: number): void => setFilters({ at: instant });
  const tiers = (["emergency", "takeover", "regular", "default", "slate"] as const).map((tier) => ({ tier, n: rows.filter((row) => row.tier === tier).length })).filter(({ n }) => n > 0);
  return (
    <>
      <PageHeader title={words("view.minute")}>
        {switcher}
        <ScreenFilters filters={filters} onChange={setFilters} onReset={reset} />
      </PageHeader>
      <div className="y-row y-wrap e-moment-head">
        <DatePicker
          showTime={{ format: "HH:mm" }}
          format="YYYY-MM-DD HH:mm"
          allowClear={false}
          aria-label={t("when")}
          value={dayjs(`${localDateOf(at, zone)}T${timeOfMinutes(minuteAt(at, zone))}`)}
          onChange={(day) => {
            if (day !== null) set(instantOf(day.format("YYYY-MM-DD"), day.hour() * 60 + day.minute(), zone));
          }}
        />
        <Button onClick={() => set(whole)}>{t("now")}</Button>
        <span className="y-ink2" role="status">
          {minute.data !== undefined && t("count", { n: f.count(rows.length) })}
          {tiers.map(({ tier, n }) => (
            <span key={tier} className="e-moment-tier">
              {tier === "slate" ? t("slateTier") : words(`tier.${tier}`)} <b>{f.count(n)}</b>
            </span>
          ))}
        </span>
        {rows.some(({ orderMayDiffer }) => orderMayDiffer) && <span className="y-caption y-grow">{t("order")}</span>}
      </div>
      <ProblemAlert error={minute.error} onRetry={() => void minute.refetch()} />
      {minute.isPending && minute.error === null && <Waiting />}
      {minute.data !== undefined && rows.length === 0 && (
        <div className="y-card">
          <EmptyState title={t("none")} why={t("noneWhy")} action={<Button onClick={reset}>{t("reset")}</Button>} />
        </div>
      )}
      <ul className="e-moments">
        {rows.map((row) => (
          <Card key={row.screenId} row={row} onOpen={() => open({ view: undefined, screen: row.screenId, at: String(at), date: localDateOf(at, zone), by: "day" }, "only")} />
        ))}
      </ul>
    </>
  );
}
