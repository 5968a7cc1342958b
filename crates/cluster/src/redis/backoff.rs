//! How long to wait before the next try to connect: longer each time, but never long, and never in step with other nodes.

use std::time::Duration;

const FIRST: Duration = Duration::from_millis(50);
const MAX: Duration = Duration::from_secs(1);

pub(super) struct Backoff {
    next: Duration,
}

impl Backoff {
    pub(super) fn new() -> Backoff {
        Backoff { next: FIRST }
    }

    /// Between half of the pause and all of it.
    pub(super) fn pause(&mut self) -> Duration {
        let mut bytes = [0; 2];
        // Without randomness it is as good without jitter.
        let _ = getrandom::fill(&mut bytes);
        let half = self.next / 2;
        self.next = (self.next * 2).min(MAX);
        half + half * u32::from(u16::from_le_bytes(bytes)) / u32::from(u16::MAX)
    }

    /// The last try was good.
    pub(super) fn reset(&mut self) {
        self.next = FIRST;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_up_to_a_bound_and_vary() {
        let mut backoff = Backoff::new();
        assert!((FIRST / 2..=FIRST).contains(&backoff.pause()));
        let pauses: Vec<Duration> = (0..100).map(|_| backoff.pause()).collect();
        assert!(pauses.iter().all(|pause| (FIRST / 2..=MAX).contains(pause)));
        assert!(pauses[20..].iter().all(|pause| *pause >= MAX / 2));
        assert!(pauses[20..].iter().any(|pause| *pause != pauses[20]));
        backoff.reset();
        assert!(backoff.pause() <= FIRST);
    }
}
