import { Button } from "antd";
import { useState, type ReactElement } from "react";
import { useText } from "../lib/i18n.ts";
import { filmText } from "./filmText.ts";

/** The clipboard needs https; inside an office network the console is often plain http, where selecting and copying still works. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    field.setAttribute("readonly", "");
    field.style.position = "fixed";
    field.style.opacity = "0";
    document.body.append(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    return copied;
  }
}

/** Copies a text and says so. @param label what stands on it, when "copy" alone does not say what */
export function CopyButton({ text, label }: { text: string; label?: string }): ReactElement {
  const t = useText(filmText);
  const [copied, setCopied] = useState(false);
  return (
    <Button onClick={() => void copyText(text).then(setCopied)} aria-live="polite">
      {copied ? t("copied") : (label ?? t("copy"))}
    </Button>
  );
}
