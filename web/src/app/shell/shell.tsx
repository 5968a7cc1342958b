/** What stands around every screen. */
import { Outlet } from "@tanstack/react-router";
import { Announcer, Notices } from "@/components/notices";
import { IdentityProvider } from "./identity-provider";

export function Shell() {
  return (
    <IdentityProvider>
      <main id="content" className="min-h-dvh">
        <Outlet />
      </main>
      <Notices />
      <Announcer />
    </IdentityProvider>
  );
}
