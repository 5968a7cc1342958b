/** Every screen's address. A reader who looks for what the page shows finds it here. */
import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { eventQuery } from "@/api/requests/get-event";
import { planQuery, unitTiersQuery } from "@/api/requests/seat-map";
import { readSearch } from "@/features/catalogue/search";
import { Shell } from "./shell/shell";
import { NotFoundScreen, RouteError, RoutePending } from "./shell/states";

interface RouterContext {
  queryClient: QueryClient;
}

const root = createRootRouteWithContext<RouterContext>()({ component: Shell });
const within = () => root;

/** Only a path on this page: an address from outside would lead people away after they signed in. */
function readNext(raw: Record<string, unknown>): { next?: string | undefined } {
  const next = raw["next"];
  return typeof next === "string" && /^\/(?![/\\])/.test(next) ? { next } : {};
}

/** Said by the checkout, so that the order is greeted once. */
function readIsNew(raw: Record<string, unknown>): { new?: boolean } {
  return raw["new"] === true ? { new: true } : {};
}

/** Said by the address that the bank's page leads back to. */
function readReturned(raw: Record<string, unknown>): { returned?: boolean } {
  return raw["returned"] === true ? { returned: true } : {};
}

const accounts = () => import("./routes/account");
const purchases = () => import("./routes/purchases");

const routeTree = root.addChildren([
  createRoute({
    getParentRoute: within,
    path: "/",
    validateSearch: readSearch,
    component: lazyRouteComponent(() => import("./routes/home"), "HomeRoute"),
  }),
  createRoute({
    getParentRoute: within,
    path: "/events/$eventId",
    component: lazyRouteComponent(() => import("./routes/event"), "EventRoute"),
  }),
  createRoute({
    getParentRoute: within,
    path: "/events/$eventId/seats",
    // A plan is the largest thing there is: it sets out together with the code that draws it, or when a link to it is pointed at.
    loader: ({ context: { queryClient }, params: { eventId } }) => {
      void queryClient.prefetchQuery(planQuery(eventId));
      void queryClient.prefetchQuery(unitTiersQuery(eventId));
      void queryClient.prefetchQuery(eventQuery(eventId));
    },
    component: lazyRouteComponent(() => import("./routes/choose-places"), "ChoosePlacesRoute"),
  }),
  createRoute({
    getParentRoute: within,
    path: "/events/$eventId/queue",
    component: lazyRouteComponent(() => import("./routes/waiting-room"), "WaitingRoomRoute"),
  }),
  createRoute({
    getParentRoute: within,
    path: "/basket",
    component: lazyRouteComponent(() => import("./routes/basket"), "BasketRoute"),
  }),
  createRoute({
    getParentRoute: within,
    path: "/checkout/$holdId",
    validateSearch: readReturned,
    component: lazyRouteComponent(() => import("./routes/checkout"), "CheckoutRoute"),
  }),
  createRoute({
    getParentRoute: within,
    path: "/orders",
    component: lazyRouteComponent(purchases, "OrdersRoute"),
  }),
  createRoute({
    getParentRoute: within,
    path: "/orders/$orderId",
    validateSearch: readIsNew,
    component: lazyRouteComponent(purchases, "OrderRoute"),
  }),
  createRoute({
    getParentRoute: within,
    path: "/tickets",
    component: lazyRouteComponent(purchases, "TicketsRoute"),
  }),
  createRoute({
    getParentRoute: within,
    path: "/tickets/$ticketId",
    component: lazyRouteComponent(purchases, "TicketRoute"),
  }),
  createRoute({
    getParentRoute: within,
    path: "/sign-in",
    validateSearch: readNext,
    component: lazyRouteComponent(accounts, "SignInRoute"),
  }),
  createRoute({
    getParentRoute: within,
    path: "/register",
    validateSearch: readNext,
    component: lazyRouteComponent(accounts, "RegisterRoute"),
  }),
  createRoute({
    getParentRoute: within,
    path: "/account",
    component: lazyRouteComponent(accounts, "AccountRoute"),
  }),
  createRoute({
    getParentRoute: within,
    path: "/verify",
    component: lazyRouteComponent(accounts, "VerifyRoute"),
  }),
  createRoute({
    getParentRoute: within,
    path: "/reset-password",
    component: lazyRouteComponent(accounts, "ResetPasswordRoute"),
  }),
  createRoute({
    getParentRoute: within,
    path: "/forgot-password",
    component: lazyRouteComponent(accounts, "ForgotPasswordRoute"),
  }),
  createRoute({
    getParentRoute: within,
    path: "/privacy",
    component: lazyRouteComponent(() => import("./routes/privacy"), "PrivacyRoute"),
  }),
]);

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
