/** Every screen's address. A reader who looks for what the page shows finds it here. */
import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { Shell } from "./shell/shell";
import { NotFoundScreen, RouteError, RoutePending } from "./shell/states";

interface RouterContext {
  queryClient: QueryClient;
}

const root = createRootRouteWithContext<RouterContext>()({ component: Shell });

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  component: lazyRouteComponent(() => import("./routes/home"), "HomeRoute"),
});
const event = createRoute({
  getParentRoute: () => root,
  path: "/events/$eventId",
  component: lazyRouteComponent(() => import("./routes/event"), "EventRoute"),
});
const places = createRoute({
  getParentRoute: () => root,
  path: "/events/$eventId/seats",
  component: lazyRouteComponent(() => import("./routes/choose-places"), "ChoosePlacesRoute"),
});
const queue = createRoute({
  getParentRoute: () => root,
  path: "/events/$eventId/queue",
  component: lazyRouteComponent(() => import("./routes/waiting-room"), "WaitingRoomRoute"),
});

const routeTree = root.addChildren([home, event, places, queue]);

export function makeRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    scrollRestoration: true,
    defaultPreload: "intent",
    defaultErrorComponent: RouteError,
    defaultNotFoundComponent: NotFoundScreen,
    defaultPendingComponent: RoutePending,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
