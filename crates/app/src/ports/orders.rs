//! Orders, tickets and refunds as they are read, and the work that is due on them. Only the inventory's batches write orders.

use std::time::Duration;

use admit_domain::hold::Hold;
use admit_domain::id::{AccountId, EventId, OrderId, PaymentId, RefundId, TicketId};
use admit_domain::money::Money;
use admit_domain::order::Order;
use admit_domain::time::Timestamp;
use admit_domain::unit::Unit;
use async_trait::async_trait;

use super::error::StoreResult;

/// An order with the hold that it pays and how much of its refund has been paid back.
#[derive(Debug, Clone)]
pub struct OrderRecord {
    pub event: EventId,
    pub order: Order,
    pub hold: Hold,
    /// Minor units that the provider has paid back.
    pub refunded: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TicketStatus {
    Valid,
    Void,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ticket {
    pub id: TicketId,
    pub event: EventId,
    pub account: AccountId,
    pub unit: Unit,
    pub status: TicketStatus,
    pub issued_at: Timestamp,
}

/// Money owed back and not yet known to be paid back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueRefund {
    pub id: RefundId,
    pub order: OrderId,
    pub payment: PaymentId,
    pub money: Money,
    /// How often it was tried.
    pub attempts: u32,
}

/// An order whose payment has neither come nor failed in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnsettledOrder {
    pub event: EventId,
    pub order: OrderId,
    pub payment: PaymentId,
}

#[async_trait]
pub trait Orders: Send + Sync + 'static {
    async fn order(&self, id: OrderId) -> StoreResult<Option<OrderRecord>>;
    /// The order that made this attempt.
    async fn order_of_payment(&self, payment: PaymentId) -> StoreResult<Option<OrderRecord>>;
    /// The account's orders that reached the buyer: all but declined and expired ones that money never came for. Newest first, after
    /// `after`.
    async fn orders_of(&self, account: AccountId, after: Option<OrderId>, limit: u32) -> StoreResult<Vec<OrderRecord>>;

    async fn ticket(&self, id: TicketId) -> StoreResult<Option<Ticket>>;
    /// The account's tickets, newest order first, after `after`.
    async fn tickets_of(&self, account: AccountId, after: Option<TicketId>, limit: u32) -> StoreResult<Vec<Ticket>>;

    /// Takes pending orders whose `pay_by` is past by the store's clock, and those begun `unanswered_for` ago or longer whose charge
    /// was never answered, whether or not their buyer was told to wait. Each comes again `retry_in` later at the earliest, to
    /// whichever node asks then.
    ///
    /// Events take turns; of one event those come first that were never taken, and then the oldest.
    async fn take_overdue_orders(
        &self,
        unanswered_for: Duration,
        retry_in: Duration,
        limit: u32,
    ) -> StoreResult<Vec<UnsettledOrder>>;

    /// Takes refunds whose turn has come and puts off their next turn to `retry_at`, so that no other node takes them meanwhile.
    async fn take_due_refunds(&self, now: Timestamp, retry_at: Timestamp, limit: u32) -> StoreResult<Vec<DueRefund>>;
    async fn refund_done(&self, id: RefundId, now: Timestamp) -> StoreResult<()>;
    /// Notes why it failed; its next turn stays where `take_due_refunds` put it.
    async fn refund_failed(&self, id: RefundId, why: &str) -> StoreResult<()>;
}
