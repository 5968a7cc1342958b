/** What was bought: `/orders`, `/orders/{id}`, `/tickets`, `/tickets/{id}`. */
import { useParams, useSearch } from "@tanstack/react-router";
import { OrderScreen } from "@/features/orders/order-screen";
import { OrdersScreen } from "@/features/orders/orders-screen";
import { TicketScreen } from "@/features/tickets/ticket-screen";
import { TicketsScreen } from "@/features/tickets/tickets-screen";
import { RequireAccount } from "../shell/require-account";

export function OrdersRoute() {
  return <RequireAccount>{() => <OrdersScreen />}</RequireAccount>;
}

export function OrderRoute() {
  const { orderId } = useParams({ from: "/orders/$orderId" });
  const { new: isNew = false } = useSearch({ from: "/orders/$orderId" });
  return (
    <RequireAccount>{(account) => <OrderScreen orderId={orderId} account={account} isNew={isNew} />}</RequireAccount>
  );
}

export function TicketsRoute() {
  return <RequireAccount>{() => <TicketsScreen />}</RequireAccount>;
}

export function TicketRoute() {
  const { ticketId } = useParams({ from: "/tickets/$ticketId" });
  return <RequireAccount>{() => <TicketScreen ticketId={ticketId} />}</RequireAccount>;
}
