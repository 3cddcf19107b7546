import { dictionary } from "../../lib/i18n.ts";

export const text = dictionary("screens", { title: "屏幕" }, { title: "Screens" });
