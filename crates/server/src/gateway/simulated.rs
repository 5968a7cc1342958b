//! The simulated gateway: books charges in the store's ledger, moves no money, and behaves as real gateways do when they behave badly.

use std::sync::Arc;
use std::time::Duration;

use admit_app::ids::mint;
use admit_app::ports::Store;
use admit_app::ports::clock::Clock;
use admit_app::ports::error::StoreError;
use admit_app::ports::gateway_ledger::{ChargeState, LedgerCharge};
use admit_app::ports::payments::{
    BadWebhook, ChargeOutcome, ChargeRequest, MethodKind, NoticeOutcome, Offer, PaymentError, PaymentMethod,
    PaymentNotice, Payments, Settled,
};
use admit_domain::id::{JobId, PaymentId, RefundId};
use admit_domain::money::Money;
use admit_domain::order::DeclineReason;
use admit_domain::terms::PAYMENT_TTL;
use admit_domain::time::Timestamp;
use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use super::numbers::{Script, script};
use super::return_url::is_allowed;
use super::signature::is_good;

pub(super) const NAME: &str = "simulated";

/// When the webhook of a charge whose answer was lost goes out.
const LOST_NOTICE_AFTER: Duration = Duration::from_secs(2);

pub struct SimulatedGateway {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    webhook_key: [u8; 32],
    public_url: String,
}

/// A webhook's body. More fields may come.
#[derive(Serialize, Deserialize)]
pub(super) struct WebhookBody<'a> {
    pub(super) id: std::borrow::Cow<'a, str>,
    #[serde(rename = "type")]
    pub(super) kind: std::borrow::Cow<'a, str>,
    pub(super) payment: std::borrow::Cow<'a, str>,
    pub(super) amount: i64,
    pub(super) currency: std::borrow::Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(super) decline_code: Option<std::borrow::Cow<'a, str>>,
}

pub(super) const PAID: &str = "payment.paid";
pub(super) const DECLINED: &str = "payment.declined";

impl SimulatedGateway {
    /// `public_url` is where browsers find the gateway's page; `webhook_key` signs what it tells.
    pub fn new(store: Arc<dyn Store>, clock: Arc<dyn Clock>, webhook_key: [u8; 32], public_url: String) -> Self {
        Self { store, clock, webhook_key, public_url }
    }

    pub(super) async fn booked(&self, payment: PaymentId) -> Result<Option<LedgerCharge>, StoreError> {
        self.store.charge(payment).await
    }

    /// The buyer's word on the gateway's page. Only an open charge takes it; answers with what stands then.
    pub(super) async fn decide(
        &self,
        payment: PaymentId,
        verdict: ChargeState,
    ) -> Result<Option<LedgerCharge>, StoreError> {
        let notify_at = Some((JobId::from_u128(mint()), self.store.now().await?));
        self.store.settle_charge(payment, verdict, None, notify_at).await
    }

    /// Where the page sends the buyer when the charge is settled.
    pub(super) fn way_back(&self, charge: &LedgerCharge) -> String {
        let wanted = charge.return_url.as_deref().filter(|url| is_allowed(url, &self.public_url));
        wanted.unwrap_or("/").to_owned()
    }

    async fn book(&self, request: &ChargeRequest, script: Script) -> Result<LedgerCharge, StoreError> {
        let now = self.store.now().await?;
        let (state, notify_at) = match script {
            Script::Pay => (ChargeState::Paid, None),
            Script::Decline(reason) => (ChargeState::Declined(reason), None),
            Script::Redirect => (ChargeState::Open, None),
            Script::LoseAnswer => (ChargeState::Paid, Some((JobId::from_u128(mint()), now + LOST_NOTICE_AFTER))),
        };
        let charge = LedgerCharge {
            payment: request.payment,
            money: request.money,
            state,
            return_url: request.return_url.clone(),
            created_at: now,
            refunded: 0,
        };
        self.store.book_charge(&charge, notify_at).await
    }
}

#[async_trait]
impl Payments for SimulatedGateway {
    fn name(&self) -> &'static str {
        NAME
    }

    fn offer(&self) -> Offer {
        let methods = &[MethodKind::Card, MethodKind::Upi, MethodKind::NetBanking];
        Offer { provider: Some(NAME), is_test: true, methods }
    }

    fn check_method(&self, method: &PaymentMethod) -> Result<(), PaymentError> {
        script(method, self.clock.now()).map(drop)
    }

    async fn charge(&self, request: &ChargeRequest) -> Result<ChargeOutcome, PaymentError> {
        let script = script(&request.method, self.clock.now())?;
        let booked = self.book(request, script).await.map_err(lost)?;
        // An attempt that was voided before it came is booked without its money.
        if booked.money != request.money && booked.state != ChargeState::Voided {
            return Err(lost("the attempt was booked before, with other money"));
        }
        match booked.state {
            ChargeState::Paid if script == Script::LoseAnswer => Err(lost("the simulated answer is lost")),
            ChargeState::Paid => Ok(ChargeOutcome::Paid),
            ChargeState::Declined(reason) => Ok(ChargeOutcome::Declined(reason)),
            ChargeState::Voided => Ok(ChargeOutcome::Declined(DeclineReason::TimedOut)),
            ChargeState::Open => Ok(ChargeOutcome::Redirect {
                url: format!("{}/gateway/{}", self.public_url, booked.payment),
                expires_at: booked.created_at + PAYMENT_TTL,
            }),
        }
    }

    async fn void(&self, payment: PaymentId) -> Result<Settled, PaymentError> {
        let nothing = "XXX".parse().map_err(|_| lost("there is no currency for nothing"))?;
        let never_came = LedgerCharge {
            payment,
            money: Money::new(0, nothing),
            state: ChargeState::Voided,
            return_url: None,
            created_at: self.store.now().await.map_err(lost)?,
            refunded: 0,
        };
        let settled = self.store.settle_charge(payment, ChargeState::Voided, Some(&never_came), None).await;
        match settled.map_err(lost)?.map(|charge| charge.state) {
            Some(ChargeState::Paid) => Ok(Settled::Paid),
            Some(ChargeState::Declined(reason)) => Ok(Settled::Declined(reason)),
            Some(ChargeState::Voided) => Ok(Settled::Voided),
            Some(ChargeState::Open) | None => Err(lost("the ledger did not settle the charge")),
        }
    }

    async fn refund(&self, refund: RefundId, payment: PaymentId, money: Money) -> Result<(), PaymentError> {
        let charge = self.store.charge(payment).await.map_err(lost)?;
        if charge.is_none_or(|charge| charge.money.currency != money.currency) {
            return Err(lost("the gateway knows no such charge in this currency"));
        }
        let now = self.store.now().await.map_err(lost)?;
        match self.store.book_refund(refund, payment, money.amount, now).await.map_err(lost)? {
            true => Ok(()),
            false => Err(lost("the gateway refuses to pay back more than was paid")),
        }
    }

    fn read_webhook(&self, signature: &str, body: &[u8], now: Timestamp) -> Result<PaymentNotice, BadWebhook> {
        if !is_good(&self.webhook_key, signature, body, now) {
            return Err(BadWebhook);
        }
        let said: WebhookBody<'_> = serde_json::from_slice(body).map_err(|_| BadWebhook)?;
        let outcome = match &*said.kind {
            PAID => NoticeOutcome::Paid,
            DECLINED => {
                let reason = said.decline_code.as_deref().and_then(DeclineReason::from_name);
                NoticeOutcome::Declined(reason.unwrap_or(DeclineReason::Refused))
            }
            _ => return Err(BadWebhook),
        };
        Ok(PaymentNotice {
            payment: said.payment.parse().map_err(|_| BadWebhook)?,
            money: Money::new(said.amount, said.currency.parse().map_err(|_| BadWebhook)?),
            outcome,
        })
    }
}

fn lost(why: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> PaymentError {
    PaymentError::Lost(why.into())
}
