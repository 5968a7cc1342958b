/** What was bought: `/orders`, `/orders/{id}`, `/tickets`, `/tickets/{id}`. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import { type ReactNode, useEffect } from "react";
import { endedBy } from "@/api/session";
import { OrderScreen } from "@/features/orders/order-screen";
import { OrdersScreen } from "@/features/orders/orders-screen";
import { TicketScreen } from "@/features/tickets/ticket-screen";
import { TicketsScreen } from "@/features/tickets/tickets-screen";
import { keptTicketsQuery, myTicketsQuery } from "@/features/tickets/use-my-tickets";
import { useIdentity } from "@/lib/identity";
import { RequireAccount } from "../shell/require-account";

export function OrdersRoute() {
  return <RequireAccount>{() => <OrdersScreen />}</RequireAccount>;
}

export function OrderRoute() {
  const { orderId } = useParams({ from: "/orders/$orderId" });
  const { new: isNew = false } = useSearch({ from: "/orders/$orderId" });
  const { account } = useIdentity();
  const queryClient = useQueryClient();
  // Whoever just bought may be at the door before ever looking at the tickets.
  useEffect(() => {
    if (isNew && account) void queryClient.prefetchQuery(myTicketsQuery);
  }, [isNew, account, queryClient]);
  return (
    <RequireAccount>{(account) => <OrderScreen orderId={orderId} account={account} isNew={isNew} />}</RequireAccount>
  );
}

export function TicketsRoute() {
  return (
    <RequireHolder>
      <TicketsScreen />
    </RequireHolder>
  );
}

export function TicketRoute() {
  const { ticketId } = useParams({ from: "/tickets/$ticketId" });
  return (
    <RequireHolder>
      <TicketScreen ticketId={ticketId} />
    </RequireHolder>
  );
}

/** Who lost the session without wanting to still gets through the door with what is on this device. */
function RequireHolder({ children }: { children: ReactNode }) {
  const { account } = useIdentity();
  const isLost = account === null && endedBy() === "lost";
  const { data: kept, isPending } = useQuery({ ...keptTicketsQuery, enabled: isLost });
  if (isLost && isPending) return null;
  if (isLost && kept) return children;
  return <RequireAccount>{() => children}</RequireAccount>;
}
