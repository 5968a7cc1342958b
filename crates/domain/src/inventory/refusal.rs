//! Why a command isn't carried out. A refusal changes nothing.

use crate::id::OrderId;
use crate::terms::BadTerms;
use crate::time::Timestamp;
use crate::unit::Unit;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Limit {
    TicketsPerOrder,
    TicketsPerBuyer,
    OpenHolds,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The idempotency key came before, with another request.
    KeyReused,
    /// The same request is being carried out.
    InProgress,
    /// New holds aren't taken now.
    NotOnSale {
        opens_at: Option<Timestamp>,
    },
    /// No place was asked for.
    NothingChosen,
    /// A place was named twice.
    DoubledUnit(Unit),
    /// Not a numbered seat of this hall.
    NoSuchSeat(Unit),
    /// The hall has no such general-admission section.
    NotGeneral,
    /// Nothing that this event sells is of the wanted section, tier and price.
    NoMatch,
    Limit {
        limit: Limit,
        max: u32,
    },
    SeatsTaken(Vec<Unit>),
    /// There are enough places, but not side by side.
    NoneTogether,
    /// Nothing is free, but some of it is only held.
    AllHeld,
    SoldOut,
    /// Some are free, but fewer than wanted.
    NotEnough {
        available: u32,
    },
    /// The choice would leave these seats single.
    SingleSeatLeft(Vec<Unit>),
    /// No such hold, or another's.
    NoSuchHold,
    HoldExpired,
    HoldInCheckout,
    HoldCompleted(OrderId),
    AlreadyExtended,
    TooManyAttempts,
    EventCancelled,
    /// No such order, or another's.
    NoSuchOrder,
    NotCancellable,
    /// The money that came isn't what the order costs.
    WrongAmount,
    BadTerms(BadTerms),
    /// Tiers, currency and an event's cancellation stay.
    FixedTerms,
    /// Places that are to be blocked are claimed, or aren't for sale at all.
    NotFree(Vec<Unit>),
}
