//! The simulated gateway's own book of charges and of webhooks it has still to deliver. A real provider keeps its own.

use admit_domain::id::{JobId, PaymentId, RefundId};
use admit_domain::money::Money;
use admit_domain::order::DeclineReason;
use admit_domain::time::Timestamp;
use async_trait::async_trait;

use super::error::StoreResult;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChargeState {
    /// Waits for the buyer on the gateway's page.
    Open,
    Paid,
    Declined(DeclineReason),
    Voided,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerCharge {
    pub payment: PaymentId,
    pub money: Money,
    pub state: ChargeState,
    /// Where the gateway's page sends the buyer back to.
    pub return_url: Option<String>,
    pub created_at: Timestamp,
    /// Minor units paid back.
    pub refunded: i64,
}

/// A webhook to be delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    pub id: JobId,
    pub payment: PaymentId,
    pub attempts: u32,
}

#[async_trait]
pub trait GatewayLedger: Send + Sync + 'static {
    /// Books the charge unless the attempt is booked already; answers with what is booked. `notify_at`: a webhook goes out then.
    async fn book_charge(
        &self,
        charge: &LedgerCharge,
        notify_at: Option<(JobId, Timestamp)>,
    ) -> StoreResult<LedgerCharge>;
    async fn charge(&self, payment: PaymentId) -> StoreResult<Option<LedgerCharge>>;
    /// Moves an open charge to `to`; one that isn't open stays. An unknown one is booked as `otherwise` says. Answers with what stands now.
    async fn settle_charge(
        &self,
        payment: PaymentId,
        to: ChargeState,
        otherwise: Option<&LedgerCharge>,
        notify_at: Option<(JobId, Timestamp)>,
    ) -> StoreResult<Option<LedgerCharge>>;
    /// Books a refund once; `false` if the charge isn't paid or the sum of refunds would exceed it.
    async fn book_refund(&self, refund: RefundId, payment: PaymentId, amount: i64, now: Timestamp)
    -> StoreResult<bool>;
    /// Takes webhooks whose time has come and puts off their next try to `retry_at`.
    async fn take_due_deliveries(&self, now: Timestamp, retry_at: Timestamp, limit: u32) -> StoreResult<Vec<Delivery>>;
    async fn delivery_done(&self, id: JobId) -> StoreResult<()>;
    /// Puts off the next try of a webhook that wasn't taken to `retry_at`.
    async fn put_off_delivery(&self, id: JobId, retry_at: Timestamp) -> StoreResult<()>;
}
