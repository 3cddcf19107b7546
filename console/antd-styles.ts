import type { Plugin } from "vite";

/**
 * Components of antd that no page uses, and what their class names begin with: their rules, a third of all, stay out.
 * Whoever begins to use one takes it out of here; a test tells.
 */
export const unusedComponents: Readonly<Record<string, readonly string[]>> = {
  Affix: ["affix"],
  Anchor: ["anchor"],
  Avatar: ["avatar"],
  Badge: ["badge", "ribbon", "scroll-number"],
  Breadcrumb: ["breadcrumb"],
  Calendar: ["picker-calendar"],
  Card: ["card"],
  Carousel: ["carousel"],
  Col: ["col-xs", "col-sm", "col-md", "col-lg", "col-xl", "col-xxl", "col-xxxl"],
  Cascader: ["cascader"],
  Collapse: ["collapse"],
  ColorPicker: ["color-picker"],
  Descriptions: ["descriptions"],
  FloatButton: ["float-btn"],
  Layout: ["layout"],
  List: ["list"],
  Masonry: ["masonry"],
  Mentions: ["mentions"],
  Menu: ["menu"],
  QRCode: ["qrcode"],
  Rate: ["rate"],
  Splitter: ["splitter"],
  Statistic: ["statistic"],
  Timeline: ["timeline"],
  Tour: ["tour"],
  Transfer: ["transfer"],
  Watermark: ["watermark"],
};

/** The rules of a style sheet as they stand beside each other, each with what is nested in it. */
function rulesOf(css: string): string[] {
  const rules: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < css.length; at += 1) {
    if (css[at] === "{") depth += 1;
    if (css[at] !== "}") continue;
    depth -= 1;
    if (depth > 0) continue;
    rules.push(css.slice(from, at + 1));
    from = at + 1;
  }
  return rules;
}

const unused = new RegExp(`^\\.ant-(${Object.values(unusedComponents).flat().join("|")})(?![a-z])`);
/** Left over from how antd wrote the sheet: the default theme of its own sample pages, and a list of what it wrote. */
const leftOver = /^\.(css-var-_R_|data-ant-cssinjs-)/;

/** antd's own style sheet, without the components that no page uses. The theme is not in it: it is variables, set by ConfigProvider. */
export function usedStyles(css: string): string {
  const needed = (rule: string): boolean => !leftOver.test(rule) && !unused.test(/\.ant-[a-z-]+/.exec(rule)?.[0] ?? "");
  return rulesOf(css).filter(needed).join("\n");
}

/** `import "antd/dist/antd.css"` gives what is used of it. */
export function antdStyles(): Plugin {
  return {
    name: "antd-styles",
    enforce: "pre",
    transform: (code, id) => (id.split("?")[0]?.endsWith("/antd/dist/antd.css") === true ? usedStyles(code) : null),
  };
}
