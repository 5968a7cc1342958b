//! The payment provider, whoever it is.

use admit_domain::id::{OrderId, PaymentId, RefundId};
use admit_domain::money::Money;
use admit_domain::order::DeclineReason;
use admit_domain::time::Timestamp;
use async_trait::async_trait;
use thiserror::Error;

/// How a buyer pays. Checked for form before it gets here; never stored, never logged.
#[derive(Clone, PartialEq, Eq)]
pub enum PaymentMethod {
    Card { number: String, exp_month: u8, exp_year: u16, cvc: String },
    Upi { vpa: String },
    NetBanking { bank: String },
}

impl std::fmt::Debug for PaymentMethod {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            PaymentMethod::Card { .. } => "Card",
            PaymentMethod::Upi { .. } => "Upi",
            PaymentMethod::NetBanking { .. } => "NetBanking",
        })
    }
}

/// The kinds of [`PaymentMethod`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MethodKind {
    Card,
    Upi,
    NetBanking,
}

/// What a provider lets buyers pay with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    /// The provider's name. `None`: there is no provider, so nothing can be paid.
    pub provider: Option<&'static str>,
    /// It moves no money.
    pub is_test: bool,
    pub methods: &'static [MethodKind],
}

#[derive(Debug, Clone)]
pub struct ChargeRequest {
    /// Also the provider's idempotency key: charging twice with one is charging once.
    pub payment: PaymentId,
    pub order: OrderId,
    pub money: Money,
    pub method: PaymentMethod,
    /// Where the buyer comes back to from the provider's page.
    pub return_url: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChargeOutcome {
    Paid,
    Declined(DeclineReason),
    /// The buyer must act on the provider's page; the outcome comes by webhook.
    Redirect {
        url: String,
        expires_at: Timestamp,
    },
}

/// A terminal state of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    Paid,
    Declined(DeclineReason),
    /// No money was taken, and the provider will take none for this attempt.
    Voided,
}

#[derive(Debug, Error)]
pub enum PaymentError {
    /// The method isn't one that this provider takes. Nothing was charged.
    #[error("{message}")]
    BadMethod { field: &'static str, message: &'static str },
    /// Not known whether anything happened.
    #[error("the payment provider did not answer")]
    Lost(#[source] Box<dyn std::error::Error + Send + Sync>),
}

#[derive(Debug, Error)]
#[error("the webhook isn't from the provider, or is too old")]
pub struct BadWebhook;

/// What a webhook says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaymentNotice {
    pub payment: PaymentId,
    pub money: Money,
    pub outcome: NoticeOutcome,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeOutcome {
    Paid,
    Declined(DeclineReason),
}

#[async_trait]
pub trait Payments: Send + Sync + 'static {
    /// The provider's name in `/payments/webhooks/{provider}`.
    fn name(&self) -> &'static str;
    fn offer(&self) -> Offer;
    /// Refuses a method that the provider doesn't take, before anything is begun.
    fn check_method(&self, method: &PaymentMethod) -> Result<(), PaymentError>;
    async fn charge(&self, request: &ChargeRequest) -> Result<ChargeOutcome, PaymentError>;
    /// Makes the attempt terminal: voids it unless it has settled, and says which. Also for an attempt that never arrived.
    async fn void(&self, payment: PaymentId) -> Result<Settled, PaymentError>;
    /// Pays back; doing it twice with one `refund` is doing it once.
    async fn refund(&self, refund: RefundId, payment: PaymentId, money: Money) -> Result<(), PaymentError>;
    /// Checks a webhook's signature and age and reads it. `signature` is the value of the provider's signature header.
    fn read_webhook(&self, signature: &str, body: &[u8], now: Timestamp) -> Result<PaymentNotice, BadWebhook>;
}
