import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { unusedComponents, usedStyles } from "../../console/antd-styles.ts";

const folder = fileURLToPath(new URL("../../console/src", import.meta.url));

it("no page uses a component of antd whose styles are left out", () => {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => /\.tsx?$/.test(file));
  const used = files.flatMap((file) =>
    [...readFileSync(join(folder, file), "utf8").matchAll(/import (?:type )?\{([^}]*)\} from "antd"/g)].flatMap(([, names = ""]) => names.split(",").map((name) => name.trim().replace(/^type /, "").split(" ")[0] ?? "")),
  );
  expect(used).toContain("Table");
  expect(used.filter((name) => name in unusedComponents)).toEqual([]);
});

it("keeps the rules of what is used, nested ones too, and drops the rest", () => {
  const kept = [".ant-btn{color:red;}", "@media (min-width:9px){.ant-modal{top:0;}}", ".ant-tree-list{margin:0;}", ".ant-picker-cell{margin:0;}", ".anticon{margin:0;}", "@keyframes antFadeIn{0%{opacity:0;}100%{opacity:1;}}", ".ant-input-group .ant-cascader-picker{margin:0;}", ".ant-col{min-height:1px;}"];
  const left = [".ant-cascader-menu{margin:0;}", ".ant-menu .ant-btn{margin:0;}", "@media (min-width:9px){.ant-col-sm-24{top:0;}}", ".ant-picker-calendar{margin:0;}", ".css-var-_R_0_{--ant-blue:#1677FF;}"];
  expect(usedStyles([...kept, ...left].join("")).split("\n")).toEqual(kept);
});

it("what antd ships is there to be used", () => {
  const css = usedStyles(readFileSync(join(folder, "../../node_modules", "antd", "dist", "antd.css"), "utf8"));
  for (const name of ["btn", "table", "modal", "drawer", "select", "picker", "tooltip", "dropdown-menu", "slide-up-enter", "message", "notification"]) expect(css).toContain(`.ant-${name}`);
  expect(css.length).toBeLessThan(720_000);
});
