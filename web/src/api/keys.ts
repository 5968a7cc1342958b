/** Under which names answers are kept in the query cache: the one place that knows, so that whatever changes them can say so. */
export const keys = {
  me: ["me"] as const,
  events: ["events"] as const,
  event: (id: string) => ["event", id] as const,
  availability: (eventId: string) => ["availability", eventId] as const,
  map: (eventId: string) => ["map", eventId] as const,
  holds: ["holds"] as const,
  orders: ["orders"] as const,
  paymentMethods: ["payment-methods"] as const,
  order: (id: string) => ["order", id] as const,
  tickets: ["tickets"] as const,
  ticket: (id: string) => ["ticket", id] as const,
  place: (eventId: string) => ["place", eventId] as const,
};
