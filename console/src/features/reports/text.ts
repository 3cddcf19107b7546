import { dictionary } from "../../lib/i18n.ts";

export const text = dictionary("reports", { title: "播放统计" }, { title: "Proof of play" });
