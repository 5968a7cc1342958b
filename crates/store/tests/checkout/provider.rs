//! A payment provider that takes all money and does what a test tells it besides.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use admit_app::ports::payments::{
    BadWebhook, ChargeOutcome, ChargeRequest, MethodKind, Offer, PaymentError, PaymentMethod, PaymentNotice, Payments,
    Settled,
};
use admit_domain::id::{PaymentId, RefundId};
use admit_domain::money::Money;
use admit_domain::time::Timestamp;
use async_trait::async_trait;

/// Voids whatever it is asked to: in these tests it never took that money.
#[derive(Default)]
pub(crate) struct Provider {
    silent_about: Mutex<HashSet<PaymentId>>,
}

impl Provider {
    /// From now on it never answers what is asked about `payment`.
    pub(crate) fn fall_silent_about(&self, payment: PaymentId) {
        self.silent_about.lock().unwrap_or_else(PoisonError::into_inner).insert(payment);
    }

    async fn speak(&self, payment: PaymentId) {
        let is_silent = self.silent_about.lock().unwrap_or_else(PoisonError::into_inner).contains(&payment);
        if is_silent {
            std::future::pending::<()>().await;
        }
    }
}

#[async_trait]
impl Payments for Provider {
    fn name(&self) -> &'static str {
        "told"
    }

    fn offer(&self) -> Offer {
        Offer { provider: Some(self.name()), is_test: true, methods: &[MethodKind::Upi] }
    }

    fn check_method(&self, _: &PaymentMethod) -> Result<(), PaymentError> {
        Ok(())
    }

    async fn charge(&self, request: &ChargeRequest) -> Result<ChargeOutcome, PaymentError> {
        self.speak(request.payment).await;
        Ok(ChargeOutcome::Paid)
    }

    async fn void(&self, payment: PaymentId) -> Result<Settled, PaymentError> {
        self.speak(payment).await;
        Ok(Settled::Voided)
    }

    async fn refund(&self, _: RefundId, payment: PaymentId, _: Money) -> Result<(), PaymentError> {
        self.speak(payment).await;
        Ok(())
    }

    fn read_webhook(&self, _: &str, _: &[u8], _: Timestamp) -> Result<PaymentNotice, BadWebhook> {
        Err(BadWebhook)
    }
}
