//! How often an event's listeners are told: at once while little happens, and in a rush as often as there is time for them all.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::time::Instant;

/// What telling one listener of one frame may take of the time of all: what is left over serves those who buy.
const FOR_EACH_LISTENER: Duration = Duration::from_micros(15);
/// Nobody sees more.
const FRAME_EVERY_MIN: Duration = Duration::from_millis(25);
/// However many listen, each is told within about a second.
const FRAME_EVERY_MAX: Duration = Duration::from_secs(1);
/// How many frames may follow each other at once after a time without any.
const BURST: u32 = 2;

/// How many listen at this node, to whichever event.
#[derive(Debug, Default)]
pub(crate) struct Audience(AtomicUsize);

impl Audience {
    pub(super) fn joined(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn left(&self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }

    /// How far apart an event's frames are under load. Busy events share the time, so all who listen count.
    pub(super) fn frame_every(&self) -> Duration {
        let listeners = u32::try_from(self.0.load(Ordering::Relaxed)).unwrap_or(u32::MAX);
        FOR_EACH_LISTENER.saturating_mul(listeners).clamp(FRAME_EVERY_MIN, FRAME_EVERY_MAX)
    }
}

/// When the next frame may go out.
#[derive(Debug)]
pub(super) struct Pace {
    /// When the frames that went out would have ended, each having lasted as long as was its due.
    busy_until: Instant,
    /// The due of the last.
    every: Duration,
}

impl Pace {
    pub(super) fn new(now: Instant) -> Pace {
        Pace { busy_until: now, every: FRAME_EVERY_MIN }
    }

    /// The time at which the next frame may go out; past, if at once.
    pub(super) fn next(&self) -> Instant {
        self.busy_until.checked_sub(self.every * (BURST - 1)).unwrap_or(self.busy_until)
    }

    /// A frame goes out, and lasts for `every`.
    pub(super) fn went_out(&mut self, now: Instant, every: Duration) {
        self.busy_until = self.busy_until.max(now) + every;
        self.every = every;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// When frames go out to so many listeners if there is always something to tell.
    fn under_load(listeners: usize, seconds: u64) -> Vec<Duration> {
        let audience = Audience(AtomicUsize::new(listeners));
        let start = Instant::now();
        let (mut pace, mut now, mut sent) = (Pace::new(start), start, Vec::new());
        while now < start + Duration::from_secs(seconds) {
            now = now.max(pace.next());
            pace.went_out(now, audience.frame_every());
            sent.push(now - start);
        }
        sent
    }

    #[tokio::test]
    async fn under_load_the_more_listen_the_fewer_frames_go_out() {
        for (listeners, a_second) in [(0, 40), (500, 40), (4_000, 16), (10_000, 6), (40_000, 1), (1_000_000, 1)] {
            let sent = under_load(listeners, 10);
            assert!((a_second * 10..=(a_second + 1) * 10 + 2).contains(&sent.len()), "{listeners}: {}", sent.len());
        }
    }

    #[tokio::test]
    async fn after_a_quiet_time_two_go_out_at_once() {
        let (start, every) = (Instant::now(), Duration::from_millis(200));
        let mut pace = Pace::new(start);
        let later = start + Duration::from_secs(60);
        assert!(pace.next() <= later);
        pace.went_out(later, every);
        assert!(pace.next() <= later);
        pace.went_out(later, every);
        assert_eq!(pace.next(), later + every);
    }

    #[test]
    fn who_left_is_not_waited_for() {
        let audience = Audience::default();
        for _ in 0..4_000 {
            audience.joined();
        }
        assert_eq!(audience.frame_every(), Duration::from_millis(60));
        for _ in 0..2_000 {
            audience.left();
        }
        assert_eq!(audience.frame_every(), Duration::from_millis(30));
    }
}
