//! Waiting for what comes about by itself: look, and look again until it is so or the time is over.

use std::fmt::Display;
use std::time::{Duration, Instant};

const BETWEEN_LOOKS: Duration = Duration::from_millis(15);

/// Looks until `look` finds something, and gives that. Fails with what was waited for after `within`; a look that
/// takes long itself is not interrupted.
pub async fn until<T>(what: impl Display, within: Duration, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(start.elapsed() < within, "waited {within:?} in vain: {what}");
        tokio::time::sleep(BETWEEN_LOOKS).await; // polls
    }
}

/// The same for threads that may block. `None`: the time is over.
pub fn until_blocking<T>(within: Duration, mut look: impl FnMut() -> Option<T>) -> Option<T> {
    let start = Instant::now();
    loop {
        if let Some(found) = look() {
            return Some(found);
        }
        if start.elapsed() >= within {
            return None;
        }
        std::thread::sleep(BETWEEN_LOOKS); // polls
    }
}
