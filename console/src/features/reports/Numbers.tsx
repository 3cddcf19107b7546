import { Button, Tooltip } from "antd";
import type { ReactElement, ReactNode } from "react";
import { ActionIcon } from "../../components/ActionIcon.tsx";
import { useText } from "../../lib/i18n.ts";
import { text } from "./text.ts";

/** Turns a picture into the numbers it is drawn from, and back. */
export function NumbersToggle({ shown, of, onToggle }: { shown: boolean; of: string; onToggle: () => void }): ReactElement {
  const t = useText(text);
  return (
    <Tooltip title={t(shown ? "asPicture" : "asNumbers")}>
      <Button className="y-no-print" size="small" type={shown ? "default" : "text"} aria-pressed={shown} aria-label={t("numbersOf", { what: of })} icon={<ActionIcon name="grid" size={14} />} onClick={onToggle} />
    </Tooltip>
  );
}

interface NumbersProps {
  /** What they are of. */
  name: string;
  /** Of each column; the first is that of the rows' names. */
  head: readonly string[];
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
  /** What the picture takes, so that nothing below moves. */
  height: number;
}

/** The numbers of a picture as a table, to be read by keyboard and screen reader. */
export function Numbers({ name, head, rows, height }: NumbersProps): ReactElement {
  return (
    <div className="r-numbers" style={{ height }} tabIndex={0} role="region" aria-label={name}>
      <table>
        <thead>
          <tr>
            {head.map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells: [first, ...cells] }) => (
            <tr key={key}>
              <th scope="row">{first}</th>
              {cells.map((cell, column) => (
                <td key={head[column + 1]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
