import { Dropdown } from "antd";
import type { ReactElement } from "react";
import { commonText } from "../components/text.ts";
import { useLanguage, useText } from "../lib/i18n.ts";
import { useSession } from "../lib/session.ts";
import { appText } from "./text.ts";

/** The person signed in: language, password, signing out. */
export function AccountMenu(): ReactElement {
  const t = useText(appText);
  const common = useText(commonText);
  const { me, signOut, changePassword, showSessions } = useSession();
  const [language, setLanguage] = useLanguage();
  return (
    <Dropdown
      trigger={["click"]}
      placement="bottomRight"
      menu={{
        items: [
          { key: "who", disabled: true, label: `${me.displayName}，${common(`role.${me.role}`)}，${me.unitName}` },
          { type: "divider" },
          { key: "language", label: t("language"), onClick: () => setLanguage(language === "en" ? "zh-CN" : "en") },
          { key: "password", label: t("changePassword"), onClick: changePassword },
          { key: "sessions", label: t("sessions"), onClick: showSessions },
          { key: "out", label: t("signOut"), onClick: () => void signOut() },
        ],
      }}
    >
      <button type="button" className="y-who" aria-label={`${t("account")} ${me.displayName}`}>
        <span className="y-avatar" aria-hidden="true">
          {me.displayName.slice(0, 1)}
        </span>
        <span className="y-who-name">{me.displayName}</span>
        <span className="y-who-unit y-caption">{me.unitName}</span>
      </button>
    </Dropdown>
  );
}
