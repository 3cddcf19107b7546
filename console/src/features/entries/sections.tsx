import { Form, Input, InputNumber, Radio } from "antd";
import type { ReactElement } from "react";
import { DaypartsField } from "../../components/dayparts/DaypartsField.tsx";
import { FilmStrip } from "../../components/FilmStrip.tsx";
import { commonText } from "../../components/text.ts";
import { useFormat } from "../../lib/format.ts";
import { useText } from "../../lib/i18n.ts";
import { usePlaylist } from "./api.ts";
import { DateField } from "./DateField.tsx";
import { takesOverForGood, type EntryDraft } from "./draft.ts";
import { ExceptField } from "./ExceptField.tsx";
import { PlaylistSelect } from "./PlaylistSelect.tsx";
import { ShareField } from "./ShareField.tsx";
import { TargetsField } from "./TargetsField.tsx";
import { text } from "./text.ts";
import { TierMark } from "./TierMark.tsx";

interface SectionProps {
  /** What the form holds at the moment. */
  values: Partial<EntryDraft>;
}

/** `last`: below everything else where there is one column only. */
export function Section({ title, last = false, children }: { title: string; last?: boolean; children: ReactElement | (ReactElement | false)[] }): ReactElement {
  return (
    <section className={last ? "y-card e-last" : "y-card"}>
      <header className="y-card-head">
        <h2>{title}</h2>
      </header>
      <div className="y-card-body">{children}</div>
    </section>
  );
}

/** The playlist chosen, as pictures. */
function PlaylistStrip({ id }: { id: string | undefined }): ReactElement | null {
  const t = useText(text);
  const f = useFormat();
  const playlist = usePlaylist(id).data;
  if (playlist === undefined) return null;
  const { items, totalMs } = playlist;
  if (items.length === 0) return <p className="y-off">{t("playlistEmpty")}</p>;
  const summary = t("playlistLength", { n: items.length, length: f.length(totalMs) });
  return (
    <div className="e-strip">
      <FilmStrip
        height={40}
        summary={summary}
        empty=""
        items={items.map(({ title, durationMs, posterUrl, level, status }, index) => ({ key: String(index), title, durationMs, posterUrl, level, bad: status !== "approved" }))}
      />
      <p className="y-caption">{summary}</p>
    </div>
  );
}

export function WhatSection({ values }: SectionProps): ReactElement {
  const t = useText(text);
  const common = useText(commonText);
  const required = { required: true, message: common("required") };
  const tiers = (["regular", "takeover", "default"] as const).map((tier) => ({
    value: tier,
    label: (
      <>
        <TierMark tier={tier} /> <span className="y-caption">{t(`tierWhy.${tier}`)}</span>
      </>
    ),
  }));
  return (
    <Section title={t("sectionWhat")}>
      <Form.Item name="name" label={t("name")} rules={[{ ...required, whitespace: true }]}>
        <Input maxLength={100} placeholder={t("namePlaceholder")} autoComplete="off" />
      </Form.Item>
      <Form.Item label={t("playlist")} required>
        <Form.Item name="playlistId" noStyle rules={[required]}>
          <PlaylistSelect />
        </Form.Item>
        <PlaylistStrip id={values.playlistId} />
      </Form.Item>
      <Form.Item name="tier" label={t("tier")}>
        <Radio.Group vertical options={tiers} />
      </Form.Item>
      {takesOverForGood(values) && <p className="y-alarm">{t("forGood")}</p>}
    </Section>
  );
}

export function WhenSection({ values }: SectionProps): ReactElement {
  const t = useText(text);
  return (
    <Section title={t("sectionWhen")}>
      <Form.Item label={t("dates")} extra={t("datesHint")}>
        <div className="y-row y-wrap">
          <Form.Item name="startDate" noStyle>
            <DateField label={t("startDate")} />
          </Form.Item>
          –
          <Form.Item
            name="endDate"
            noStyle
            dependencies={["startDate"]}
            rules={[
              ({ getFieldValue }) => ({
                validator: (_, end: string | null) => {
                  const start: unknown = getFieldValue("startDate");
                  return typeof start === "string" && end !== null && end < start ? Promise.reject(new Error(t("endBeforeStart"))) : Promise.resolve();
                },
              }),
            ]}
          >
            <DateField label={t("endDate")} />
          </Form.Item>
        </div>
      </Form.Item>
      <Form.Item name="dayparts" label={t("dayparts")} extra={t("daypartsHint")}>
        <DaypartsField />
      </Form.Item>
      <Form.Item name="exceptDates" label={t("exceptDates")} extra={t("exceptHint")}>
        <ExceptField />
      </Form.Item>
      <Form.Item name="start" label={t("start")} extra={values.start === "soft" ? t("startHint") : undefined}>
        <Radio.Group options={(["soft", "hard"] as const).map((value) => ({ value, label: t(`start.${value}`) }))} />
      </Form.Item>
    </Section>
  );
}

export function ShareSection({ values }: SectionProps): ReactElement {
  const t = useText(text);
  const playlist = usePlaylist(values.playlistId).data;
  const meanMs = playlist === undefined || playlist.items.length === 0 ? null : playlist.totalMs / playlist.items.length;
  return (
    <Section title={t("sectionShare")}>
      <Form.Item name="share" label={t("share")}>
        <ShareField meanMs={meanMs} />
      </Form.Item>
      <Form.Item name="maxPlaysPerHour" label={t("maxPlays")} extra={t("maxPlaysHint")}>
        <InputNumber className="e-number" min={1} max={3600} precision={0} suffix={t("share.perHour")} />
      </Form.Item>
    </Section>
  );
}

export function WhereSection(): ReactElement {
  const t = useText(text);
  return (
    <Section title={t("sectionWhere")}>
      <Form.Item name="include" label={t("include")} rules={[{ type: "array", min: 1, message: t("includeMissing") }]}>
        <TargetsField withAll />
      </Form.Item>
      <Form.Item name="exclude" label={t("exclude")} extra={t("excludeHint")}>
        <TargetsField withAll={false} />
      </Form.Item>
    </Section>
  );
}
