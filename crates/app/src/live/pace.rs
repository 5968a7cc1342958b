//! How often an event's listeners are told: at once while little happens, a few times a second in a rush.

use std::time::Duration;

use tokio::time::Instant;

/// Five frames a second: ten thousand listeners get each within a quarter of a second, on two cores.
pub(super) const FRAME_EVERY: Duration = Duration::from_millis(200);
/// How many frames may follow each other at once after a time without any.
const BURST: u32 = 2;

/// When the next frame may go out.
#[derive(Debug)]
pub(super) struct Pace {
    /// When the frames that went out would have ended, each lasting [`FRAME_EVERY`].
    busy_until: Instant,
}

impl Pace {
    pub(super) fn new(now: Instant) -> Pace {
        Pace { busy_until: now }
    }

    /// The time at which the next frame may go out; past, if at once.
    pub(super) fn next(&self) -> Instant {
        self.busy_until.checked_sub(FRAME_EVERY * (BURST - 1)).unwrap_or(self.busy_until)
    }

    /// A frame goes out.
    pub(super) fn went_out(&mut self, now: Instant) {
        self.busy_until = self.busy_until.max(now) + FRAME_EVERY;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// When frames go out if there is always something to tell.
    fn under_load(seconds: u64) -> Vec<Duration> {
        let start = Instant::now();
        let (mut pace, mut now, mut sent) = (Pace::new(start), start, Vec::new());
        while now < start + Duration::from_secs(seconds) {
            now = now.max(pace.next());
            pace.went_out(now);
            sent.push(now - start);
        }
        sent
    }

    #[tokio::test]
    async fn under_load_five_frames_go_out_a_second() {
        let sent = under_load(10);
        assert!((50..=52).contains(&sent.len()), "{sent:?}");
        assert!(sent.windows(6).all(|six| six[5] - six[0] >= FRAME_EVERY * 4), "{sent:?}");
    }

    #[tokio::test]
    async fn after_a_quiet_time_two_go_out_at_once() {
        let start = Instant::now();
        let mut pace = Pace::new(start);
        let later = start + Duration::from_secs(60);
        assert!(pace.next() <= later);
        pace.went_out(later);
        assert!(pace.next() <= later);
        pace.went_out(later);
        assert_eq!(pace.next(), later + FRAME_EVERY);
    }
}
