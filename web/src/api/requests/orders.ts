/** What was bought. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answer, GET, POST } from "../call";
import { keys } from "../keys";
import type { Order } from "../types";

const ORDERS_A_PAGE = 20;

export function readOrders(cursor: string | null, signal?: AbortSignal) {
  const query = { limit: ORDERS_A_PAGE, ...(cursor !== null && { cursor }) };
  return answer(GET("/api/v1/checkout/orders", { params: { query }, ...(signal && { signal }) }));
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
    queryFn: ({ signal }) =>
      answer(GET("/api/v1/checkout/orders/{order}", { params: { path: { order: id } }, signal })),
  });
}

export function cancelOrder(id: string, idempotencyKey: string): Promise<Order> {
  const params = { path: { order: id }, header: { "Idempotency-Key": idempotencyKey } };
  return answer(POST("/api/v1/checkout/orders/{order}/cancel", { params }));
}
