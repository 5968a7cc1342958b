//! How fast a relay looks, keeps its lead, and tries again.

use std::time::Duration;

#[derive(Debug, Clone, Copy)]
pub struct RelayPace {
    /// How long a lead lasts that isn't kept: so long nobody relays after a node was killed.
    pub lead: Duration,
    /// How often it is kept.
    pub keep_every: Duration,
    /// How often what was told is noted. So much is told again after a node was killed.
    pub note_every: Duration,
    /// How often events that changed lately are looked at.
    pub look_every: Duration,
    /// How often all events are looked at.
    pub look_at_all_every: Duration,
    /// After so long without an answer from the broker the lead goes to another node, whose way to it may be better.
    pub stalled_after: Duration,
    /// How long to wait before trying again: the first time about, and at most.
    pub retry_first: Duration,
    pub retry_max: Duration,
}

impl Default for RelayPace {
    fn default() -> Self {
        Self {
            lead: Duration::from_secs(5),
            keep_every: Duration::from_secs(1),
            note_every: Duration::from_millis(200),
            look_every: Duration::from_millis(25),
            look_at_all_every: Duration::from_secs(1),
            stalled_after: Duration::from_secs(30),
            retry_first: Duration::from_millis(500),
            retry_max: Duration::from_secs(10),
        }
    }
}

/// Pauses that double up to a bound, each with jitter, so that nodes don't come back in step.
#[derive(Debug)]
pub(super) struct Backoff {
    next: Duration,
    pace: RelayPace,
}

impl Backoff {
    pub(super) fn new(pace: RelayPace) -> Backoff {
        Backoff { next: pace.retry_first, pace }
    }

    pub(super) fn pause(&mut self) -> Duration {
        let pause = jittered(self.next);
        self.next = (self.next * 2).min(self.pace.retry_max);
        pause
    }

    pub(super) fn reset(&mut self) {
        self.next = self.pace.retry_first;
    }
}

/// Between a half and the whole of it.
pub(super) fn jittered(pause: Duration) -> Duration {
    let mut bytes = [0; 2];
    // Without randomness it is as good without jitter.
    let _ = getrandom::fill(&mut bytes);
    pause / 2 + pause / 2 * u32::from(u16::from_le_bytes(bytes)) / u32::from(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_their_bound_and_begin_anew() {
        let pace = RelayPace::default();
        let mut backoff = Backoff::new(pace);
        for round in 0..100u32 {
            let whole = (pace.retry_first * 2u32.saturating_pow(round.min(20))).min(pace.retry_max);
            let pause = backoff.pause();
            assert!(whole / 2 <= pause && pause <= whole, "{pause:?} of {whole:?}");
        }
        backoff.reset();
        assert!(backoff.pause() <= pace.retry_first);
    }
}
