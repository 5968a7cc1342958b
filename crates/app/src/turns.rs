//! Turns at something slow that only one may do at a time for each event, such as loading it.
//!
//! Whoever waits for a turn has the same lock in hand as whoever has it and as whoever comes later: a lock is forgotten by the last
//! who had it, however they end, by success, by an error, or because their caller left.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use admit_domain::id::EventId;
use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};

#[derive(Default)]
pub(crate) struct Turns {
    locks: Mutex<HashMap<EventId, Arc<AsyncMutex<()>>>>,
}

/// Ends when it is dropped.
pub(crate) struct Turn<'a> {
    turns: &'a Turns,
    event: EventId,
    /// `None` while waiting. It has the lock in hand as well.
    guard: Option<OwnedMutexGuard<()>>,
}

impl Turns {
    /// Waits until nobody else has the turn for `event`.
    pub(crate) async fn take(&self, event: EventId) -> Turn<'_> {
        let lock = self.locks().entry(event).or_default().clone();
        let mut turn = Turn { turns: self, event, guard: None };
        turn.guard = Some(lock.lock_owned().await);
        turn
    }

    fn locks(&self) -> MutexGuard<'_, HashMap<EventId, Arc<AsyncMutex<()>>>> {
        self.locks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.guard = None;
        let mut locks = self.turns.locks();
        // All take the lock in hand while the map is locked, so this counts everybody.
        if locks.get(&self.event).is_some_and(|lock| Arc::strong_count(lock) == 1) {
            locks.remove(&self.event);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::*;

    fn poll<T>(future: std::pin::Pin<&mut impl Future<Output = T>>) -> Poll<T> {
        future.poll(&mut Context::from_waker(Waker::noop()))
    }

    #[test]
    fn one_after_another_has_the_turn_and_the_last_leaves_nothing_behind() {
        let (turns, event) = (Turns::default(), EventId::from_u128(1));
        let Poll::Ready(first) = poll(pin!(turns.take(event))) else { panic!("nobody has it") };
        let mut second = pin!(turns.take(event));
        assert!(poll(second.as_mut()).is_pending());
        assert!(poll(pin!(turns.take(EventId::from_u128(2)))).is_ready(), "another event's turn");
        drop(first);
        // It waits for the same lock as those who came before the first one ended.
        let mut third = pin!(turns.take(event));
        assert!(poll(third.as_mut()).is_pending());
        let Poll::Ready(second) = poll(second) else { panic!("it was next") };
        assert!(poll(third.as_mut()).is_pending());
        drop(second);
        let Poll::Ready(third) = poll(third) else { panic!("it was next") };
        drop(third);
        assert_eq!(turns.locks().len(), 0);
    }

    #[test]
    fn whoever_leaves_while_waiting_leaves_nothing_behind() {
        let (turns, event) = (Turns::default(), EventId::from_u128(1));
        let Poll::Ready(first) = poll(pin!(turns.take(event))) else { panic!("nobody has it") };
        let mut second = Box::pin(turns.take(event));
        assert!(poll(second.as_mut()).is_pending());
        drop(first);
        assert_eq!(turns.locks().len(), 1, "somebody waits for it");
        drop(second);
        assert_eq!(turns.locks().len(), 0);
    }
}
