//! Delivers the simulated gateway's webhooks as a real gateway does: signed, by HTTP, and again until somebody takes them.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use admit_app::ports::Store;
use admit_app::ports::clock::Clock;
use admit_app::ports::gateway_ledger::{ChargeState, Delivery, LedgerCharge};
use admit_domain::order::DeclineReason;
use anyhow::{Context, Result, bail};
use futures_util::future::join_all;

use super::signature::{SIGNATURE_HEADER, sign};
use super::simulated::{DECLINED, NAME, PAID, WebhookBody};

/// How often to look for webhooks whose time has come.
pub const DELIVERIES_EVERY: Duration = Duration::from_millis(250);

/// How many are under way at once.
const AT_ONCE_MAX: u32 = 32;
const ANSWER_WITHIN: Duration = Duration::from_secs(10);
/// How long a node that took a webhook has for it before another takes it.
const LEASE: Duration = Duration::from_secs(60);
const PAUSE_MAX: Duration = Duration::from_secs(60);
/// With pauses of a second, two, four and so on up to a minute, these take a day.
const TRIES_MAX: u32 = 1_445;

pub struct Deliverer {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    key: [u8; 32],
    client: reqwest::Client,
    url: String,
}

impl Deliverer {
    /// Delivers to the server that listens on `to`.
    pub fn new(store: Arc<dyn Store>, clock: Arc<dyn Clock>, key: [u8; 32], to: SocketAddr) -> Result<Self> {
        let client = reqwest::Client::builder().timeout(ANSWER_WITHIN).no_proxy();
        let client = client.redirect(reqwest::redirect::Policy::none()).build().context("no HTTP client")?;
        Ok(Self { store, clock, key, client, url: format!("http://{to}/api/v1/payments/webhooks/{NAME}") })
    }

    /// Delivers what is due.
    pub async fn deliver_due(&self) -> Result<()> {
        let now = self.store.now().await?;
        let due = self.store.take_due_deliveries(now, now + LEASE, AT_ONCE_MAX).await?;
        let outcomes = join_all(due.iter().map(|delivery| self.deliver(delivery))).await;
        outcomes.into_iter().collect()
    }

    /// An error is the store's; a webhook that isn't taken is put off.
    async fn deliver(&self, delivery: &Delivery) -> Result<()> {
        let charge = self.store.charge(delivery.payment).await?;
        let Some(body) = charge.and_then(|charge| body_of(delivery, &charge)) else {
            return Ok(self.store.delivery_done(delivery.id).await?);
        };
        let sent = self.send(body).await;
        metrics::counter!("admit_gateway_webhooks_total", "outcome" => if sent.is_ok() { "taken" } else { "not_taken" })
            .increment(1);
        match sent {
            Ok(()) => self.store.delivery_done(delivery.id).await?,
            Err(error) if delivery.attempts + 1 >= TRIES_MAX => {
                tracing::error!(payment = %delivery.payment, error = format!("{error:#}"), "a webhook was given up");
                self.store.delivery_done(delivery.id).await?;
            }
            Err(error) => {
                tracing::debug!(payment = %delivery.payment, error = format!("{error:#}"), "a webhook was not taken");
                let retry_at = self.store.now().await? + pause_after(delivery.attempts);
                self.store.put_off_delivery(delivery.id, retry_at).await?;
            }
        }
        Ok(())
    }

    async fn send(&self, body: Vec<u8>) -> Result<()> {
        let signature = sign(&self.key, &body, self.clock.now());
        let request = self.client.post(&self.url).header(SIGNATURE_HEADER, signature);
        let answer = request.header("content-type", "application/json").body(body).send().await?;
        if !answer.status().is_success() {
            bail!("the answer was {}", answer.status());
        }
        Ok(())
    }
}

/// `None` where there is nothing to tell.
fn body_of(delivery: &Delivery, charge: &LedgerCharge) -> Option<Vec<u8>> {
    let (kind, reason) = match charge.state {
        ChargeState::Paid => (PAID, None),
        ChargeState::Declined(reason) => (DECLINED, Some(reason)),
        ChargeState::Open | ChargeState::Voided => return None,
    };
    let body = WebhookBody {
        id: delivery.id.to_string().into(),
        kind: kind.into(),
        payment: charge.payment.to_string().into(),
        amount: charge.money.amount,
        currency: charge.money.currency.code().into(),
        decline_code: reason.map(DeclineReason::name).map(Into::into),
    };
    serde_json::to_vec(&body).ok()
}

fn pause_after(attempts: u32) -> Duration {
    Duration::from_secs(1).saturating_mul(1 << attempts.min(6)).min(PAUSE_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_a_minute_and_tries_end_after_a_day() {
        let pauses: Vec<u64> = (0..9).map(|attempts| pause_after(attempts).as_secs()).collect();
        assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
        let all: u64 = (0..TRIES_MAX - 1).map(|attempts| pause_after(attempts).as_secs()).sum();
        assert!((86_000..=86_400).contains(&all), "{all}");
    }
}
