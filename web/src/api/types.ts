/** What the program's answers look like, named as the screens use them. */
export interface Money {
  amount: number;
  currency: string;
}

export interface Page<Item> {
  items: Item[];
  next_cursor: string | null;
}

export type Category = "concert" | "sport" | "theatre" | "comedy" | "conference" | "film";
export type EventStatus = "scheduled" | "on_sale" | "sold_out" | "off_sale" | "cancelled";

export interface Venue {
  id: string;
  name: string;
  city: string;
  country: string;
  address: string;
  time_zone: string;
}

export interface Performer {
  id: string;
  name: string;
  description: string;
}

export interface EventSummary {
  id: string;
  name: string;
  category: Category;
  venue: Venue;
  performers: Performer[];
  starts_at: string;
  doors_at: string;
  on_sale_at: string;
  off_sale_at: string;
  status: EventStatus;
  high_demand: boolean;
  price_range: { min: Money; max: Money };
  available: number;
}

export interface Tier {
  id: string;
  name: string;
  price: Money;
  fee: Money;
  capacity: number;
  available: number;
}

export interface EventDetails extends EventSummary {
  description: string;
  currency: string;
  tiers: Tier[];
  max_tickets_per_order: number;
  max_tickets_per_buyer: number;
  max_open_holds: number;
  hold_s: number;
  refundable_until: string | null;
  waiting_room: Record<string, unknown> | null;
}

export interface Place {
  id: string | null;
  section: string;
  section_name: string;
  row: string | null;
  number: string | null;
  tier: string;
  tier_name: string;
  price?: Money;
}

export interface Hold {
  id: string;
  event_id: string;
  seats: Place[];
  fees: Money;
  total: Money;
  expires_at: string;
  expires_in_s?: number;
  extendable: boolean;
}

export interface Account {
  id: string;
  email: string;
  name: string;
  role: "buyer" | "scanner" | "organizer" | "admin";
  verified: boolean;
}

export interface Session {
  user: Account;
  expires_in: number;
}

export type OrderStatus = "pending_payment" | "paid" | "cancelled" | "refunded" | "expired" | "payment_failed";

export type NextAction = { type: "redirect"; url: string; expires_at: string } | { type: "wait" };

export interface OrderLine {
  kind: "ticket" | "fee" | "tax" | "discount";
  amount: Money;
  seat?: Place;
  tier?: string;
}

export interface Order {
  id: string;
  event_id: string;
  hold_id: string;
  status: OrderStatus;
  lines: OrderLine[];
  total: Money;
  refunded: Money;
  tickets: { id: string; seat: Place; tier: string; status: "valid" | "void" }[];
  next_action: NextAction | null;
  created_at: string;
}

export interface Ticket {
  id: string;
  order_id: string;
  event_id: string;
  seat: Place;
  tier: string;
  status: "valid" | "void";
  issued_at: string;
  code: string;
}

export type Payment =
  | { method: "card"; card_number: string; exp_month: number; exp_year: number; cvc: string }
  | { method: "upi"; vpa: string }
  | { method: "net_banking"; bank: string };
