import type { ReportShare } from "@yilu/contract";
import { Button } from "antd";
import { useState, type ReactElement } from "react";
import { useText } from "../../lib/i18n.ts";
import { useMay } from "../../lib/session.ts";
import { ActionIcon } from "../ActionIcon.tsx";
import { ShareDialog } from "./ShareDialog.tsx";
import { text } from "./text.ts";

interface ShareButtonProps {
  shared: ReportShare["shared"];
  /** Title suggested for the link. */
  title: string;
  /** What the link will show, in words. */
  words: readonly string[];
}

/** Opens the dialog that makes, lists and revokes read-only links. Absent for those who may not share. */
export function ShareButton(props: ShareButtonProps): ReactElement | null {
  const t = useText(text);
  const may = useMay();
  const [open, setOpen] = useState(false);
  if (!may("canShareReports")) return null;
  return (
    <>
      <Button icon={<ActionIcon name="share" />} onClick={() => setOpen(true)}>
        {t("share")}
      </Button>
      {open && <ShareDialog {...props} onClose={() => setOpen(false)} />}
    </>
  );
}
