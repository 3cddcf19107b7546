import { dictionary } from "../../lib/i18n.ts";

export const text = dictionary("playlists", { title: "播放列表" }, { title: "Playlists" });
