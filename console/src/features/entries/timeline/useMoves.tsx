import { useQueryClient } from "@tanstack/react-query";
import { routes, type Entry } from "@yilu/contract";
import { App, Button } from "antd";
import { call } from "../../../lib/api.ts";
import { useFormat } from "../../../lib/format.ts";
import { useLocal, useText } from "../../../lib/i18n.ts";
import { asProblem } from "../../../lib/problem.ts";
import { text } from "../text.ts";
import { changeOf } from "./barWords.ts";
import { bodyOf, undoOf, type Saved, type Timed, type Unit, type WhyNot } from "./moves.ts";
import { timelineText } from "./timelineText.ts";

const toastSeconds = 10;

/** Saves a move, offers to take it back, and says why when it is refused. Settles once the timeline shows what holds. */
export function useMoves(): { save: (entry: Entry, change: Timed, unit: Unit) => Promise<void>; refuse: (why: WhyNot) => void } {
  const t = useText(timelineText);
  const words = useText(text);
  const f = useFormat();
  const local = useLocal();
  const client = useQueryClient();
  const { message, notification } = App.useApp();
  const put = (id: string, body: Saved): Promise<Entry> => call(routes.entries.change, { params: { id }, body });
  /** Bars stand where they belong once the timeline is there; the rest may come later. */
  const shown = async (): Promise<void> => {
    for (const root of ["entries", "preview", "screens", "overview"]) void client.invalidateQueries({ queryKey: [root] });
    await client.invalidateQueries({ queryKey: ["timeline"] });
  };
  const failed = (entry: Entry, error: unknown): void => {
    const { message: what, detail, todo } = asProblem(error);
    notification.error({
      key: entry.id,
      role: "alert",
      duration: 12,
      title: `${t("notSaved", { name: entry.name })}：${local(what)}`,
      description: (
        <>
          {detail !== undefined && <p>{local(detail)}</p>}
          <p>{local(todo)}</p>
        </>
      ),
    });
  };
  const undo = async (before: Entry, after: Entry): Promise<void> => {
    message.destroy(before.id);
    try {
      await put(before.id, undoOf(before, after));
      void message.success(t("undone", { name: before.name }));
    } catch (error) {
      failed(before, error);
    }
    await shown();
  };
  const save = async (entry: Entry, to: Timed, unit: Unit): Promise<void> => {
    try {
      const after = await put(entry.id, bodyOf(entry, to));
      void message.open({
        key: entry.id,
        type: "success",
        duration: toastSeconds,
        content: (
          <span className="y-row">
            {t("moved", { name: entry.name, what: changeOf(to, unit, f, words) })}
            <Button type="link" size="small" onClick={() => void undo(entry, after)}>
              {t("undo")}
            </Button>
          </span>
        ),
      });
    } catch (error) {
      failed(entry, error);
    }
    await shown();
  };
  return { save, refuse: (why) => void message.info(t(`whyNot.${why}`)) };
}
