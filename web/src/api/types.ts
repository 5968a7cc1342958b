/** What the program's answers look like, named as the screens use them. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Money = Schemas["Money"];
export type Category = Schemas["Category"];
export type EventStatus = Schemas["EventStatus"];
export type Venue = Schemas["Venue"];
export type Performer = Schemas["Performer"];
export type EventSummary = Schemas["EventSummary"];
export type EventDetails = Omit<Schemas["Event"], "waiting_room"> & { waiting_room?: Record<string, unknown> | null };
export type Tier = Schemas["Tier"];
export type Place = Schemas["Place"];
export type Hold = Schemas["Hold"];
export type Account = Schemas["Account"];
export type Order = Schemas["Order"];
export type OrderStatus = Order["status"];
export type NextAction = Schemas["NextAction"];
export type Ticket = Schemas["Ticket"];
export type Payment = Schemas["CheckoutRequest"]["payment"];

/** What of a new session the page may know: its tokens are in cookies. */
export type Session = Pick<Schemas["Session"], "user" | "expires_in">;
