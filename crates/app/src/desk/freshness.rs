//! Refusing from memory where other nodes write too: one look at the store's version, shared by all refusals that wait for it.

use std::sync::{Arc, PoisonError, RwLock};

use admit_domain::id::EventId;
use tokio::sync::{mpsc, oneshot};

use crate::ports::inventory::InventoryStore;

use super::handle::{DeskError, Message};
use super::view::View;

const WAITING_MAX: usize = 16_384;

type Waiter = oneshot::Sender<Result<(), DeskError>>;

pub(super) struct Freshness {
    waiters: mpsc::Sender<Waiter>,
}

impl Freshness {
    pub(super) fn start(
        store: Arc<dyn InventoryStore>,
        event: EventId,
        view: Arc<RwLock<View>>,
        desk: mpsc::WeakSender<Message>,
    ) -> Freshness {
        let (waiters, waiting) = mpsc::channel(WAITING_MAX);
        tokio::spawn(serve(store, event, view, desk, waiting));
        Freshness { waiters }
    }

    /// Returns once memory is at least as new as the store was at some moment after this was called.
    pub(super) async fn confirm(&self) -> Result<(), DeskError> {
        let (reply, answer) = oneshot::channel();
        self.waiters.try_send(reply).map_err(|_| DeskError::Busy)?;
        answer.await.map_err(|_| DeskError::Late)?
    }
}

async fn serve(
    store: Arc<dyn InventoryStore>,
    event: EventId,
    view: Arc<RwLock<View>>,
    desk: mpsc::WeakSender<Message>,
    mut waiting: mpsc::Receiver<Waiter>,
) {
    while let Some(first) = waiting.recv().await {
        // All who wait by now are served by the look that begins now; who comes later waits for the next.
        let mut waiters = vec![first];
        while let Ok(waiter) = waiting.try_recv() {
            waiters.push(waiter);
        }
        let outcome = look(&*store, event, &view, &desk).await;
        for waiter in waiters {
            let _ = waiter.send(outcome.clone());
        }
    }
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
