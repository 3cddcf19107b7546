import { dictionary } from "../../lib/i18n.ts";

export const text = dictionary("entries", { title: "排期" }, { title: "Schedule" });
