/** The line above every screen. */
import { Link } from "@tanstack/react-router";
import { Icon, type IconName } from "@/components/icon";
import { BasketChip } from "@/features/basket/basket-chip";
import { useMessages } from "@/lib/i18n/context";
import { useIdentity } from "@/lib/identity";
import { texts } from "./texts";

export function Header() {
  const t = useMessages(texts);
  const { account } = useIdentity();
  return (
    <header className="sticky top-0 z-30 border-b border-line bg-canvas/90 pt-[env(safe-area-inset-top)] backdrop-blur-md">
      <a
        href="#content"
        className="sr-only rounded-control bg-ink px-4 py-2 font-semibold text-canvas focus:not-sr-only focus:absolute focus:left-4 focus:top-3 focus:z-40"
      >
        {t.skip}
      </a>
      <div className="mx-auto flex h-16 w-full max-w-6xl items-center justify-between gap-3 px-4 3xl:max-w-[100rem] 4xl:max-w-[140rem]">
        <Link to="/" aria-label={t.home} className="flex items-center gap-2 rounded-control">
          <Mark />
          <span className="font-display text-2xl font-extrabold tracking-tight max-xs:sr-only">Admit</span>
        </Link>
        <nav aria-label={t.main} className="flex items-center gap-1 sm:gap-2">
          <BasketChip />
          <NavLink to="/tickets" icon="ticket" label={t.tickets} />
          {account ? (
            <NavLink to="/account" icon="user" label={t.account} />
          ) : (
            <NavLink to="/sign-in" icon="user" label={t.signIn} />
          )}
        </nav>
      </div>
    </header>
  );
}

function NavLink({ to, icon, label }: { to: "/tickets" | "/account" | "/sign-in"; icon: IconName; label: string }) {
  return (
    <Link
      to={to}
      className="inline-flex min-h-11 min-w-11 items-center justify-center gap-2 rounded-full px-3 font-semibold hover:bg-sunken [&.active]:bg-sunken"
    >
      <Icon name={icon} />
      <span className="max-sm:sr-only">{label}</span>
    </Link>
  );
}

function Mark() {
  return (
    <svg viewBox="0 0 64 64" className="size-9" aria-hidden="true">
      <path
        className="fill-accent"
        d="M8 14a4 4 0 0 1 4-4h40a4 4 0 0 1 4 4v10a8 8 0 0 0 0 16v10a4 4 0 0 1-4 4H12a4 4 0 0 1-4-4V40a8 8 0 0 0 0-16z"
      />
      <path
        className="stroke-on-accent"
        fill="none"
        strokeWidth="5"
        strokeLinecap="round"
        strokeLinejoin="round"
        d="M22 44l10-24 10 24M26 36h12"
      />
    </svg>
  );
}
