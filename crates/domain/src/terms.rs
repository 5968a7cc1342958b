//! An event's terms of sale: everything besides the claims that a decision reads. Changed only by a journalled command.

use std::time::Duration;

use thiserror::Error;

use crate::id::TierId;
use crate::money::Currency;
use crate::time::Timestamp;

/// The most tiers an event may have.
pub const TIERS_MAX: usize = 64;
/// The most that an event's own limit of tickets an order may be.
pub const TICKETS_PER_ORDER_CAP: u32 = 100;
/// The most that a ticket may cost, in minor units; sums of an order stay far from overflow.
pub const PRICE_MAX: i64 = 1_000_000_000_000;

/// A price level. Its place in [`Terms::tiers`] is its quality, best first, and never changes during the event's life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tier {
    pub id: TierId,
    pub name: Box<str>,
    /// Minor units of the event's currency for one ticket.
    pub price: i64,
    /// Minor units that come on top of each ticket.
    pub fee: i64,
}

/// Index into [`Terms::tiers`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TierIndex(pub u8);

impl TierIndex {
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SalePhase {
    /// Sells between [`Terms::opens_at`] and [`Terms::closes_at`].
    Open,
    /// Sells nothing new; holds may still be paid.
    Paused,
    /// Sells nothing and takes no payment any more.
    Cancelled,
}

/// Whether a choice may leave one free seat between taken ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrphanRule {
    Allowed,
    Refused,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    pub tickets_per_order_max: u32,
    pub tickets_per_buyer_max: u32,
    pub open_holds_max: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { tickets_per_order_max: 8, tickets_per_buyer_max: 8, open_holds_max: 3 }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeeRefund {
    Returned,
    Kept,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefundPolicy {
    /// A buyer may cancel a paid order before this time. `None`: never.
    pub until: Option<Timestamp>,
    pub fees: FeeRefund,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    pub currency: Currency,
    pub phase: SalePhase,
    pub opens_at: Timestamp,
    pub closes_at: Timestamp,
    pub tiers: Vec<Tier>,
    pub limits: Limits,
    pub orphan_rule: OrphanRule,
    pub hold_ttl: Duration,
    /// How much longer a hold lasts after its one extension.
    pub extension: Duration,
    /// How long a payment may take before it is settled with the provider.
    pub payment_ttl: Duration,
    pub refunds: RefundPolicy,
}

pub const HOLD_TTL: Duration = Duration::from_secs(600);
pub const EXTENSION: Duration = Duration::from_secs(300);
pub const PAYMENT_TTL: Duration = Duration::from_secs(600);

#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BadTerms {
    #[error("an event needs 1 to {TIERS_MAX} tiers")]
    TierCount,
    #[error("two tiers share an id")]
    DoubledTier,
    #[error("a price or fee is negative or above {PRICE_MAX}")]
    Price,
    #[error("an order takes 1 to {TICKETS_PER_ORDER_CAP} tickets, and a buyer at least one ticket and one hold")]
    Limits,
    #[error("the sale closes before it opens")]
    Dates,
    #[error("a hold lasts 1 s to 1 day, an extension and a payment at most 1 day")]
    Times,
}

impl Terms {
    /// Whether new holds are taken at `now`.
    pub fn sells(&self, now: Timestamp) -> bool {
        self.phase == SalePhase::Open && self.opens_at <= now && now < self.closes_at
    }

    pub fn tier(&self, index: TierIndex) -> &Tier {
        &self.tiers[index.index()]
    }

    pub fn tier_index(&self, id: TierId) -> Option<TierIndex> {
        self.tiers.iter().position(|tier| tier.id == id).map(|index| TierIndex(index as u8))
    }

    pub fn check(&self) -> Result<(), BadTerms> {
        const DAY: Duration = Duration::from_secs(86_400);
        if self.tiers.is_empty() || self.tiers.len() > TIERS_MAX {
            return Err(BadTerms::TierCount);
        }
        let mut ids: Vec<_> = self.tiers.iter().map(|tier| tier.id).collect();
        ids.sort_unstable();
        if ids.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(BadTerms::DoubledTier);
        }
        let fits = |amount: i64| (0..=PRICE_MAX).contains(&amount);
        if !self.tiers.iter().all(|tier| fits(tier.price) && fits(tier.fee)) {
            return Err(BadTerms::Price);
        }
        let limits = self.limits;
        if !(1..=TICKETS_PER_ORDER_CAP).contains(&limits.tickets_per_order_max)
            || limits.tickets_per_buyer_max == 0
            || limits.open_holds_max == 0
        {
            return Err(BadTerms::Limits);
        }
        if self.closes_at <= self.opens_at {
            return Err(BadTerms::Dates);
        }
        if self.hold_ttl < Duration::from_secs(1)
            || [self.hold_ttl, self.extension, self.payment_ttl].iter().any(|span| *span > DAY)
        {
            return Err(BadTerms::Times);
        }
        Ok(())
    }

    /// Whether an event may go from these terms to `next`: the tiers and the currency stay what they were.
    pub fn may_become(&self, next: &Terms) -> bool {
        self.currency == next.currency
            && self.tiers.iter().map(|tier| tier.id).eq(next.tiers.iter().map(|tier| tier.id))
            && (self.phase != SalePhase::Cancelled || next.phase == SalePhase::Cancelled)
    }
}
