import { Button } from "antd";
import type { ReactElement } from "react";
import { createBrowserRouter, Link } from "react-router";
import { EmptyState } from "../components/EmptyState.tsx";
import { useText } from "../lib/i18n.ts";
import { pages } from "./pages.ts";
import { Shell } from "./Shell.tsx";
import { appText } from "./text.ts";

function NotFound(): ReactElement {
  const t = useText(appText);
  return <EmptyState title={t("notFound")} why={t("notFoundWhy")} action={<Link to="/">{t("toHome")}</Link>} />;
}

/** A page that threw, or a chunk that a new version has replaced: opening again fetches the new one. */
function Crashed(): ReactElement {
  const t = useText(appText);
  return <EmptyState title={t("crashed")} why={t("crashedWhy")} action={<Button onClick={() => window.location.reload()}>{t("reload")}</Button>} />;
}

const routeOf = (page: (typeof pages)[number]) => ({ path: page.path, ErrorBoundary: Crashed, lazy: async () => ({ Component: (await page.load()).default }) });

/** Addresses of the console, below /console/. */
export function createRouter() {
  return createBrowserRouter(
    [
      {
        path: "/",
        Component: Shell,
        ErrorBoundary: Crashed,
        HydrateFallback: () => null,
        children: [
          ...pages.filter(({ bare }) => bare !== true).map(routeOf),
          { path: "/screens/import", ErrorBoundary: Crashed, lazy: async () => ({ Component: (await import("../features/enrolment/ImportPage.tsx")).default }) },
          { path: "/screens/links", ErrorBoundary: Crashed, lazy: async () => ({ Component: (await import("../features/enrolment/LinksPage.tsx")).default }) },
          { path: "/help", ErrorBoundary: Crashed, lazy: async () => ({ Component: (await import("../features/help/page.tsx")).default }) },
          { path: "*", Component: NotFound },
        ],
      },
      ...pages.filter(({ bare }) => bare === true).map((page) => ({ ...routeOf(page), HydrateFallback: () => null })),
    ],
    { basename: import.meta.env.BASE_URL.replace(/\/$/, "") },
  );
}
