//! What whoever runs a sale wants changed of its terms. Applied to the terms as they are when it is decided, so that two
//! amendments of different things never undo each other.

use std::time::Duration;

use crate::id::TierId;
use crate::terms::{FeeRefund, OrphanRule, SalePhase, Terms};
use crate::time::Timestamp;

/// `None`, or nothing in the list: stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Amendment {
    pub phase: Option<SalePhase>,
    pub opens_at: Option<Timestamp>,
    pub closes_at: Option<Timestamp>,
    pub tiers: Vec<TierAmendment>,
    pub tickets_per_order_max: Option<u32>,
    pub tickets_per_buyer_max: Option<u32>,
    pub open_holds_max: Option<u32>,
    pub orphan_rule: Option<OrphanRule>,
    pub hold_ttl: Option<Duration>,
    pub extension: Option<Duration>,
    pub payment_ttl: Option<Duration>,
    /// `Some(None)`: from now on, no buyer may cancel.
    pub refundable_until: Option<Option<Timestamp>>,
    pub refunded_fees: Option<FeeRefund>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TierAmendment {
    pub id: TierId,
    pub name: Option<Box<str>>,
    /// Minor units, as the fee.
    pub price: Option<i64>,
    pub fee: Option<i64>,
}

impl Amendment {
    pub fn to_phase(phase: SalePhase) -> Amendment {
        Amendment { phase: Some(phase), ..Amendment::default() }
    }

    pub fn is_empty(&self) -> bool {
        *self == Amendment::default()
    }

    /// The terms that come of it; `None` if it names a tier that isn't there.
    pub fn applied_to(&self, terms: &Terms) -> Option<Terms> {
        let mut next = terms.clone();
        put(&mut next.phase, self.phase);
        put(&mut next.opens_at, self.opens_at);
        put(&mut next.closes_at, self.closes_at);
        for amended in &self.tiers {
            let tier = next.tiers.iter_mut().find(|tier| tier.id == amended.id)?;
            put(&mut tier.name, amended.name.clone());
            put(&mut tier.price, amended.price);
            put(&mut tier.fee, amended.fee);
        }
        put(&mut next.limits.tickets_per_order_max, self.tickets_per_order_max);
        put(&mut next.limits.tickets_per_buyer_max, self.tickets_per_buyer_max);
        put(&mut next.limits.open_holds_max, self.open_holds_max);
        put(&mut next.orphan_rule, self.orphan_rule);
        put(&mut next.hold_ttl, self.hold_ttl);
        put(&mut next.extension, self.extension);
        put(&mut next.payment_ttl, self.payment_ttl);
        put(&mut next.refunds.until, self.refundable_until);
        put(&mut next.refunds.fees, self.refunded_fees);
        Some(next)
    }
}

fn put<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}
