import { App } from "antd";
import { useText } from "../lib/i18n.ts";
import { filmText } from "./filmText.ts";
import { useLeaveGuard } from "./useLeaveGuard.ts";

/**
 * For a dialog with a form: whether by its own buttons, by a link, the back button or closing the tab, unsaved work is asked about first.
 * @returns `close` closes by hand; call `release` just before closing after a save
 */
export function useCloseGuard(dirty: boolean, onClose: () => void): { close: () => void; release: () => void } {
  const t = useText(filmText);
  const { modal } = App.useApp();
  const release = useLeaveGuard(dirty);
  const close = (): void => {
    if (!dirty) {
      onClose();
      return;
    }
    modal.confirm({
      title: t("leaveTitle"),
      content: t("leaveWhy"),
      okText: t("leave"),
      cancelText: t("stay"),
      okButtonProps: { danger: true },
      focusable: { autoFocusButton: "cancel" },
      onOk: () => {
        release();
        onClose();
      },
    });
  };
  return { close, release };
}
