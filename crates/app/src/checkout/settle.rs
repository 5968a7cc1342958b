//! Settling payments: what the provider tells by webhook, and what it must be asked.

use std::time::Duration;

use admit_domain::inventory::command::Command;
use admit_domain::money::Money;
use admit_domain::order::DeclineReason;
use futures_util::future::join_all;
use tokio::time::timeout;

use crate::app::App;
use crate::desk::DeskError;
use crate::ports::error::StoreError;
use crate::ports::orders::UnsettledOrder;
use crate::ports::payments::{NoticeOutcome, PaymentNotice, Settled};

use super::error::CheckoutError;

/// How many orders one round settles.
const ORDERS_MAX: u32 = 32;
/// How long an order that couldn't be settled waits for its next try. The provider gives its word again when it is asked again.
const RETRY_IN: Duration = Duration::from_secs(10);
/// How long one order may take in all.
const SETTLED_WITHIN: Duration = Duration::from_secs(30);

impl App {
    /// Takes what a webhook says. Saying it again changes nothing.
    pub async fn take_payment_notice(&self, notice: PaymentNotice) -> Result<(), CheckoutError> {
        let record = self.store.order_of_payment(notice.payment).await?.ok_or(CheckoutError::NoSuchOrder)?;
        let desk = self.desks.get(record.event).await?;
        let expected = Money::new(record.order.total, desk.view().terms().currency);
        if notice.money != expected {
            metrics::counter!("admit_alarms_total", "kind" => "payment_mismatch").increment(1);
            tracing::error!(order = %record.order.id, "a payment doesn't match its order in amount or currency");
            return Err(CheckoutError::Mismatch);
        }
        let order = record.order.id;
        let command = match notice.outcome {
            NoticeOutcome::Paid => Command::Confirm { order, amount: notice.money.amount },
            NoticeOutcome::Declined(reason) => Command::Decline { order, reason },
        };
        desk.submit(command).await?;
        self.look_after_room(record.event).await;
        Ok(())
    }

    /// Settles orders whose payment neither came nor failed in time. Each attempt is voided at the provider first: only its
    /// final word frees units or sells them.
    ///
    /// A round settles few orders, all at once, and each event has its share of them; one that can't be settled comes again after
    /// those that weren't tried yet. So an event or a payment in trouble holds nobody else up for longer than one answer takes.
    pub async fn settle_overdue_orders(&self) -> Result<(), StoreError> {
        let unanswered_for = self.settings.checkout.unanswered_for;
        loop {
            let overdue = self.store.take_overdue_orders(unanswered_for, RETRY_IN, ORDERS_MAX).await?;
            let may_be_more = overdue.len() == ORDERS_MAX as usize;
            let settled = join_all(overdue.into_iter().map(|overdue| self.try_to_settle(overdue))).await;
            // As long as all goes well, every round leaves fewer.
            if !may_be_more || settled.contains(&false) {
                return Ok(());
            }
        }
    }

    async fn try_to_settle(&self, overdue: UnsettledOrder) -> bool {
        let why = match timeout(SETTLED_WITHIN, self.settle(overdue)).await {
            Ok(Ok(())) => return true,
            Ok(Err(error)) => error,
            Err(_) => DeskError::Late.into(),
        };
        tracing::warn!(order = %overdue.order, error = %why, "an overdue order can't be settled yet");
        false
    }

    async fn settle(&self, overdue: UnsettledOrder) -> Result<(), CheckoutError> {
        let UnsettledOrder { event, order, payment } = overdue;
        let desk = self.desks.get(event).await?;
        let command = match self.in_time(self.payments.void(payment)).await.map_err(CheckoutError::Method)? {
            Settled::Paid => {
                let record = self.store.order(order).await?.ok_or(CheckoutError::NoSuchOrder)?;
                Command::Confirm { order, amount: record.order.total }
            }
            Settled::Declined(reason) => Command::Decline { order, reason },
            Settled::Voided => Command::Decline { order, reason: DeclineReason::TimedOut },
        };
        match desk.submit(command).await {
            Ok(_) => Ok(()),
            Err(error @ DeskError::Refused(_)) => {
                tracing::error!(%order, %error, "the provider's word on an order is refused");
                Err(error.into())
            }
            Err(error) => Err(error.into()),
        }
    }
}
