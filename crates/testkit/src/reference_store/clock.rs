//! The store's one clock: tokio's, which tests may stop, and a lead over it that can be raised.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use admit_domain::time::Timestamp;
use tokio::time::Instant;

#[derive(Debug)]
pub struct Clock {
    started: Instant,
    base: Timestamp,
    lead_ms: AtomicI64,
}

impl Clock {
    /// A clock that says `base` now.
    pub fn starting_at(base: Timestamp) -> Clock {
        Clock { started: Instant::now(), base, lead_ms: AtomicI64::new(0) }
    }

    pub fn now(&self) -> Timestamp {
        let lead_ms = self.lead_ms.load(Ordering::Relaxed);
        Timestamp::from_millis(self.base.as_millis() + lead_ms) + self.started.elapsed()
    }

    /// Sets the clock ahead, unseen by anybody's own clock.
    pub fn jump(&self, by: Duration) {
        self.lead_ms.fetch_add(i64::try_from(by.as_millis()).unwrap_or(0), Ordering::Relaxed);
    }
}
