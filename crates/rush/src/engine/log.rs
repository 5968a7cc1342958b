//! What was seen: latencies by kind and outcome, failures with an example each, and how it went second by second.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use hdrhistogram::Histogram;

use crate::auditor::recovery::Answered;

use super::kind::{Kind, Outcome};
use super::progress;

/// Slower answers count as this slow.
const LATENCY_US_MAX: u64 = 600_000_000;
const EXAMPLE_BYTES_MAX: usize = 600;
/// As many seconds are kept apart; the rest count into the last.
const SECONDS_MAX: usize = 3_600;

/// What the workers of one thread saw, or several such put together.
#[derive(Debug)]
pub(crate) struct Log {
    begun: Instant,
    tallies: BTreeMap<(Kind, bool), Histogram<u64>>,
    pub(crate) failures: Failures,
    /// Requests without an answer in a run in which some may be, and which are then asked again.
    pub(crate) misses: Failures,
    pub(crate) seconds: Vec<Second>,
    /// Where several nodes were asked: each one's address, and how many first tries it answered, second by second.
    pub(crate) nodes: Vec<(String, Vec<Answered>)>,
}

#[derive(Debug, Clone)]
pub(crate) struct Failure {
    pub(crate) count: u64,
    pub(crate) example: String,
}

/// A second of the run.
#[derive(Debug, Clone)]
pub(crate) struct Second {
    pub(crate) answers: u64,
    pub(crate) failures: u64,
    /// Microseconds, coarse.
    pub(crate) latency: Histogram<u64>,
}

impl Log {
    /// `begun` is when the whole run began.
    pub(crate) fn new(begun: Instant) -> Self {
        Self {
            begun,
            tallies: BTreeMap::new(),
            failures: BTreeMap::new(),
            misses: BTreeMap::new(),
            seconds: Vec::new(),
            nodes: Vec::new(),
        }
    }

    pub(crate) fn record(&mut self, kind: Kind, outcome: Outcome, latency: Duration, now: Instant) {
        self.record_many(kind, outcome, latency, now, 1);
    }

    /// The same for `count` of them.
    pub(crate) fn record_many(&mut self, kind: Kind, outcome: Outcome, latency: Duration, now: Instant, count: u64) {
        let micros = (latency.as_micros() as u64).min(LATENCY_US_MAX);
        let tally = self.tallies.entry((kind, outcome == Outcome::Conflict)).or_insert_with(|| histogram(3));
        tally.saturating_record_n(micros, count);
        if !kind.is_answer() {
            return;
        }
        progress::answered(count);
        let second = self.second(now);
        second.answers += count;
        second.latency.saturating_record_n(micros, count);
    }

    /// `what` in a few words that are the same for the same cause; `example` says it in full.
    pub(crate) fn fail(&mut self, kind: Kind, what: String, example: impl FnOnce() -> String) {
        self.second(Instant::now()).failures += 1;
        progress::failed();
        Failure::count(&mut self.failures, (kind, what), example);
    }

    /// The same of a request that will be asked again.
    pub(crate) fn miss(&mut self, kind: Kind, what: String, example: impl FnOnce() -> String) {
        self.second(Instant::now()).failures += 1;
        Failure::count(&mut self.misses, (kind, what), example);
    }

    pub(crate) fn add(&mut self, other: &Log) {
        for (of, histogram) in &other.tallies {
            add(self.tallies.entry(*of).or_insert_with(|| self::histogram(3)), histogram);
        }
        Failure::add(&mut self.failures, &other.failures);
        Failure::add(&mut self.misses, &other.misses);
        self.nodes.extend(other.nodes.iter().cloned());
        for (index, second) in other.seconds.iter().enumerate() {
            let mine = self.second_at(index);
            mine.answers += second.answers;
            mine.failures += second.failures;
            add(&mut mine.latency, &second.latency);
        }
    }

    /// Latencies in microseconds of what was done, or honestly refused.
    pub(crate) fn tally(&self, kind: Kind, outcome: Outcome) -> Option<&Histogram<u64>> {
        self.tallies.get(&(kind, outcome == Outcome::Conflict))
    }

    pub(crate) fn count(&self, kind: Kind, outcome: Outcome) -> u64 {
        self.tally(kind, outcome).map_or(0, Histogram::len)
    }

    /// All answers that aren't failures.
    pub(crate) fn answers(&self) -> u64 {
        self.all_answers().map(Histogram::len).sum()
    }

    pub(crate) fn failed(&self) -> u64 {
        self.failures.values().map(|failure| failure.count).sum()
    }

    /// Latencies in microseconds of all answers together.
    pub(crate) fn latency(&self) -> Histogram<u64> {
        let mut all = histogram(3);
        self.all_answers().for_each(|one| add(&mut all, one));
        all
    }

    fn all_answers(&self) -> impl Iterator<Item = &Histogram<u64>> {
        self.tallies.iter().filter(|((kind, _), _)| kind.is_answer()).map(|(_, histogram)| histogram)
    }

    fn second(&mut self, now: Instant) -> &mut Second {
        self.second_at(now.saturating_duration_since(self.begun).as_secs() as usize)
    }

    fn second_at(&mut self, index: usize) -> &mut Second {
        let index = index.min(SECONDS_MAX - 1);
        while self.seconds.len() <= index {
            self.seconds.push(Second { answers: 0, failures: 0, latency: histogram(1) });
        }
        &mut self.seconds[index]
    }
}

pub(crate) type Failures = BTreeMap<(Kind, String), Failure>;

impl Failure {
    fn count(all: &mut Failures, of: (Kind, String), example: impl FnOnce() -> String) {
        let failure = all.entry(of).or_insert_with(|| {
            let example = example().chars().take(EXAMPLE_BYTES_MAX).collect();
            Failure { count: 0, example }
        });
        failure.count += 1;
    }

    fn add(all: &mut Failures, other: &Failures) {
        for (of, failure) in other {
            let mine = all.entry(of.clone());
            mine.and_modify(|mine| mine.count += failure.count).or_insert_with(|| failure.clone());
        }
    }
}

/// An empty one, exact to so many digits.
pub(crate) fn histogram(digits: u8) -> Histogram<u64> {
    Histogram::new_with_bounds(1, LATENCY_US_MAX, digits).expect("the bounds are a histogram's")
}

fn add(to: &mut Histogram<u64>, other: &Histogram<u64>) {
    to.add(other).expect("all have the same bounds");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logs_add_up() {
        let begun = Instant::now();
        let (mut one, mut other) = (Log::new(begun), Log::new(begun));
        one.record(Kind::Hold, Outcome::Done, Duration::from_millis(2), begun);
        other.record(Kind::Hold, Outcome::Conflict, Duration::from_millis(4), begun + Duration::from_secs(2));
        other.fail(Kind::Hold, "500 internal".into(), || "first".into());
        one.fail(Kind::Hold, "500 internal".into(), || "second".into());
        one.add(&other);
        assert_eq!((one.answers(), one.failed()), (2, 2));
        assert_eq!((one.count(Kind::Hold, Outcome::Done), one.count(Kind::Hold, Outcome::Conflict)), (1, 1));
        assert_eq!(one.failures[&(Kind::Hold, "500 internal".to_owned())].example, "second");
        assert_eq!(one.seconds.iter().map(|second| second.answers).collect::<Vec<_>>(), [1, 0, 1]);
        assert!(one.latency().max() >= 4_000);
    }
}
