/** `/checkout/{hold}`. */
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import type { Account } from "@/api/types";
import { CountdownClock } from "@/features/basket/countdown-clock";
import { useHolds } from "@/features/basket/use-holds";
import { CheckoutScreen } from "@/features/checkout/checkout-screen";
import { RequireAccount } from "../shell/require-account";

export function CheckoutRoute() {
  return <RequireAccount>{(account) => <Checkout account={account} />}</RequireAccount>;
}

function Checkout({ account }: { account: Account }) {
  const { holdId } = useParams({ from: "/checkout/$holdId" });
  const { returned = false } = useSearch({ from: "/checkout/$holdId" });
  const { holds } = useHolds();
  const navigate = useNavigate();
  const hold = holds.find((hold) => hold.id === holdId);
  const onPaid = useCallback(
    (orderId: string) =>
      navigate({ to: "/orders/$orderId", params: { orderId }, search: { new: true }, replace: true }),
    [navigate],
  );
  const clock = hold && <CountdownClock hold={hold} />;
  return (
    <CheckoutScreen
      key={holdId}
      holdId={holdId}
      returned={returned}
      hold={hold}
      account={account}
      clock={clock}
      onPaid={onPaid}
    />
  );
}
