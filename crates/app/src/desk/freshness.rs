//! Refusing from memory where other nodes write too: first a look whether the store has moved on, and if so, catching up.

use std::sync::{Arc, PoisonError, RwLock};

use admit_domain::id::EventId;
use tokio::sync::{mpsc, oneshot};

use crate::ports::inventory::InventoryStore;

use super::handle::{DeskError, Message};
use super::shared_look::SharedLook;
use super::view::View;

/// Asked, it answers once memory is at least as new as the store was at some moment after the asking.
pub(super) fn freshness(
    store: Arc<dyn InventoryStore>,
    event: EventId,
    view: Arc<RwLock<View>>,
    desk: mpsc::WeakSender<Message>,
) -> SharedLook<()> {
    SharedLook::start(move || {
        let (store, view, desk) = (store.clone(), view.clone(), desk.clone());
        async move { look(&*store, event, &view, &desk).await }
    })
}

async fn look(
    store: &dyn InventoryStore,
    event: EventId,
    view: &RwLock<View>,
    desk: &mpsc::WeakSender<Message>,
) -> Result<(), DeskError> {
    let stored = store.version(event).await.map_err(|_| DeskError::Away)?.ok_or(DeskError::NoSuchEvent)?;
    if view.read().unwrap_or_else(PoisonError::into_inner).version() == stored {
        return Ok(());
    }
    let (reply, answer) = oneshot::channel();
    let desk = desk.upgrade().ok_or(DeskError::Late)?;
    desk.send(Message::CatchUp(reply)).await.map_err(|_| DeskError::Late)?;
    answer.await.map_err(|_| DeskError::Late)?
}
