import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect, type AnyRoute } from "@tanstack/react-router";
import { ErrorState } from "../ui/error-state.tsx";
import { NotFoundPage, NotHerePage } from "./not-found-page.tsx";
import { PageLoading } from "./page-loading.tsx";
import { allPages, homeOf } from "./pages.ts";
import { Shell } from "./shell.tsx";
import { permits, type Session } from "./session.ts";
import { slices, type SlicePage } from "./slices.ts";

const openPages = slices.flatMap((slice) => slice.pages ?? []).filter((one) => one.open);

/** Routes follow from the slices' pages; every page is a chunk of its own. Pages a role may not see are not made for it, and their addresses say so. */
export function makeRouter(session: Session, options: { gallery: boolean }) {
  const root = createRootRoute({ component: Shell, notFoundComponent: NotHerePage });
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
