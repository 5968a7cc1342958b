//! Checking out: begin, charge, confirm.
//!
//! All of it runs in a task of its own: a caller who hangs up doesn't stop a payment halfway, nor leave an order that nobody pays.

use std::sync::Arc;
use std::time::Duration;

use admit_domain::hold::{Hold, RequestKey};
use admit_domain::id::{EventId, HoldId, OrderId, PaymentId};
use admit_domain::inventory::command::Command;
use admit_domain::inventory::refusal::Refusal;
use admit_domain::money::Money;
use admit_domain::order::{DeclineReason, NextAction, Order, OrderStatus};
use tokio::time::{sleep, timeout};
use tracing::Instrument;

use crate::accounts::caller::Caller;
use crate::app::App;
use crate::desk::{Answer, Desk, DeskError, Done};
use crate::ids::{mint, mint_order};
use crate::ports::payments::{ChargeOutcome, ChargeRequest, PaymentError, PaymentMethod};

use super::error::CheckoutError;

const RETRIES_MAX: u32 = 6;
const RETRY_FIRST: Duration = Duration::from_millis(50);

pub struct CheckOut {
    pub hold: HoldId,
    pub method: PaymentMethod,
    pub return_url: Option<String>,
    pub key: Option<RequestKey>,
}

/// A checkout that went well, or may yet.
#[derive(Debug)]
pub struct CheckedOut {
    pub event: EventId,
    /// As it was when this was answered first, if `repeated`.
    pub order: Order,
    pub hold: Hold,
    pub repeated: bool,
}

impl App {
    pub async fn check_out(self: &Arc<Self>, caller: &Caller, checkout: CheckOut) -> Result<CheckedOut, CheckoutError> {
        let desk = self.desk_of_hold(checkout.hold).await?;
        if let Err(error) = self.payments.check_method(&checkout.method) {
            // That there is no such hold is said before what is wrong with the payment.
            desk.require_hold(checkout.hold, caller.account).await?;
            return Err(CheckoutError::Method(error));
        }
        let begin = Command::Begin {
            hold: checkout.hold,
            account: caller.account,
            order: mint_order(),
            payment: PaymentId::from_u128(mint()),
            key: checkout.key,
        };
        let paying = self.clone().pay(desk, begin, checkout.method, checkout.return_url);
        tokio::spawn(paying.in_current_span()).await.map_err(|_| DeskError::Defect)?
    }

    async fn pay(
        self: Arc<Self>,
        desk: Arc<Desk>,
        begin: Command,
        method: PaymentMethod,
        return_url: Option<String>,
    ) -> Result<CheckedOut, CheckoutError> {
        let event = desk.event();
        let begun = desk.submit(begin).await?;
        if begun.repeated {
            return as_first_answered(event, begun);
        }
        let Answer::Order(order, _) = begun.answer else { return Err(DeskError::Defect.into()) };
        let charge = ChargeRequest {
            payment: order.payment,
            order: order.id,
            money: Money::new(order.total, desk.view().terms().currency),
            method,
            return_url,
        };
        let done = self.charge(&desk, &charge).await;
        self.look_after_room(event).await;
        answered(event, done?)
    }

    /// Charges, and tells the desk what came of it.
    async fn charge(&self, desk: &Desk, charge: &ChargeRequest) -> Result<Done, DeskError> {
        let order = charge.order;
        let outcome = match charge.money.amount {
            0 => Ok(ChargeOutcome::Paid),
            _ => self.in_time(self.payments.charge(charge)).await,
        };
        let command = match outcome {
            Ok(ChargeOutcome::Paid) => Command::Confirm { order, amount: charge.money.amount },
            Ok(ChargeOutcome::Declined(reason)) => Command::Decline { order, reason },
            Ok(ChargeOutcome::Redirect { url, expires_at }) => {
                let next_action = NextAction::Redirect { url: url.into(), expires_at };
                Command::Await { order, next_action }
            }
            Err(PaymentError::BadMethod { .. }) => Command::Decline { order, reason: DeclineReason::Refused },
            Err(PaymentError::Lost(_)) => {
                tracing::warn!(%order, payment = %charge.payment, "the answer to a charge was lost");
                Command::Await { order, next_action: NextAction::Wait }
            }
        };
        submit_persistently(desk, command).await
    }

    /// What the provider answers. Of one that takes too long it isn't known what it did.
    pub(super) async fn in_time<T>(
        &self,
        answer: impl Future<Output = Result<T, PaymentError>>,
    ) -> Result<T, PaymentError> {
        let late = |_| Err(PaymentError::Lost("it took too long".into()));
        timeout(self.settings.checkout.charge_within, answer).await.unwrap_or_else(late)
    }
}

/// Submits what must not be lost. If it can't be done for long, the settling job does it later.
async fn submit_persistently(desk: &Desk, command: Command) -> Result<Done, DeskError> {
    let mut pause = RETRY_FIRST;
    for _ in 1..RETRIES_MAX {
        match desk.submit(command.clone()).await {
            Err(DeskError::Busy | DeskError::Away | DeskError::Late) => sleep(pause).await,
            verdict => return verdict,
        }
        pause *= 2;
    }
    desk.submit(command).await
}

/// The answer to a checkout whose payment has just been settled, or is to be waited for.
fn answered(event: EventId, done: Done) -> Result<CheckedOut, CheckoutError> {
    let Answer::Order(order, hold) = done.answer else { return Err(DeskError::Defect.into()) };
    match (order.status, order.decline) {
        (OrderStatus::Paid | OrderStatus::Cancelled | OrderStatus::Pending, _) => {
            Ok(CheckedOut { event, order: *order, hold: *hold, repeated: done.repeated })
        }
        (OrderStatus::Declined | OrderStatus::Expired, _) if order.owes_refund() => {
            Err(CheckoutError::PaidTooLate { order: order.id })
        }
        // A payment that was given up takes its hold with it, once the buyer was told to wait or to go and pay.
        (OrderStatus::Expired, _) => Err(DeskError::Refused(Refusal::HoldExpired).into()),
        (OrderStatus::Declined, reason) => {
            let reason = reason.unwrap_or(DeclineReason::Refused);
            Err(CheckoutError::Declined { reason, order, repeated: done.repeated })
        }
    }
}

/// The answer that the first of several same requests got, whatever has become of the order since.
fn as_first_answered(event: EventId, mut done: Done) -> Result<CheckedOut, CheckoutError> {
    if let Answer::Order(order, _) = &mut done.answer {
        if order.next_action.is_some() {
            order.status = OrderStatus::Pending;
        } else if order.status == OrderStatus::Cancelled {
            order.status = OrderStatus::Paid;
        }
    }
    answered(event, done)
}

impl CheckedOut {
    pub fn id(&self) -> OrderId {
        self.order.id
    }
}

#[cfg(test)]
mod tests {
    use admit_domain::hold::{AddressHash, Buyer, HoldStatus};
    use admit_domain::id::AccountId;
    use admit_domain::time::Timestamp;

    use super::*;

    /// A payment that came to `status`, and the hold that it was for.
    fn done(status: OrderStatus, decline: DeclineReason) -> Done {
        let (at, order, hold) = (Timestamp::from_millis(0), OrderId::from_u128(1), HoldId::from_u128(2));
        let buyer = Buyer { account: AccountId::from_u128(3), address: AddressHash([0; 16]) };
        let has_ended = status == OrderStatus::Expired;
        let hold = Hold {
            id: hold,
            buyer,
            units: Box::default(),
            created_at: at,
            granted_until: at,
            expires_at: at,
            status: if has_ended { HoldStatus::Expired } else { HoldStatus::Open },
            ended_at: has_ended.then_some(at),
            extension: None,
            attempts: 1,
            raised: false,
            key: None,
        };
        let order = Order {
            id: order,
            hold: hold.id,
            buyer,
            payment: PaymentId::from_u128(4),
            total: 100,
            ticket_count: 1,
            status,
            created_at: at,
            pay_by: at,
            next_action: None,
            settled_at: Some(at),
            decline: Some(decline),
            refund: None,
            key: None,
            cancel_key: None,
        };
        Done { answer: Answer::Order(Box::new(order), Box::new(hold)), repeated: true }
    }

    #[test]
    fn only_a_decline_says_that_the_hold_stays() {
        let answer = |status, reason| as_first_answered(EventId::from_u128(5), done(status, reason)).err();
        let declined = answer(OrderStatus::Declined, DeclineReason::Refused);
        assert!(matches!(declined, Some(CheckoutError::Declined { repeated: true, .. })), "{declined:?}");
        let given_up = answer(OrderStatus::Expired, DeclineReason::TimedOut);
        assert!(
            matches!(given_up, Some(CheckoutError::Desk(DeskError::Refused(Refusal::HoldExpired)))),
            "{given_up:?}"
        );
    }
}
