//! Giving tickets back.

use admit_domain::hold::RequestKey;
use admit_domain::id::OrderId;
use admit_domain::inventory::command::{CancelledBy, Command};
use admit_domain::order::OrderStatus;

use crate::accounts::caller::Caller;
use crate::app::App;
use crate::desk::{Answer, DeskError};

use super::check_out::CheckedOut;
use super::error::CheckoutError;

impl App {
    /// Voids the order's tickets and frees its places; the refund follows.
    pub async fn cancel_order(
        &self,
        caller: &Caller,
        order: OrderId,
        key: Option<RequestKey>,
    ) -> Result<CheckedOut, CheckoutError> {
        let record = self.store.order(order).await?;
        let record = record.filter(|record| record.order.buyer.account == caller.account);
        let event = record.ok_or(CheckoutError::NoSuchOrder)?.event;
        let desk = self.desks.get(event).await?;
        let done = desk.submit(Command::Cancel { order, by: CancelledBy::Buyer(caller.account), key }).await?;
        match done.answer {
            Answer::Order(order, hold) if order.status == OrderStatus::Cancelled => {
                Ok(CheckedOut { event, order: *order, hold: *hold, repeated: done.repeated })
            }
            _ => Err(DeskError::Defect.into()),
        }
    }
}
