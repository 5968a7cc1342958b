/** What was bought. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { call } from "../call";
import { keys } from "../keys";
import type { Order, Page } from "../types";

const ORDERS_A_PAGE = 20;

export function readOrders(cursor: string | null, signal?: AbortSignal): Promise<Page<Order>> {
  const query = { limit: ORDERS_A_PAGE, cursor: cursor ?? undefined };
  return call<Page<Order>>("GET", "/checkout/orders", { query, ...(signal && { signal }) });
}

export const ordersQuery = infiniteQueryOptions({
  queryKey: keys.orders,
  queryFn: ({ signal, pageParam }) => readOrders(pageParam, signal),
  initialPageParam: null as string | null,
  getNextPageParam: (last) => last.next_cursor,
});

export function orderQuery(id: string) {
  return queryOptions({
    queryKey: keys.order(id),
    queryFn: ({ signal }) => call<Order>("GET", `/checkout/orders/${encodeURIComponent(id)}`, { signal }),
  });
}

export function cancelOrder(id: string, idempotencyKey: string): Promise<Order> {
  return call<Order>("POST", `/checkout/orders/${id}/cancel`, { idempotencyKey });
}
