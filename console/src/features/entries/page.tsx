import type { ReactElement } from "react";
import { PageHeader } from "../../components/PageHeader.tsx";
import { useText } from "../../lib/i18n.ts";
import { text } from "./text.ts";

export default function Page(): ReactElement {
  const t = useText(text);
  return <PageHeader title={t("title")} />;
}
