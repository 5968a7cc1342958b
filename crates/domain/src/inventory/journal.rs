//! The journal: an event's changes in order. State is what its fold says, and nothing else.

use crate::hold::{Buyer, Hold, RequestKey};
use crate::id::{HoldId, OrderId};
use crate::order::{DeclineReason, NextAction, Order, Refund};
use crate::terms::Terms;
use crate::time::Timestamp;
use crate::unit::UnitRange;

/// A place in an event's journal. A restore from backup starts a new epoch, so that no version is ever used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    pub epoch: u32,
    pub number: u64,
}

impl Version {
    /// Before an event's first entry.
    pub const START: Version = Version { epoch: 1, number: 0 };

    pub const fn next(self) -> Version {
        Version { epoch: self.epoch, number: self.number + 1 }
    }
}

/// Names one batch, so that it can be found in the journal when its commit's answer was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct BatchId(pub u128);

/// One commit: the changes of one batch, in the order they were decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub version: Version,
    pub at: Timestamp,
    pub batch: BatchId,
    pub changes: Vec<Change>,
}

/// One step of an event's inventory, complete: applying it needs nothing but the state before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    Held(Hold),
    Released {
        hold: HoldId,
    },
    Expired {
        hold: HoldId,
    },
    Extended {
        hold: HoldId,
        expires_at: Timestamp,
        key: Option<RequestKey>,
    },
    /// A hold went into checkout.
    Begun(Order),
    /// The caller was told what comes next.
    Awaited {
        order: OrderId,
        next_action: NextAction,
    },
    /// The order's units are sold and its tickets valid, whatever state the order was in.
    Paid {
        order: OrderId,
    },
    /// The order's attempt came to nothing.
    Failed {
        order: OrderId,
        reason: DeclineReason,
        /// The hold goes on until then; `None`: it ended and its units are free.
        hold_until: Option<Timestamp>,
    },
    /// A paid order's tickets are void and its units free.
    Cancelled {
        order: OrderId,
        refund: Option<Refund>,
        key: Option<RequestKey>,
    },
    /// Money came for an order that can't have its units any more.
    RefusedMoney {
        order: OrderId,
        refund: Refund,
    },
    /// The hold and its orders, which are all that it has, have another buyer. The requests that made them were the
    /// earlier one's, and can't be repeated any more.
    Adopted {
        hold: HoldId,
        orders: Vec<OrderId>,
        buyer: Buyer,
    },
    Configured(Terms),
    Blocked(Vec<UnitRange>),
    Unblocked(Vec<UnitRange>),
}
