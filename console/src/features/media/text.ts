import { dictionary } from "../../lib/i18n.ts";

export const text = dictionary("media", { title: "素材" }, { title: "Media" });
