import { Button } from "antd";
import type { ReactElement } from "react";
import { useText } from "../../lib/i18n.ts";
import { ActionIcon } from "../ActionIcon.tsx";
import "./print.css";
import { text } from "./text.ts";

/** Opens the browser's print dialog; print.css lays the page out on A4. */
export function PrintButton(): ReactElement {
  const t = useText(text);
  return (
    <Button icon={<ActionIcon name="print" />} onClick={() => window.print()}>
      {t("print")}
    </Button>
  );
}
