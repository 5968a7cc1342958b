//! What the server acknowledged, and when.

use std::time::{Duration, Instant};

use admit_domain::id::{HoldId, OrderId, TicketId};

/// In no order.
#[derive(Debug, Default)]
pub(crate) struct Deeds {
    pub(crate) held: Vec<Held>,
    pub(crate) ended: Vec<Ended>,
    /// The buyer of each request for a hold that was never answered, or failed: it made one hold, or none.
    pub(crate) unclear: Vec<u32>,
}

/// A hold that was granted.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    pub(crate) hold: HoldId,
    pub(crate) buyer: u32,
    pub(crate) places: Places,
    pub(crate) total: i64,
    pub(crate) asked: Instant,
    pub(crate) answered: Instant,
    pub(crate) lasts: Duration,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Places {
    /// Units of numbered seats.
    Seats(Box<[u32]>),
    /// So many places of the section with this index.
    General { section: u16, quantity: u32 },
}

/// What became of a hold, as its buyer was told.
#[derive(Debug, Clone)]
pub(crate) struct Ended {
    pub(crate) hold: HoldId,
    pub(crate) buyer: u32,
    pub(crate) asked: Instant,
    pub(crate) how: How,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum How {
    Released,
    Paid {
        order: OrderId,
        total: i64,
        tickets: Box<[TicketId]>,
    },
    Cancelled {
        order: OrderId,
    },
    /// Whether it was is not known.
    Unclear(Doubt),
}

/// What was asked for and never answered: it was done, or it wasn't.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Doubt {
    Release,
    Payment,
    Cancellation,
}

impl Places {
    pub(crate) fn count(&self) -> u32 {
        match self {
            Places::Seats(units) => units.len() as u32,
            Places::General { quantity, .. } => *quantity,
        }
    }
}

impl Deeds {
    pub(crate) fn add(&mut self, mut other: Deeds) {
        self.held.append(&mut other.held);
        self.ended.append(&mut other.ended);
        self.unclear.append(&mut other.unclear);
    }
}
