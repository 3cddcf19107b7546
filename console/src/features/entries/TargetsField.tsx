import { screenKind as screenKinds, type Target } from "@yilu/contract";
import { Button, Select, Tag } from "antd";
import { useState, type ReactElement } from "react";
import { commonText } from "../../components/text.ts";
import { UnitSelect } from "../../components/UnitSelect.tsx";
import { useText } from "../../lib/i18n.ts";
import { useGroups } from "./api.ts";
import { withTarget } from "./reach.ts";
import { ScreenSelect } from "./ScreenSelect.tsx";
import { text } from "./text.ts";
import { useNames } from "./useNames.ts";
import { targetKey, targetWords } from "./words.ts";

type Kind = Target["kind"];

interface TargetsFieldProps {
  value?: Target[];
  onChange?: (targets: Target[]) => void;
  /** What may be chosen; "all" makes no sense for an exclusion. */
  withAll: boolean;
}

/** Which screens: each choice becomes a chip; any one of them is enough. */
export function TargetsField({ value = [], onChange, withAll }: TargetsFieldProps): ReactElement {
  const t = useText(text);
  const common = useText(commonText);
  const names = useNames();
  const groups = useGroups();
  const [kind, setKind] = useState<Kind>("screenKind");
  const add = (target: Target): void => {
    if (!value.some((one) => targetKey(one) === targetKey(target))) onChange?.(withTarget(value, target));
  };
  const kinds: { value: Exclude<Kind, "all">; label: string }[] = [
    { value: "screenKind", label: t("target.kind") },
    { value: "unit", label: t("target.unit") },
    { value: "group", label: t("target.group") },
    { value: "screen", label: t("target.screen") },
  ];
  return (
    <div className="e-targets">
      {value.length > 0 && (
        <div className="y-row y-wrap">
          {value.map((target) => {
            const words = targetWords(target, names, t);
            return (
              <Tag key={targetKey(target)} className="e-target" closable={{ "aria-label": t("remove", { name: words }) }} onClose={() => onChange?.(value.filter((one) => one !== target))}>
                {words}
              </Tag>
            );
          })}
        </div>
      )}
      <div className="y-row y-wrap">
        {withAll && (
          <Button disabled={value.some((target) => target.kind === "all")} onClick={() => add({ kind: "all" })}>
            {t("target.all")}
          </Button>
        )}
        <Select value={kind} style={{ width: 110 }} options={kinds} aria-label={t("screens")} onChange={setKind} />
        {kind === "screenKind" && screenKinds.options.map((screenKind) => (
          <Button key={screenKind} onClick={() => add({ kind: "screenKind", screenKind })}>
            {common(`kind.${screenKind}`)}
          </Button>
        ))}
        {kind === "unit" && (
          <UnitSelect
            width={220}
            onChange={(unitId) => {
              if (unitId !== undefined) add({ kind: "unit", unitId });
            }}
          />
        )}
        {kind === "group" && (
          <Select
            value={null}
            style={{ width: 220 }}
            showSearch={{ optionFilterProp: "label" }}
            loading={groups.isPending}
            placeholder={t("target.group")}
            aria-label={t("target.group")}
            options={(groups.data ?? []).map(({ id, name, screenCount }) => ({ value: id, label: `${name}（${t("screenCount", { n: screenCount })}）` }))}
            onChange={(groupId: string | null) => {
              if (groupId !== null) add({ kind: "group", groupId });
            }}
          />
        )}
        {kind === "screen" && <ScreenSelect value={null} width={240} onChange={(screenId) => add({ kind: "screen", screenId })} />}
      </div>
    </div>
  );
}
