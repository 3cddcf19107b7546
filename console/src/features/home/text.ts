import { dictionary } from "../../lib/i18n.ts";

export const text = dictionary("home", { title: "首页" }, { title: "Home" });
