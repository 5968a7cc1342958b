//! The kinds of message there are, and the stream that each belongs to.

/// A stream of messages; with Kafka, a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stream {
    Seats,
    Orders,
    Payments,
    Tickets,
    Notifications,
}

impl Stream {
    pub const ALL: [Stream; 5] =
        [Stream::Seats, Stream::Orders, Stream::Payments, Stream::Tickets, Stream::Notifications];

    /// The topic's name.
    pub fn name(self) -> &'static str {
        match self {
            Stream::Seats => "admit.seats",
            Stream::Orders => "admit.orders",
            Stream::Payments => "admit.payments",
            Stream::Tickets => "admit.tickets",
            Stream::Notifications => "admit.notifications",
        }
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $stream:ident $name:literal,)+) => {
        /// What a message tells. Its name ends with the version of its schema, `docs/events/<name>.json`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $($(#[$doc])* $kind,)+
        }

        impl Kind {
            pub const ALL: &'static [Kind] = &[$(Kind::$kind),+];

            pub fn name(self) -> &'static str {
                match self {
                    $(Kind::$kind => $name,)+
                }
            }

            pub fn stream(self) -> Stream {
                match self {
                    $(Kind::$kind => Stream::$stream,)+
                }
            }
        }
    };
}

kinds! {
    SeatsHeld = Seats "admit.seats.held.v1",
    SeatsExtended = Seats "admit.seats.extended.v1",
    SeatsReleased = Seats "admit.seats.released.v1",
    SeatsSold = Seats "admit.seats.sold.v1",
    SeatsBlocked = Seats "admit.seats.blocked.v1",
    SeatsUnblocked = Seats "admit.seats.unblocked.v1",
    SeatsAdopted = Seats "admit.seats.adopted.v1",
    /// The terms of sale are others from now on.
    SeatsConfigured = Seats "admit.seats.configured.v1",
    OrderBegun = Orders "admit.orders.begun.v1",
    OrderAwaited = Orders "admit.orders.awaited.v1",
    OrderPaid = Orders "admit.orders.paid.v1",
    OrderFailed = Orders "admit.orders.failed.v1",
    OrderCancelled = Orders "admit.orders.cancelled.v1",
    OrdersAdopted = Orders "admit.orders.adopted.v1",
    PaymentBegun = Payments "admit.payments.begun.v1",
    PaymentCharged = Payments "admit.payments.charged.v1",
    PaymentFailed = Payments "admit.payments.failed.v1",
    RefundOwed = Payments "admit.payments.refund_owed.v1",
    TicketsIssued = Tickets "admit.tickets.issued.v1",
    TicketsVoided = Tickets "admit.tickets.voided.v1",
    NotificationDue = Notifications "admit.notifications.due.v1",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kinds_name_begins_with_its_stream_and_is_its_own() {
        let mut names: Vec<_> = Kind::ALL.iter().map(|kind| kind.name()).collect();
        assert!(Kind::ALL.iter().all(|kind| kind.name().starts_with(&format!("{}.", kind.stream().name()))));
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Kind::ALL.len());
    }
}
