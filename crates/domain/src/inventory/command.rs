//! What can be asked of an inventory.

use crate::amendment::Amendment;
use crate::hold::{Buyer, RequestKey};
use crate::id::{AccountId, HoldId, OrderId, PaymentId};
use crate::order::{DeclineReason, NextAction};
use crate::terms::{Terms, TierIndex};
use crate::unit::{Unit, UnitRange};

/// Whether places must be side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Together {
    Required,
    /// Side by side if there are such places, else as few groups as possible.
    Preferred,
}

/// Which places a hold is to claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    Seats(Vec<Unit>),
    /// Places of a general-admission section, by the section's index in the plan.
    General {
        section: u16,
        quantity: u32,
    },
    Best(BestAvailable),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BestAvailable {
    pub quantity: u32,
    /// Only this section, by its index in the plan.
    pub section: Option<u16>,
    pub tier: Option<TierIndex>,
    /// The most that one ticket may cost with its fee, in minor units.
    pub price_max: Option<i64>,
    pub together: Together,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    Hold {
        /// The new hold's id.
        hold: HoldId,
        buyer: Buyer,
        choice: Choice,
        key: Option<RequestKey>,
    },
    Release {
        hold: HoldId,
        account: AccountId,
    },
    Extend {
        hold: HoldId,
        account: AccountId,
        key: Option<RequestKey>,
    },
    /// Takes a hold into checkout.
    Begin {
        hold: HoldId,
        account: AccountId,
        /// The new order's id.
        order: OrderId,
        /// The new attempt's id.
        payment: PaymentId,
        key: Option<RequestKey>,
    },
    /// Notes what the buyer is told while the payment isn't settled.
    Await {
        order: OrderId,
        next_action: NextAction,
    },
    /// The provider has the money.
    Confirm {
        order: OrderId,
        /// Minor units that were paid.
        amount: i64,
    },
    /// The provider has no money and will take none for this attempt.
    Decline {
        order: OrderId,
        reason: DeclineReason,
    },
    Cancel {
        order: OrderId,
        by: CancelledBy,
        key: Option<RequestKey>,
    },
    /// Gives a guest's hold with all its orders to the account whose address the guest's turned out to be.
    Adopt {
        hold: HoldId,
        from: AccountId,
        to: Buyer,
    },
    /// Ends what is due; every batch does this first, so the command itself asks for nothing more.
    Expire,
    Configure(Terms),
    /// Changes the terms as they are then.
    Amend(Amendment),
    /// Takes all of these off sale, none of which may be claimed.
    Block(Vec<UnitRange>),
    Unblock(Vec<UnitRange>),
    /// Takes the first `quantity` that are free of these off sale; `None`: all that are free.
    BlockFree {
        ranges: Vec<UnitRange>,
        quantity: Option<u32>,
    },
    /// Puts the first `quantity` that are blocked of these back on sale.
    UnblockSome {
        ranges: Vec<UnitRange>,
        quantity: u32,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CancelledBy {
    /// The buyer, as far as the refund policy allows.
    Buyer(AccountId),
    /// Whoever runs the event; everything is paid back.
    Organizer,
}

impl Command {
    /// Commands that end or settle something; they keep a lane of their own, so that a rush of holds can't starve them.
    pub fn has_reserved_lane(&self) -> bool {
        matches!(
            self,
            Command::Confirm { .. }
                | Command::Decline { .. }
                | Command::Await { .. }
                | Command::Release { .. }
                | Command::Expire
        )
    }

    /// How many units it may touch, for bounding a batch.
    pub fn weight(&self) -> usize {
        match self {
            Command::Hold { choice: Choice::Seats(units), .. } => units.len(),
            Command::Hold { choice: Choice::General { quantity, .. }, .. } => *quantity as usize,
            Command::Hold { choice: Choice::Best(best), .. } => best.quantity as usize,
            Command::BlockFree { quantity: Some(quantity), .. } | Command::UnblockSome { quantity, .. } => {
                *quantity as usize
            }
            Command::Block(ranges) | Command::Unblock(ranges) | Command::BlockFree { ranges, .. } => {
                ranges.iter().map(|range| range.count as usize).sum()
            }
            _ => 1,
        }
    }
}
