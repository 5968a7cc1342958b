//! How an event sells: its orders, and sums.

use admit_domain::id::{EventId, OrderId};

use crate::app::App;
use crate::checkout::ShownOrder;
use crate::ports::organizing::Revenue;

use super::access::Organizer;
use super::drafts::ShownSale;
use super::error::OrganizerError;

/// An event with its money so far.
pub struct Sales {
    pub sale: ShownSale,
    pub revenue: Revenue,
}

impl App {
    pub async fn sales_of(&self, organizer: &Organizer, id: EventId) -> Result<Sales, OrganizerError> {
        let sale = self.require_sale(organizer, id).await?;
        Ok(Sales { sale, revenue: self.store.revenue(id).await? })
    }

    /// Newest first, after `after`.
    pub async fn orders_of_own_event(
        &self,
        organizer: &Organizer,
        id: EventId,
        after: Option<OrderId>,
        limit: u32,
    ) -> Result<Vec<ShownOrder>, OrganizerError> {
        let sale = self.require_sale(organizer, id).await?;
        let desk = sale.desk;
        let records = self.store.orders_of_event(id, after, limit).await?;
        Ok(records.into_iter().map(|record| ShownOrder { record, desk: desk.clone() }).collect())
    }
}
