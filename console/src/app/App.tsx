import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { routes, type Me } from "@yilu/contract";
import { App as AntApp, ConfigProvider } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import { lazy, Suspense, useEffect, useState, type ReactElement } from "react";
import { RouterProvider } from "react-router";
import { IdleWarning } from "../features/session/IdleWarning.tsx";
import { PasswordDialog } from "../features/session/PasswordDialog.tsx";
import { PasswordPage } from "../features/session/PasswordPage.tsx";
import { SessionsDialog } from "../features/session/SessionsDialog.tsx";
import { SignInAgain } from "../features/session/SignInAgain.tsx";
import { SignInPage } from "../features/session/SignInPage.tsx";
import { call } from "../lib/api.ts";
import { useLanguage } from "../lib/i18n.ts";
import { OfficeZone } from "../lib/office.ts";
import { ProblemError } from "../lib/problem.ts";
import { SessionContext } from "../lib/session.ts";
import { createRouter } from "./router.tsx";
import { rememberSignedIn, start } from "./start.ts";
import { theme } from "./theme.ts";

/** Refusals are final; a busy or unreachable server is asked twice more. */
const retry = (failures: number, error: Error): boolean => failures < 2 && (!(error instanceof ProblemError) || error.problem.status >= 500);

/** The style elements that antd writes carry the nonce of this very page; the development server sets none. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;
const csp = nonce ? { nonce } : {};

/** Asks whatever the browser thinks of the network: an office without internet has its server in the house, and whoever is offline is to be told so. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: { queries: { retry, networkMode: "always", staleTime: 20_000, refetchOnWindowFocus: true }, mutations: { retry: false, networkMode: "always" } },
  });
}

/** Nobody, somebody who must change the password, or the console itself. */
function Gate({ client, first }: { client: QueryClient; first: Promise<Me> }): ReactElement | null {
  const [me, setMe] = useState<Me | null | undefined>(undefined);
  const [failed, setFailed] = useState<unknown>(null);
  const [changing, setChanging] = useState(false);
  const [listing, setListing] = useState(false);
  const [router] = useState(createRouter);
  useEffect(() => {
    first.then(setMe, (error: unknown) => {
      setFailed(error instanceof ProblemError && error.code === "notSignedIn" ? null : error);
      setMe(null);
    });
  }, [first]);
  useEffect(() => {
    if (me !== undefined) rememberSignedIn(me !== null);
  }, [me]);
  if (me === undefined) return null;
  if (me === null) return <SignInPage failed={failed} onSignedIn={setMe} />;
  const signOut = async (): Promise<void> => {
    await call(routes.session.signOut, {}, { signInAgain: false }).catch(() => undefined); // an ended session is signed out already
    client.clear();
    setMe(null);
  };
  if (me.mustChangePassword) return <PasswordPage me={me} onChanged={setMe} onSignOut={() => void signOut()} />;
  return (
    <SessionContext value={{ me, signOut, changePassword: () => setChanging(true), showSessions: () => setListing(true) }}>
      <OfficeZone value={me.timeZone}>
        <RouterProvider router={router} />
      </OfficeZone>
      <SignInAgain me={me} onSignedIn={setMe} />
      <IdleWarning key={me.id} me={me} onSignOut={() => void signOut()} />
      <PasswordDialog open={changing} onClose={() => setChanging(false)} />
      <SessionsDialog open={listing} onClose={() => setListing(false)} />
    </SessionContext>
  );
}

/** Whoever has a link to one report sees it without a sign-in: that page stands outside of the console. */
const SharedPage = lazy(() => import("../features/reports/shared/SharedPage.tsx"));
const sharedPath = `${import.meta.env.BASE_URL}shared/`;
const { pathname } = window.location;
const tokenAt = (path: string): string | null => (pathname.startsWith(path) && pathname.length > path.length ? pathname.slice(path.length) : null);
const shared = tokenAt(sharedPath);
/** And so does a wall that is opened by its link. */
const WallLinkPage = lazy(() => import("../features/wall/LinkPage.tsx"));
const wall = tokenAt(`${import.meta.env.BASE_URL}wall/`);
const isOutside = shared !== null || wall !== null;
const pathBelow = (path: string): string => `/${path.slice(import.meta.env.BASE_URL.length)}`;

export function App({ client }: { client: QueryClient }): ReactElement {
  const [language] = useLanguage();
  const [first] = useState(() => (isOutside ? null : start(client, pathBelow(pathname), window.location.search)));
  useEffect(() => {
    document.documentElement.lang = language;
    dayjs.locale(language === "en" ? "en" : "zh-cn");
  }, [language]);
  return (
    <ConfigProvider csp={csp} theme={theme} locale={language === "en" ? enUS : zhCN} button={{ autoInsertSpace: false }}>
      <AntApp>
        <QueryClientProvider client={client}>
          {first !== null ? (
            <Gate client={client} first={first} />
          ) : (
            <Suspense fallback={null}>
              {shared !== null && <SharedPage token={shared} />}
              {wall !== null && <WallLinkPage token={wall} />}
            </Suspense>
          )}
        </QueryClientProvider>
      </AntApp>
    </ConfigProvider>
  );
}
