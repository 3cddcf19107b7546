import { App, Modal } from "antd";
import type { ReactElement } from "react";
import { useText } from "../../lib/i18n.ts";
import { PasswordForm } from "./PasswordForm.tsx";
import { text } from "./text.ts";

export function PasswordDialog({ open, onClose }: { open: boolean; onClose: () => void }): ReactElement {
  const t = useText(text);
  const { message } = App.useApp();
  const changed = (): void => {
    void message.success(t("changed"));
    onClose();
  };
  return (
    <Modal open={open} title={t("change")} footer={null} width={400} destroyOnHidden onCancel={onClose}>
      <PasswordForm onChanged={changed} />
    </Modal>
  );
}
