import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect, type AnyRoute } from "@tanstack/react-router";
import { ErrorState } from "../ui/error-state.tsx";
import { NotFoundPage } from "./not-found-page.tsx";
import { PageLoading } from "./page-loading.tsx";
import { Shell } from "./shell.tsx";
import { permits, type Session } from "./session.ts";
import { byPlace, slices, type SlicePage } from "./slices.ts";

const everyPage: readonly SlicePage[] = slices.flatMap((slice) => slice.pages ?? []);
const allPages = everyPage.filter((one) => !one.open);
const openPages = everyPage.filter((one) => one.open);

/** The first place in the navigation the person may see: where `/` leads. */
export function homeOf(session: Session): string {
  const entries = slices.flatMap((slice) => slice.navigation ?? []).filter((entry) => permits(session, entry)).toSorted(byPlace);
  // Who works leads begins with them, everybody else with the numbers both teams share.
  const first = ["/inbox", "/dashboard"].map((to) => entries.find((entry) => entry.to === to)).find((entry) => entry !== undefined);
  return (first ?? entries[0])?.to ?? "/welcome";
}

/** Routes follow from the slices' pages; every page is a chunk of its own. Pages a role may not see do not exist for it. */
export function makeRouter(session: Session, options: { gallery: boolean }) {
  const root = createRootRoute({ component: Shell, notFoundComponent: NotFoundPage });
  const page = ({ path, title, load }: SlicePage): AnyRoute =>
    createRoute({
      getParentRoute: () => root,
      path,
      component: lazyRouteComponent(load as never, "Page"),
      head: () => ({ meta: [{ title }] }),
      staticData: { title },
    }) as never;
  const home = createRoute({
    getParentRoute: () => root,
    path: "/",
    beforeLoad: () => {
      throw redirect({ to: homeOf(session), replace: true });
    },
  });
  const own: SlicePage[] = [
    { path: "/welcome", title: "Welcome", load: () => import("./welcome-page.tsx") },
    { path: "/settings", title: "Settings", load: () => import("./settings-page.tsx") },
    ...(options.gallery ? [{ path: "/gallery", title: "Gallery", load: () => import("./gallery/gallery-page.tsx") }] : []),
  ];
  const taken = new Set(allPages.map((one) => one.path));
  const shown = [...own.filter((one) => !taken.has(one.path)), ...allPages.filter((one) => permits(session, one))];
  root.addChildren([home, ...shown.map(page)]);
  return createRouter({
    routeTree: root,
    defaultPreload: "intent",
    defaultPendingMs: 200,
    defaultPendingComponent: PageLoading,
    defaultErrorComponent: ({ error, reset }) => <ErrorState center title="This page could not be shown" error={error} onRetry={reset} />,
    scrollRestoration: true,
  });
}

/** Pages that stand by themselves for anyone; null where the address is none of them. */
export function makeOpenRouter(path: string) {
  const first = path.split("/")[1];
  if (!openPages.some((one) => one.path.split("/")[1] === first)) return null;
  const root = createRootRoute({ notFoundComponent: NotFoundPage });
  root.addChildren(
    openPages.map(
      (one) => createRoute({ getParentRoute: () => root, path: one.path, component: lazyRouteComponent(one.load as never, "Page"), staticData: { title: one.title } }) as never,
    ),
  );
  return createRouter({ routeTree: root, defaultPendingMs: 200, defaultPendingComponent: PageLoading });
}

declare module "@tanstack/react-router" {
  interface StaticDataRouteOption {
    title?: string;
  }
}
