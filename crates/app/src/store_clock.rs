//! The store's time between two looks at it, for what must be judged as often as a request comes.
//!
//! This machine's clock may be wrong, or set while the node runs. It counts only until the store's was first asked.

use std::sync::atomic::{AtomicI64, Ordering};

use admit_domain::time::Timestamp;
use tokio::time::Instant;

#[derive(Debug)]
pub(crate) struct StoreClock {
    began: Instant,
    /// What it was, in milliseconds, when this began.
    then_ms: AtomicI64,
}

impl StoreClock {
    /// `guess`: what is believed until [`Self::learn`] is called.
    pub(crate) fn new(guess: Timestamp) -> StoreClock {
        StoreClock { began: Instant::now(), then_ms: AtomicI64::new(guess.as_millis()) }
    }

    /// The store said `now` to whoever asked at `asked`. This clock is ahead by no more than the answer took, and never behind.
    pub(crate) fn learn(&self, now: Timestamp, asked: Instant) {
        let then = now - asked.duration_since(self.began);
        self.then_ms.store(then.as_millis(), Ordering::Relaxed);
    }

    pub(crate) fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.then_ms.load(Ordering::Relaxed)) + self.began.elapsed()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test]
    async fn what_the_store_says_counts_and_goes_on_from_there() {
        let (wrong, right) = (Timestamp::from_millis(1_000), Timestamp::from_millis(1_000_000));
        let clock = StoreClock::new(wrong);
        assert!(clock.now() >= wrong && clock.now() < right);
        let asked = Instant::now();
        clock.learn(right, asked);
        let (now, passed) = (clock.now(), asked.elapsed());
        // Milliseconds are cut off on both ways.
        assert!(now <= right + passed && now + Duration::from_millis(2) >= right, "{now:?} after {passed:?}");
    }
}
