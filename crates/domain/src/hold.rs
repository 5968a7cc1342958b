//! Holds: time-limited exclusive claims on units.

use crate::id::{AccountId, HoldId, OrderId};
use crate::terms::TierIndex;
use crate::time::Timestamp;
use crate::unit::Unit;

/// The most that may be tried to pay one hold.
pub const ATTEMPTS_MAX: u8 = 5;

/// Whom purchase limits count: an account, and its mail address whoever's account it is used with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Buyer {
    pub account: AccountId,
    /// A keyed hash of the normalised address; another one for those who have proven it than for those who only typed it.
    pub address: AddressHash,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AddressHash(pub [u8; 16]);

/// What makes a repeated request the same request: hashes of the caller's idempotency key and of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RequestKey {
    pub key: [u8; 16],
    pub body: [u8; 16],
}

/// A claimed unit with what it costs, fixed when it was held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldUnit {
    pub unit: Unit,
    pub tier: TierIndex,
    pub price: i64,
    pub fee: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HoldStatus {
    /// Claims its units until [`Hold::expires_at`].
    Open,
    /// Claims its units until the order is settled.
    InCheckout(OrderId),
    /// Its units are sold by this order.
    Completed(OrderId),
    Released,
    Expired,
}

/// The one extension that a hold may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extension {
    pub expires_at: Timestamp,
    pub key: Option<RequestKey>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    pub id: HoldId,
    pub buyer: Buyer,
    pub units: Box<[HeldUnit]>,
    pub created_at: Timestamp,
    /// When it was to end as first granted; a repeated request is answered with this.
    pub granted_until: Timestamp,
    /// When it ends; stands still while in checkout.
    pub expires_at: Timestamp,
    pub status: HoldStatus,
    /// When it stopped claiming as a hold: released, expired or completed.
    pub ended_at: Option<Timestamp>,
    pub extension: Option<Extension>,
    /// How often a payment was begun.
    pub attempts: u8,
    /// Whether a declined payment has already raised what was left.
    pub raised: bool,
    pub key: Option<RequestKey>,
}

impl Hold {
    /// Whether its units are claimed, held or sold.
    pub fn claims(&self) -> bool {
        matches!(self.status, HoldStatus::Open | HoldStatus::InCheckout(_) | HoldStatus::Completed(_))
    }

    pub fn is_open(&self) -> bool {
        self.status == HoldStatus::Open
    }

    /// Whether it counts as one of the buyer's open holds.
    pub fn is_pending(&self) -> bool {
        matches!(self.status, HoldStatus::Open | HoldStatus::InCheckout(_))
    }

    pub fn is_due(&self, now: Timestamp) -> bool {
        self.is_open() && self.expires_at <= now
    }

    /// Whether nothing can come of it any more: it ended, and no payment that might still arrive was ever begun for it.
    pub fn may_be_forgotten(&self) -> bool {
        !self.claims() && self.attempts == 0
    }

    pub fn extendable(&self) -> bool {
        self.is_open() && self.extension.is_none()
    }

    /// What the tickets cost, without fees, in minor units.
    pub fn tickets_total(&self) -> i64 {
        self.units.iter().map(|unit| unit.price).sum()
    }

    pub fn fees_total(&self) -> i64 {
        self.units.iter().map(|unit| unit.fee).sum()
    }

    /// What the buyer pays, in minor units.
    pub fn total(&self) -> i64 {
        self.tickets_total() + self.fees_total()
    }
}
