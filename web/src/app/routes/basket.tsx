/** `/basket`. */
import { BasketScreen } from "@/features/basket/basket-screen";

export function BasketRoute() {
  return <BasketScreen />;
}
