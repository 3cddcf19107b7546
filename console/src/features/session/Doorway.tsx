import { Segmented } from "antd";
import type { ReactElement, ReactNode } from "react";
import { useLanguage, useText, type Language } from "../../lib/i18n.ts";
import { Landscape } from "./Landscape.tsx";
import "./session.css";
import { text } from "./text.ts";

/** The frame of the pages before the console: a picture at the left, one form at the right. */
export function Doorway({ children }: { children: ReactNode }): ReactElement {
  const t = useText(text);
  const [language, setLanguage] = useLanguage();
  return (
    <div className="y-door">
      <div className="y-door-picture">
        <Landscape />
        <p className="y-door-slogan">
          {t("slogan1")}
          <br />
          {t("slogan2")}
        </p>
        <p className="y-door-promise">{t("promise")}</p>
      </div>
      <main className="y-door-form">
        <div className="y-door-language">
          <Segmented<Language> value={language} onChange={setLanguage} options={[{ value: "zh-CN", label: "中文" }, { value: "en", label: "English" }]} />
        </div>
        <div className="y-door-box">
          <h1 className="y-door-brand">
            <img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" width={34} height={34} />
            一路
          </h1>
          <p className="y-door-product">{t("product")}</p>
          {children}
        </div>
      </main>
    </div>
  );
}
