//! The caller's orders.

use std::sync::Arc;

use admit_domain::id::{EventId, OrderId};

use crate::accounts::caller::Caller;
use crate::app::App;
use crate::desk::Desk;
use crate::ports::orders::OrderRecord;

use super::error::CheckoutError;

/// An order and the desk of its event, which knows the places' and tiers' names.
pub struct ShownOrder {
    pub record: OrderRecord,
    pub desk: Arc<Desk>,
}

impl App {
    pub async fn my_order(&self, caller: &Caller, id: OrderId) -> Result<ShownOrder, CheckoutError> {
        let record = self.store.order(id).await?;
        let record = record.filter(|record| record.order.buyer.account == caller.account);
        self.show_order(record.ok_or(CheckoutError::NoSuchOrder)?).await
    }

    /// Newest first, after `after`.
    pub async fn my_orders(
        &self,
        caller: &Caller,
        after: Option<OrderId>,
        limit: u32,
    ) -> Result<Vec<ShownOrder>, CheckoutError> {
        let mut shown = Vec::new();
        for record in self.store.orders_of(caller.account, after, limit).await? {
            shown.push(self.show_order(record).await?);
        }
        Ok(shown)
    }

    pub async fn desk_of(&self, event: EventId) -> Result<Arc<Desk>, CheckoutError> {
        Ok(self.desks.get(event).await?)
    }

    async fn show_order(&self, record: OrderRecord) -> Result<ShownOrder, CheckoutError> {
        let desk = self.desk_of(record.event).await?;
        Ok(ShownOrder { record, desk })
    }
}
