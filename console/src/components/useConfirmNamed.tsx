import { App } from "antd";
import { useText } from "../lib/i18n.ts";
import { ProblemAlert } from "./ProblemAlert.tsx";
import { commonText } from "./text.ts";

interface NamedAct {
  /** Names the act and the count: "删除 2 块屏幕？". */
  title: string;
  /** What it touches; up to five names are listed, then "另 N 项". */
  names: readonly string[];
  /** What follows from it. */
  consequence?: string;
  /** The button repeats the verb: "删除 2 块". */
  verb: string;
  /** Not destructive: a blue button. */
  harmless?: boolean;
  act: () => Promise<unknown>;
}

const shown = 5;

/** Asks before an act that touches named things: const confirm = useConfirmNamed(); confirm({ … }). Focus is on 取消; a failure stays in the dialog. */
export function useConfirmNamed(): (act: NamedAct) => void {
  const { modal } = App.useApp();
  const t = useText(commonText);
  return ({ title, names, consequence, verb, harmless = false, act }) => {
    const content = (error: unknown) => (
      <>
        <ul className="y-names">
          {names.slice(0, shown).map((name) => (
            <li key={name}>{name}</li>
          ))}
          {names.length > shown && <li className="y-caption">{t("othersPlain", { n: names.length - shown })}</li>}
        </ul>
        {consequence !== undefined && <p>{consequence}</p>}
        <ProblemAlert error={error} />
      </>
    );
    const dialog = modal.confirm({
      title,
      content: content(null),
      okText: verb,
      cancelText: t("cancel"),
      okButtonProps: { danger: !harmless },
      focusable: { autoFocusButton: "cancel" },
      onOk: (close: () => void) => {
        dialog.update({ okButtonProps: { danger: !harmless, loading: true } });
        act().then(close, (error: unknown) => dialog.update({ content: content(error), okButtonProps: { danger: !harmless } }));
      },
    });
  };
}
