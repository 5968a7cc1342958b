//! Settling payments: what the provider tells by webhook, and what it must be asked.

use admit_domain::inventory::command::Command;
use admit_domain::money::Money;
use admit_domain::order::DeclineReason;

use crate::app::App;
use crate::desk::DeskError;
use crate::ports::error::StoreError;
use crate::ports::orders::UnsettledOrder;
use crate::ports::payments::{NoticeOutcome, PaymentNotice, Settled};

use super::check_out::submit_persistently;
use super::error::CheckoutError;

/// How many orders one round settles.
const ORDERS_MAX: u32 = 200;

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
    pub async fn settle_overdue_orders(&self) -> Result<(), StoreError> {
        let unanswered_for = self.settings.checkout.unanswered_for;
        for overdue in self.store.orders_past_deadline(unanswered_for, ORDERS_MAX).await? {
            if let Err(error) = self.settle(overdue).await {
                tracing::warn!(order = %overdue.order, %error, "an overdue order can't be settled yet");
            }
        }
        Ok(())
    }

    async fn settle(&self, overdue: UnsettledOrder) -> Result<(), CheckoutError> {
        let UnsettledOrder { event, order, payment } = overdue;
        let desk = self.desks.get(event).await?;
        let command = match self.payments.void(payment).await.map_err(CheckoutError::Method)? {
            Settled::Paid => {
                let record = self.store.order(order).await?.ok_or(CheckoutError::NoSuchOrder)?;
                Command::Confirm { order, amount: record.order.total }
            }
            Settled::Declined(reason) => Command::Decline { order, reason },
            Settled::Voided => Command::Decline { order, reason: DeclineReason::TimedOut },
        };
        match submit_persistently(&desk, command).await {
            Ok(_) => Ok(()),
            Err(error @ DeskError::Refused(_)) => {
                tracing::error!(%order, %error, "the provider's word on an order is refused");
                Err(error.into())
            }
            Err(error) => Err(error.into()),
        }
    }
}
