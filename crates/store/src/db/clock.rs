//! The clock of an embedded store.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use admit_domain::time::Timestamp;

/// The time at the start plus the monotonic time since, so that nobody who sets the machine's clock moves a hold's end.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock {
    started_at: Timestamp,
    started: Instant,
}

impl Clock {
    pub(crate) fn start() -> Self {
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self { started_at: Timestamp::from_millis(0) + since_epoch, started: Instant::now() }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.started_at + self.started.elapsed()
    }
}
