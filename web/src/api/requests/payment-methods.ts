/** How this shop takes money, if it does. */
import { queryOptions } from "@tanstack/react-query";
import { call } from "../call";
import { keys } from "../keys";
import type { Payment } from "../types";

export interface PaymentMethods {
  /** Who moves the money; null where nobody does. */
  gateway: string | null;
  /** Nothing is really charged. */
  is_test: boolean;
  methods: Payment["method"][];
}

/** The program is set up with them, so they stay while the page is open. */
export const paymentMethodsQuery = queryOptions({
  queryKey: keys.paymentMethods,
  queryFn: ({ signal }) => call<PaymentMethods>("GET", "/checkout/methods", { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});
