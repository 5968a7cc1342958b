//! No payment provider: every payment is refused before anything is begun.

use admit_app::ports::payments::{
    BadWebhook, ChargeOutcome, ChargeRequest, Offer, PaymentError, PaymentMethod, PaymentNotice, Payments, Settled,
};
use admit_domain::id::{PaymentId, RefundId};
use admit_domain::money::Money;
use admit_domain::time::Timestamp;
use async_trait::async_trait;

pub struct NoGateway;

#[async_trait]
impl Payments for NoGateway {
    fn name(&self) -> &'static str {
        "none"
    }

    fn offer(&self) -> Offer {
        Offer { provider: None, is_test: false, methods: &[] }
    }

    fn check_method(&self, _: &PaymentMethod) -> Result<(), PaymentError> {
        Err(PaymentError::BadMethod { field: "method", message: "can't be used: no payment provider is set up" })
    }

    async fn charge(&self, _: &ChargeRequest) -> Result<ChargeOutcome, PaymentError> {
        Err(PaymentError::BadMethod { field: "method", message: "can't be used: no payment provider is set up" })
    }

    /// An attempt from before, when there was a provider: only that one can say what became of it.
    async fn void(&self, _: PaymentId) -> Result<Settled, PaymentError> {
        Err(PaymentError::Lost("no payment provider is set up".into()))
    }

    async fn refund(&self, _: RefundId, _: PaymentId, _: Money) -> Result<(), PaymentError> {
        Err(PaymentError::Lost("no payment provider is set up".into()))
    }

    fn read_webhook(&self, _: &str, _: &[u8], _: Timestamp) -> Result<PaymentNotice, BadWebhook> {
        Err(BadWebhook)
    }
}
