import { App } from "antd";
import { useEffect, useRef } from "react";
import { useBlocker } from "react-router";
import { useText } from "../lib/i18n.ts";
import { filmText } from "./filmText.ts";

/**
 * Asks before unsaved work is left, by a link, the back button or closing the tab.
 * @returns call it just before leaving on purpose, after a save
 */
export function useLeaveGuard(dirty: boolean): () => void {
  const t = useText(filmText);
  const { modal } = App.useApp();
  const released = useRef(false);
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => dirty && !released.current && (currentLocation.pathname !== nextLocation.pathname || currentLocation.search !== nextLocation.search),
  );
  useEffect(() => {
    if (blocker.state !== "blocked") return undefined;
    const dialog = modal.confirm({
      title: t("leaveTitle"),
      content: t("leaveWhy"),
      okText: t("leave"),
      cancelText: t("stay"),
      okButtonProps: { danger: true },
      focusable: { autoFocusButton: "cancel" },
      onOk: () => blocker.proceed(),
      onCancel: () => blocker.reset(),
    });
    return () => dialog.destroy();
  }, [blocker, modal, t]);
  useEffect(() => {
    released.current = false;
    if (!dirty) return undefined;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [dirty]);
  return () => {
    released.current = true;
  };
}
