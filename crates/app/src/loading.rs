//! Loading what belongs to an event once, however many ask for it at the same time.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use admit_domain::id::EventId;
use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};

/// One lock for each event that somebody loads or waits for.
#[derive(Debug, Default)]
pub(crate) struct Loading(Mutex<HashMap<EventId, Arc<AsyncMutex<()>>>>);

/// While this lives, nobody else has a turn at its event.
#[derive(Debug)]
pub(crate) struct Turn<'l> {
    loading: &'l Loading,
    event: EventId,
    held: Option<OwnedMutexGuard<()>>,
}

impl Loading {
    /// Waits for whoever is at `event`. What they loaded is there by then, unless they failed.
    pub(crate) async fn turn(&self, event: EventId) -> Turn<'_> {
        let lock = self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(event).or_default().clone();
        // Made before the wait, so that whoever stops waiting leaves nothing behind either.
        let mut turn = Turn { loading: self, event, held: None };
        turn.held = Some(lock.lock_owned().await);
        turn
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut locks = self.loading.0.lock().unwrap_or_else(PoisonError::into_inner);
        drop(self.held.take());
        // A lock that others wait for stays: whoever came with a new one would load beside them.
        if locks.get(&self.event).is_some_and(|lock| Arc::strong_count(lock) == 1) {
            locks.remove(&self.event);
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    fn events(loading: &Loading) -> usize {
        loading.0.lock().unwrap().len()
    }

    #[tokio::test]
    async fn turns_come_one_after_another_and_leave_nothing_behind() {
        let (loading, event) = (Loading::default(), EventId::from_u128(1));
        let first = loading.turn(event).await;
        let mut second = Box::pin(loading.turn(event));
        let mut third = Box::pin(loading.turn(event));
        assert!(second.as_mut().now_or_never().is_none() && third.as_mut().now_or_never().is_none());
        assert!(loading.turn(EventId::from_u128(2)).now_or_never().is_some(), "another event has its own");
        drop(first);
        let second = second.await;
        assert!(loading.turn(event).now_or_never().is_none(), "whoever comes now waits with those who wait");
        assert!(third.as_mut().now_or_never().is_none());
        drop(second);
        drop(third.await);
        assert_eq!(events(&loading), 0);
    }

    #[tokio::test]
    async fn whoever_stops_waiting_leaves_nothing_behind() {
        let (loading, event) = (Loading::default(), EventId::from_u128(1));
        let first = loading.turn(event).await;
        let mut waiting = Box::pin(loading.turn(event));
        assert!(waiting.as_mut().now_or_never().is_none());
        drop(first);
        assert_eq!(events(&loading), 1, "somebody waits");
        drop(waiting);
        assert_eq!(events(&loading), 0);
    }
}
