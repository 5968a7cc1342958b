/** What stands around every screen. */
import { Outlet, useMatches } from "@tanstack/react-router";
import { Announcer, Notices } from "@/components/notices";
import { HoldWatcher } from "@/features/basket/hold-watcher";
import { Footer } from "./footer";
import { Header } from "./header";
import { IdentityProvider } from "./identity-provider";
import { LiveFollower } from "./live-follower";
import { OfflineBar } from "./offline-bar";

/** Screens that need every pixel, or where nothing should lead away. */
const WITHOUT_FOOTER = ["/events/$eventId/seats", "/checkout/$holdId"];

export function Shell() {
  const matches = useMatches();
  const hasFooter = !matches.some((match) => WITHOUT_FOOTER.includes(match.routeId));
  return (
    <IdentityProvider>
      <div className="flex min-h-dvh flex-col">
        <Header />
        <OfflineBar />
        <main id="content" tabIndex={-1} className="flex grow flex-col outline-none">
          <Outlet />
        </main>
        {hasFooter && <Footer />}
      </div>
      <HoldWatcher />
      <LiveFollower />
      <Notices />
      <Announcer />
    </IdentityProvider>
  );
}
