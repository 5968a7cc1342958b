//! The store as an auditor reads it: everything that is kept of an event in one snapshot, and the gateway's book beside the orders.

use std::ops::ControlFlow;
use std::sync::Arc;

use admit_domain::hall::Hall;
use admit_domain::id::{EventId, OrderId, PaymentId};
use admit_domain::inventory::audit::{PaymentState, Records};
use admit_domain::inventory::journal::{Entry, Version};
use admit_domain::money::Money;
use async_trait::async_trait;

use super::error::StoreResult;
use super::gateway_ledger::ChargeState;

/// A part of what is kept of an event.
#[derive(Debug)]
pub enum Part {
    /// The rows, once and first.
    Rows { hall: Arc<Hall>, records: Box<Records> },
    /// The journal in order, a page at a time.
    Entries(Vec<Entry>),
}

/// Called for each part while the snapshot is open, so that a journal needn't fit in memory. `Break`: it has seen enough.
pub type TakePart = Box<dyn FnMut(Part) -> ControlFlow<()> + Send>;

/// Rows that belong to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Strays {
    /// Such as `claims of no event`.
    pub what: &'static str,
    pub rows: u64,
}

/// A payment in the simulated gateway's book, in the shop's, or in both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookedPayment {
    pub payment: PaymentId,
    pub charge: Option<BookedCharge>,
    pub attempt: Option<Attempt>,
    pub refund: Option<OwedRefund>,
}

/// The gateway's side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookedCharge {
    pub money: Money,
    pub state: ChargeState,
    /// Minor units paid back, as the charge counts them.
    pub refunded: i64,
    /// Minor units paid back, as the refund's own row says.
    pub refund_row: i64,
}

/// The shop's side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    pub order: OrderId,
    pub money: Money,
    pub state: PaymentState,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwedRefund {
    pub amount: i64,
    pub is_done: bool,
}

#[async_trait]
pub trait Inspection: Send + Sync + 'static {
    /// Reads an event's rows and its journal after `after` in one snapshot, which a server beside it may go on writing after.
    /// `Corrupt`: something that is kept of the event can't be read at all.
    async fn inspect(&self, event: EventId, after: Version, take: TakePart) -> StoreResult<()>;

    /// Each kind of row that should belong to something and doesn't. Empty if all do.
    async fn strays(&self) -> StoreResult<Vec<Strays>>;

    /// Whether the simulated gateway was ever used.
    async fn has_gateway_charges(&self) -> StoreResult<bool>;

    /// The payments after `after` that either book knows, in order of id, both books in one snapshot.
    async fn booked_payments(&self, after: Option<PaymentId>, limit: u32) -> StoreResult<Vec<BookedPayment>>;
}
