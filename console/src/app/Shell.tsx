import { routes } from "@yilu/contract";
import { Drawer, Skeleton, Tooltip } from "antd";
import { Suspense, useState, type ReactElement } from "react";
import { Link, NavLink, Outlet, useLocation, useNavigation } from "react-router";
import { Icon } from "../components/Icon.tsx";
import { AlarmBell, AlarmCount } from "../features/alarms/AlarmBell.tsx";
import { EmergencyBanner } from "../features/entries/emergency/EmergencyBanner.tsx";
import { EmergencyButton } from "../features/entries/emergency/EmergencyButton.tsx";
import { HelpButton } from "../features/help/HelpButton.tsx";
import { GlobalSearch } from "../features/search/GlobalSearch.tsx";
import { useCall } from "../lib/api.ts";
import { useNow } from "../lib/clock.ts";
import { useFormat } from "../lib/format.ts";
import { useText } from "../lib/i18n.ts";
import { useConnected, useLiveConnection } from "../lib/live.ts";
import { useMay, useMe } from "../lib/session.ts";
import { AccountMenu } from "./AccountMenu.tsx";
import { pages, type PageName } from "./pages.ts";
import { appText } from "./text.ts";

const tabs: readonly PageName[] = ["home", "screens", "alarms", "reports"];
const helpLinks = [
  { to: "/help", words: "help", icon: "help" },
  { to: "/help?view=manual", words: "manual", icon: "manual" },
] as const;

function Live(): ReactElement {
  const t = useText(appText);
  const connected = useConnected();
  const time = useFormat().time(useNow());
  return (
    <span className={connected ? "y-live" : "y-live y-live-off"} role="status">
      <i aria-hidden="true" />
      {connected ? t("live", { time }) : t("notLive")}
    </span>
  );
}

/** The frame of every page: menu by rights, header, and on phones a bar at the bottom. */
export function Shell(): ReactElement {
  const t = useText(appText);
  const f = useFormat();
  const me = useMe();
  const may = useMay();
  const { pathname } = useLocation();
  const busy = useNavigation().state === "loading";
  const [more, setMore] = useState(false);
  useLiveConnection(me.id);
  const overview = useCall(routes.reports.overview, {});
  const open = pages.filter((page) => page.needs.some(may));
  const here = pages.find((page) => (page.path === "/" ? pathname === "/" : pathname.startsWith(page.path)));
  const waiting = may("canReviewMedia") ? (overview.data?.pendingReviews ?? 0) : 0;
  const link = (page: (typeof pages)[number], onClick?: () => void): ReactElement => (
    <NavLink key={page.name} to={page.path} end={page.path === "/"} className="y-nav" {...(onClick === undefined ? {} : { onClick })}>
      <Icon name={page.icon} size={17} />
      {t(`nav.${page.name}`)}
      {page.name === "alarms" && <AlarmCount className="y-badge" />}
      {page.name === "media" && waiting > 0 && <span className="y-badge">{waiting}</span>}
    </NavLink>
  );
  const outer = tabs.flatMap((name) => open.filter((page) => page.name === name));
  const inner = open.filter((page) => !tabs.includes(page.name));
  return (
    <div className="y-shell">
      <a className="y-skip" href="#content">
        {t("skip")}
      </a>
      <nav className="y-side" aria-label={t("navigation")}>
        <Link to="/" className="y-brand">
          <img className="y-logo" src={`${import.meta.env.BASE_URL}icon.svg`} alt="" />
          {t("brand")}
        </Link>
        {open.map((page) => (page.name === "system" ? [<hr key="rule" />, link(page)] : link(page)))}
        <span className="y-grow" />
        <p className="y-caption y-side-foot">
          {me.unitName}
          <br />
          {overview.data !== undefined && t("screensInAll", { n: f.count(overview.data.screens.total) })}
        </p>
      </nav>
      <header className="y-top">
        <span className="y-top-title">{here !== undefined ? t(`nav.${here.name}`) : pathname === "/help" ? t("help") : t("brand")}</span>
        <span className="y-grow" />
        {me.demo && (
          <Tooltip title={t("demoNote")} trigger={["hover", "click"]}>
            <button type="button" className="y-badge y-badge-button">
              {t("demo")}
            </button>
          </Tooltip>
        )}
        <GlobalSearch />
        <Live />
        <AlarmBell />
        <EmergencyButton />
        <HelpButton topic={here?.name ?? "home"} />
        <AccountMenu />
      </header>
      <EmergencyBanner />
      <main id="content" tabIndex={-1} className="y-main" aria-busy={busy}>
        <Suspense fallback={<Skeleton active />}>
          <Outlet />
        </Suspense>
      </main>
      <nav className="y-tabs" aria-label={t("navigation")}>
        {outer.map((page) => (
          <NavLink key={page.name} to={page.path} end={page.path === "/"} className="y-tab">
            <span className="a-tab-icon">
              <Icon name={page.icon} size={21} />
              {page.name === "alarms" && <AlarmCount className="a-count" />}
            </span>
            {page.name === "reports" ? t("tab.reports") : t(`nav.${page.name}`)}
          </NavLink>
        ))}
        <button type="button" className={here !== undefined && inner.includes(here) ? "y-tab active" : "y-tab"} onClick={() => setMore(true)}>
          <Icon name="more" size={21} />
          {t("tab.more")}
        </button>
      </nav>
      <Drawer open={more} onClose={() => setMore(false)} placement="bottom" size={(inner.length + helpLinks.length) * 40 + 120} title={t("navigation")}>
        {inner.map((page) => link(page, () => setMore(false)))}
        <hr className="y-rule" />
        {helpLinks.map(({ to, words, icon }) => (
          <Link key={to} to={to} className="y-nav" onClick={() => setMore(false)}>
            <Icon name={icon} size={17} />
            {t(words)}
          </Link>
        ))}
      </Drawer>
    </div>
  );
}
