import { dictionary } from "../../lib/i18n.ts";

export const text = dictionary("system", { title: "系统" }, { title: "System" });
