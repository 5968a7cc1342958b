//! How fast the line moves, as measured.

use std::time::Duration;

use crate::time::Timestamp;

/// How many people had been called in all at some time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    pub at: Timestamp,
    pub called: u64,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pace {
    /// Oldest first.
    pub samples: Vec<Sample>,
}

/// From the least to the most that a wait is expected to take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WaitRange {
    pub low: Duration,
    pub high: Duration,
}

const SAMPLES_MAX: usize = 12;
const SAMPLE_EVERY: Duration = Duration::from_secs(5);
/// Less than this says nothing of a pace.
const SPAN_MIN: Duration = Duration::from_secs(2);

impl Pace {
    /// Whether a sample at `now` would tell more than the last one.
    pub(super) fn wants_sample(&self, now: Timestamp) -> bool {
        self.samples.last().is_none_or(|last| last.at + SAMPLE_EVERY <= now)
    }

    pub(super) fn note(&mut self, now: Timestamp, called: u64) {
        // The newest moves on until the next one begins, so that a line that has just begun to move has a pace.
        let sample = Sample { at: now, called };
        match self.samples.len().checked_sub(2).map(|before| self.samples[before]) {
            Some(before) if now < before.at + SAMPLE_EVERY => {
                if let Some(last) = self.samples.last_mut() {
                    *last = sample;
                }
            }
            _ => self.samples.push(sample),
        }
        if self.samples.len() > SAMPLES_MAX {
            self.samples.remove(0);
        }
    }

    /// Begins anew: the line stood still, or will move otherwise.
    pub(super) fn forget(&mut self) {
        self.samples.clear();
    }

    /// People a minute. `None`: not known.
    pub fn per_min(&self) -> Option<f64> {
        let (first, last) = (self.samples.first()?, self.samples.last()?);
        let span = last.at.since(first.at);
        if span < SPAN_MIN {
            return None;
        }
        let called = last.called.saturating_sub(first.called) as f64;
        Some(called * 60.0 / span.as_secs_f64())
    }

    /// How long it takes until so many people are called.
    pub fn wait_for(&self, people: u32) -> Option<WaitRange> {
        let per_min = self.per_min().filter(|per_min| *per_min > 0.0)?;
        let seconds = f64::from(people) * 60.0 / per_min;
        // Nobody can wait for longer than this anyhow.
        let range = |share: f64| Duration::from_secs_f64((seconds * share).min(1e8));
        Some(WaitRange { low: range(0.75), high: range(1.5) + Duration::from_secs(1) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(seconds * 1_000)
    }

    #[test]
    fn a_pace_is_known_once_the_line_has_moved_for_a_while() {
        let mut pace = Pace::default();
        assert_eq!(pace.wait_for(10), None);
        pace.note(at(0), 0);
        pace.note(at(1), 5);
        assert_eq!(pace.per_min(), None);
        pace.note(at(2), 10);
        assert_eq!(pace.per_min(), Some(300.0));
        let wait = pace.wait_for(100).unwrap();
        assert!(wait.low == Duration::from_secs(15) && wait.high == Duration::from_secs(31), "{wait:?}");
    }

    #[test]
    fn it_remembers_a_minute_and_no_more() {
        let mut pace = Pace::default();
        for second in 0..1_000 {
            pace.note(at(second), 2 * second as u64);
        }
        assert_eq!(pace.samples.len(), SAMPLES_MAX);
        assert_eq!(pace.per_min(), Some(120.0));
        for second in 1_000..1_100 {
            pace.note(at(second), 2_000);
        }
        assert_eq!(pace.per_min(), Some(0.0));
        assert_eq!(pace.wait_for(1), None);
    }
}
