//! Paying back what is owed, until the provider says that it did.

use crate::app::App;
use crate::ports::error::StoreError;

/// How many refunds one round pays.
const REFUNDS_MAX: u32 = 100;

impl App {
    pub async fn pay_due_refunds(&self) -> Result<(), StoreError> {
        let now = self.store.now().await?;
        let retry_at = now + self.settings.checkout.refund_retry;
        for due in self.store.take_due_refunds(now, retry_at, REFUNDS_MAX).await? {
            match self.payments.refund(due.id, due.payment, due.money).await {
                Ok(()) => self.store.refund_done(due.id, self.store.now().await?).await?,
                Err(error) => {
                    tracing::warn!(refund = %due.id, attempts = due.attempts, %error, "a refund failed and will be tried again");
                    self.store.refund_failed(due.id, &error.to_string()).await?;
                }
            }
        }
        Ok(())
    }
}
