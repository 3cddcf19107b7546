import { Button, Drawer, Tooltip } from "antd";
import { useState, type ReactElement } from "react";
import { Link } from "react-router";
import { useText } from "../../lib/i18n.ts";
import type { Topic } from "./content.ts";
import { GuideView } from "./GuideView.tsx";
import "./help.css";
import { text } from "./text.ts";

/** "?" in the header: the help of the page one is on, beside it. */
export function HelpButton({ topic }: { topic: Topic }): ReactElement {
  const t = useText(text);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Tooltip title={t("help")}>
        <Button type="text" className="h-button" aria-label={t("helpFor", { page: t(`topic.${topic}`) })} onClick={() => setOpen(true)}>
          ?
        </Button>
      </Tooltip>
      <Drawer
        open={open}
        size={420}
        title={t("helpFor", { page: t(`topic.${topic}`) })}
        onClose={() => setOpen(false)}
        extra={
          <Link to="/help" onClick={() => setOpen(false)}>
            {t("all")}
          </Link>
        }
      >
        <GuideView topic={topic} />
      </Drawer>
    </>
  );
}
