import type { ThemeConfig } from "antd";

const font = '"PingFang SC","HarmonyOS Sans SC","Microsoft YaHei UI","Microsoft YaHei","Noto Sans CJK SC",system-ui,sans-serif';
const float = "0 6px 16px rgba(23,33,43,.10),0 2px 4px rgba(23,33,43,.08)";

/** Whoever asked for no motion gets none from antd either: what opens would wait for the end of a motion that yilu.css has stopped. */
const motion = globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches !== true;

/** The antd theme; the same values as variables stand in yilu.css. */
export const theme: ThemeConfig = {
  cssVar: { key: "yilu" },
  // Rules come with the page (main.tsx), made once by antd: making them in the browser took a third of a page's start.
  zeroRuntime: true,
  token: {
    colorPrimary: "#1B5E9E",
    colorInfo: "#1B5E9E",
    colorLink: "#1B5E9E",
    colorLinkHover: "#2A70B4",
    colorLinkActive: "#124A80",
    colorPrimaryHover: "#2A70B4",
    colorPrimaryActive: "#124A80",
    colorPrimaryBg: "#E9F1F9",
    colorSuccess: "#17784A",
    colorSuccessBg: "#E5F4EB",
    colorSuccessBorder: "#A9D6BD",
    colorWarning: "#8F5600",
    colorWarningBg: "#FCF1DD",
    colorWarningBorder: "#E9C98D",
    colorError: "#BD2D27",
    colorErrorBg: "#FCEBE9",
    colorErrorBorder: "#EDB1AD",
    colorText: "#17212B",
    colorTextSecondary: "#45525F",
    colorTextTertiary: "#5C6A78",
    colorTextPlaceholder: "#5C6A78",
    colorBgLayout: "#F3F5F7",
    colorBorder: "#C4CCD5",
    colorBorderSecondary: "#E0E5EA",
    fontFamily: font,
    fontSize: 14,
    lineHeight: 1.6,
    fontSizeSM: 12,
    borderRadius: 6,
    borderRadiusLG: 8,
    borderRadiusSM: 4,
    controlHeight: 32,
    controlHeightSM: 26,
    controlHeightLG: 40,
    boxShadowSecondary: float,
    motionDurationMid: "0.16s",
    wireframe: false,
    motion,
  },
  components: {
    Layout: { siderBg: "#FFF", headerBg: "#FFF", headerHeight: 48, headerPadding: "0 20px", bodyBg: "#F3F5F7" },
    Menu: { itemHeight: 38, itemSelectedBg: "#E9F1F9", itemSelectedColor: "#1B5E9E", itemBorderRadius: 6 },
    Card: { headerHeight: 44, bodyPadding: 16, headerFontSize: 14 },
    Table: { cellPaddingBlock: 8, cellPaddingInline: 12, headerBg: "#F7F9FA", headerColor: "#45525F", rowHoverBg: "#F7F9FA" },
    Form: { verticalLabelPadding: "0 0 4px", itemMarginBottom: 16 },
    Segmented: { trackBg: "#E7EBEF" },
    Button: { primaryShadow: "none", defaultShadow: "none", dangerShadow: "none" },
  },
};
