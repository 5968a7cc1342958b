/** `/basket`. */
import { wasEndedElsewhere } from "@/api/session";
import { BasketScreen } from "@/features/basket/basket-screen";
import { useIdentity } from "@/lib/identity";
import { RequireAccount } from "../shell/require-account";

export function BasketRoute() {
  const { account } = useIdentity();
  // Nobody's basket is empty; but whose session was ended may hold places still.
  if (!account && wasEndedElsewhere()) return <RequireAccount>{() => <BasketScreen />}</RequireAccount>;
  return <BasketScreen />;
}
