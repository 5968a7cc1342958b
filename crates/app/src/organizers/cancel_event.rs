//! Cancelling an event: its sale ends at once, then a job gives everybody's money back, a batch of orders at a time.
//!
//! The wish is stored before anything is done about it, and every step may be done again: a cancelled sale stays so, a cancelled
//! order owes its refund once. So whoever is killed midway leaves the rest to whoever comes next.

use std::sync::Arc;
use std::time::Duration;

use admit_domain::amendment::Amendment;
use admit_domain::id::EventId;
use admit_domain::inventory::command::{CancelledBy, Command};
use admit_domain::inventory::refusal::Refusal;
use admit_domain::terms::SalePhase;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::app::App;
use crate::desk::{Desk, DeskError};
use crate::ports::error::StoreError;

use super::access::Organizer;
use super::drafts::OwnEvent;
use super::error::OrganizerError;

/// How many events one round looks after.
const EVENTS_MAX: u32 = 8;
/// How many orders are cancelled together.
const BATCH_ORDERS: u32 = 100;
/// How long one round goes on with one event.
const ROUND_MAX: Duration = Duration::from_secs(2);
/// After this, another round or another node goes on: longer than a round with all its events takes.
const TURN: Duration = Duration::from_secs(20);
/// An event that isn't finished comes again so soon.
const AGAIN: Duration = Duration::from_millis(500);

impl App {
    /// Ends the sale for good; the refunds follow.
    pub async fn cancel_event(&self, organizer: &Organizer, id: EventId) -> Result<OwnEvent, OrganizerError> {
        let sale = self.require_sale(organizer, id).await?;
        self.store.begin_cancellation(id).await?;
        end_sale(&sale.desk).await?;
        Ok(OwnEvent::Published(Box::new(self.own_sale(organizer, id).await?)))
    }

    /// Goes on with the events that are being cancelled.
    pub async fn cancel_due_events(&self) -> Result<(), StoreError> {
        let now = self.store.now().await?;
        for event in self.store.take_due_cancellations(now, now + TURN, EVENTS_MAX).await? {
            match self.cancel_orders_of(event).await {
                Ok(Left::Nothing) => self.store.cancellation_done(event, self.store.now().await?).await?,
                Ok(Left::Some) => self.store.cancellation_due(event, self.store.now().await? + AGAIN).await?,
                Err(error) => tracing::warn!(%event, %error, "an event can't be cancelled further yet"),
            }
        }
        Ok(())
    }

    async fn cancel_orders_of(&self, event: EventId) -> Result<Left, OrganizerError> {
        let desk = self.desks.get(event).await?;
        // From here on no order becomes paid, so the orders that are left only get fewer.
        end_sale(&desk).await?;
        let begun = Instant::now();
        while begun.elapsed() < ROUND_MAX {
            let orders = self.store.paid_orders(event, None, BATCH_ORDERS).await?;
            if orders.is_empty() {
                return Ok(Left::Nothing);
            }
            let mut cancelling = JoinSet::new();
            for order in orders {
                let desk = desk.clone();
                let command = Command::Cancel { order, by: CancelledBy::Organizer, key: None };
                cancelling.spawn(async move { desk.submit(command).await });
            }
            for outcome in cancelling.join_all().await {
                match outcome {
                    // Its buyer was faster.
                    Ok(_) | Err(DeskError::Refused(Refusal::NotCancellable)) => {}
                    Err(error) => return Err(error.into()),
                }
            }
        }
        Ok(Left::Some)
    }
}

/// Whether paid orders are left.
enum Left {
    Nothing,
    Some,
}

async fn end_sale(desk: &Arc<Desk>) -> Result<(), DeskError> {
    desk.submit(Command::Amend(Amendment::to_phase(SalePhase::Cancelled))).await.map(drop)
}
