//! Paying back what is owed, until the provider says that it did.

use futures_util::{StreamExt, stream};

use crate::app::App;
use crate::ports::error::StoreError;
use crate::ports::orders::DueRefund;

/// How many refunds one round pays: so few that it ends before other nodes try them, however long the provider takes.
const REFUNDS_MAX: u32 = 32;
/// How many of them at a time, so that one which the provider doesn't answer holds up few others.
const REFUNDS_AT_ONCE: usize = 16;

impl App {
    pub async fn pay_due_refunds(&self) -> Result<(), StoreError> {
        let now = self.store.now().await?;
        let retry_at = now + self.settings.checkout.refund_retry;
        let due = self.store.take_due_refunds(now, retry_at, REFUNDS_MAX).await?;
        let paid = stream::iter(due).for_each_concurrent(REFUNDS_AT_ONCE, async |due| {
            if let Err(error) = self.pay_refund(due).await {
                tracing::warn!(refund = %due.id, %error, "what became of a refund can't be noted; it is tried again");
            }
        });
        paid.await;
        Ok(())
    }

    async fn pay_refund(&self, due: DueRefund) -> Result<(), StoreError> {
        match self.in_time(self.payments.refund(due.id, due.payment, due.money)).await {
            Ok(()) => self.store.refund_done(due.id, self.store.now().await?).await,
            Err(error) => {
                tracing::warn!(refund = %due.id, attempts = due.attempts, %error, "a refund failed and will be tried again");
                self.store.refund_failed(due.id, &error.to_string()).await
            }
        }
    }
}
