//! Orders: one attempt to pay one hold, and what came of it.

use crate::hold::{Buyer, RequestKey};
use crate::id::{HoldId, OrderId, PaymentId};
use crate::time::Timestamp;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderStatus {
    /// The provider was or will be asked; the units stay claimed.
    Pending,
    Paid,
    /// Was paid; its tickets are void and its units free.
    Cancelled,
    /// The provider said no, or nobody asked it in time; the hold went on, unless the event was cancelled.
    Declined,
    /// Not paid in time, and its hold ended with it.
    Expired,
}

/// Why the provider said no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeclineReason {
    CardDeclined,
    InsufficientFunds,
    /// The buyer refused it, on the provider's page.
    Refused,
    /// Never answered, and voided at the provider.
    TimedOut,
}

impl DeclineReason {
    pub const ALL: [DeclineReason; 4] = [
        DeclineReason::CardDeclined,
        DeclineReason::InsufficientFunds,
        DeclineReason::Refused,
        DeclineReason::TimedOut,
    ];

    pub fn name(self) -> &'static str {
        match self {
            DeclineReason::CardDeclined => "card_declined",
            DeclineReason::InsufficientFunds => "insufficient_funds",
            DeclineReason::Refused => "refused",
            DeclineReason::TimedOut => "timed_out",
        }
    }

    pub fn from_name(name: &str) -> Option<DeclineReason> {
        DeclineReason::ALL.into_iter().find(|reason| reason.name() == name)
    }
}

/// What the buyer was told to do while the payment isn't settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NextAction {
    /// The outcome isn't known yet; it comes by itself.
    Wait,
    /// The buyer must go to the provider's page.
    Redirect { url: Box<str>, expires_at: Timestamp },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefundReason {
    BuyerCancelled,
    EventCancelled,
    /// The money came after the units had gone.
    PaidTooLate,
}

impl RefundReason {
    pub const ALL: [RefundReason; 3] =
        [RefundReason::BuyerCancelled, RefundReason::EventCancelled, RefundReason::PaidTooLate];

    pub fn name(self) -> &'static str {
        match self {
            RefundReason::BuyerCancelled => "buyer_cancelled",
            RefundReason::EventCancelled => "event_cancelled",
            RefundReason::PaidTooLate => "paid_too_late",
        }
    }

    pub fn from_name(name: &str) -> Option<RefundReason> {
        RefundReason::ALL.into_iter().find(|reason| reason.name() == name)
    }
}

/// Money that is owed back, in minor units. An order has at most one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refund {
    pub amount: i64,
    pub reason: RefundReason,
    pub at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    pub id: OrderId,
    pub hold: HoldId,
    pub buyer: Buyer,
    /// The attempt at the provider; a new order is a new attempt.
    pub payment: PaymentId,
    /// Minor units, the hold's total when the order was begun.
    pub total: i64,
    pub ticket_count: u16,
    pub status: OrderStatus,
    pub created_at: Timestamp,
    /// After this the payment is voided at the provider, unless it has settled.
    pub pay_by: Timestamp,
    /// What a caller was told while it was pending; a repeated request is answered with this.
    pub next_action: Option<NextAction>,
    pub settled_at: Option<Timestamp>,
    pub decline: Option<DeclineReason>,
    pub refund: Option<Refund>,
    pub key: Option<RequestKey>,
    pub cancel_key: Option<RequestKey>,
}

impl Order {
    pub fn is_pending(&self) -> bool {
        self.status == OrderStatus::Pending
    }

    /// Whether money is to go back, or went back: of a free order none does.
    pub fn owes_refund(&self) -> bool {
        self.refund.is_some_and(|refund| refund.amount > 0)
    }

    /// Whether the provider has, or had, its money.
    pub fn was_charged(&self) -> bool {
        matches!(self.status, OrderStatus::Paid | OrderStatus::Cancelled) || self.refund.is_some()
    }
}
