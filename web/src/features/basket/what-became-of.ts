/** What became of a hold whose time is up: the program stops its clock while it is paid, and who has paid holds nothing any more. */
import type { Order } from "@/api/types";

/** `ending`: the program still lists it, with less than a second to go. */
export type Fate = "open" | "ending" | "bought" | "over";

interface Asked {
  readHolds: () => Promise<readonly { id: string; endsAtMs: number }[]>;
  readOrders: () => Promise<readonly Pick<Order, "hold_id" | "status">[]>;
}

/** Rejects where either can't be read: then nobody knows, and it is worth asking again. */
export async function whatBecameOf(holdId: string, { readHolds, readOrders }: Asked): Promise<Fate> {
  const [holds, orders] = await Promise.all([readHolds(), readOrders()]);
  const order = orders.find((order) => order.hold_id === holdId && order.status !== "payment_failed");
  if (order && order.status !== "expired") return "bought";
  const hold = holds.find((hold) => hold.id === holdId);
  if (!hold) return "over";
  return hold.endsAtMs > Date.now() ? "open" : "ending";
}
