import { App } from "antd";
import { useEffect, useRef } from "react";
import { useBlocker } from "react-router";
import { useText } from "../lib/i18n.ts";
import { filmText } from "./filmText.ts";

interface LeaveWords {
  title: string;
  why: string;
  leave: string;
  stay: string;
}

/**
 * Asks before unsaved work is left, by a link, the back button or closing the tab.
 * @param words what is asked where it is no unsaved change that would be lost
 * @returns call it just before leaving on purpose, after a save
 */
export function useLeaveGuard(dirty: boolean, words?: LeaveWords): () => void {
  const t = useText(filmText);
  const { modal } = App.useApp();
  const released = useRef(false);
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => dirty && !released.current && (currentLocation.pathname !== nextLocation.pathname || currentLocation.search !== nextLocation.search),
  );
  useEffect(() => {
    if (blocker.state !== "blocked") return undefined;
    const dialog = modal.confirm({
      title: words?.title ?? t("leaveTitle"),
      content: words?.why ?? t("leaveWhy"),
      okText: words?.leave ?? t("leave"),
      cancelText: words?.stay ?? t("stay"),
      okButtonProps: { danger: true },
      focusable: { autoFocusButton: "cancel" },
      onOk: () => blocker.proceed(),
      onCancel: () => blocker.reset(),
    });
    return () => dialog.destroy();
  }, [blocker, modal, t, words?.title, words?.why, words?.leave, words?.stay]);
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
