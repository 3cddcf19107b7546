import type { Permission } from "@yilu/contract";
import type { ComponentType } from "react";
import type { IconName } from "../components/Icon.tsx";

export type PageName = "home" | "media" | "playlists" | "entries" | "rollout" | "screens" | "alarms" | "reports" | "campaigns" | "wall" | "system";

interface Page {
  name: PageName;
  path: string;
  icon: IconName;
  /** One of these rights opens the page; without any it is not in the menu. */
  needs: readonly Permission[];
  /** It fills the window by itself, without menu and header. */
  bare?: true;
  load: () => Promise<{ default: ComponentType }>;
}

/** Every page, in the order of the menu; each is a chunk of its own. */
export const pages: readonly Page[] = [
  { name: "home", path: "/", icon: "home", needs: ["canSeeScreens"], load: () => import("../features/home/page.tsx") },
  { name: "media", path: "/media", icon: "media", needs: ["canSeeMedia"], load: () => import("../features/media/page.tsx") },
  { name: "playlists", path: "/playlists", icon: "playlists", needs: ["canSeePlaylists"], load: () => import("../features/playlists/page.tsx") },
  { name: "entries", path: "/entries", icon: "entries", needs: ["canSeeEntries"], load: () => import("../features/entries/page.tsx") },
  { name: "rollout", path: "/rollout", icon: "sent", needs: ["canSeeScreens"], load: () => import("../features/rollout/page.tsx") },
  { name: "screens", path: "/screens", icon: "screens", needs: ["canSeeScreens"], load: () => import("../features/screens/page.tsx") },
  { name: "alarms", path: "/alarms", icon: "bell", needs: ["canSeeAlarms"], load: () => import("../features/alarms/page.tsx") },
  { name: "reports", path: "/reports", icon: "reports", needs: ["canSeeReports"], load: () => import("../features/reports/page.tsx") },
  { name: "campaigns", path: "/campaigns", icon: "campaigns", needs: ["canSeeCampaigns"], load: () => import("../features/campaigns/page.tsx") },
  { name: "wall", path: "/wall", icon: "wall", needs: ["canSeeScreens"], bare: true, load: () => import("../features/wall/page.tsx") },
  { name: "system", path: "/system", icon: "system", needs: ["canManageUsers", "canManageUnits", "canSeeAudit"], load: () => import("../features/system/page.tsx") },
];
