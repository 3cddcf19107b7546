import { Button, Modal } from "antd";
import type { ReactElement } from "react";
import { CopyButton } from "../../components/CopyButton.tsx";
import { useText } from "../../lib/i18n.ts";
import type { UserWithPassword } from "./api.ts";
import { text } from "./text.ts";

/** The password of a new or reset account, shown once: only the button closes, so that it is not lost by a stray click. */
export function OneTimePassword({ given, onClose }: { given: UserWithPassword; onClose: () => void }): ReactElement {
  const t = useText(text);
  return (
    <Modal open title={t("oneTime")} closable={false} keyboard={false} mask={{ closable: false }} footer={<Button type="primary" onClick={onClose}>{t("oneTimeDone")}</Button>}>
      <p>{t("oneTimeFor", { name: given.user.displayName, username: given.user.username })}</p>
      <div className="s-password">
        <code>{given.oneTimePassword}</code>
        <CopyButton text={given.oneTimePassword} />
      </div>
      <p className="y-ink2">{t("oneTimeWhy")}</p>
    </Modal>
  );
}
