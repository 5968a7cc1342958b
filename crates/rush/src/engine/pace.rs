//! When a worker acts: as soon as it has its answer, or at times set beforehand.

use std::time::{Duration, Instant};

/// Closed loop: the next act follows the last. Open loop: acts are due whatever the server does, and an answer's latency counts
/// from when its request was due, so that a server that stalls can't hide it by being asked less.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Pace {
    Closed,
    Open {
        /// All workers together.
        per_second: f64,
    },
}

/// When one worker of many acts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Turns {
    start: Instant,
    first: Duration,
    every: Option<Duration>,
    taken: u32,
}

impl Pace {
    /// The turns of the worker `index` of `workers`, which come one after another, evenly.
    pub(crate) fn turns(self, start: Instant, index: usize, workers: usize) -> Turns {
        match self {
            Pace::Closed => Turns { start, first: Duration::ZERO, every: None, taken: 0 },
            Pace::Open { per_second } => Turns {
                start,
                first: Duration::from_secs_f64(index as f64 / per_second),
                every: Some(Duration::from_secs_f64(workers as f64 / per_second)),
                taken: 0,
            },
        }
    }
}

impl Turns {
    /// When the next act is due; `None`: now.
    pub(crate) fn next(&mut self) -> Option<Instant> {
        let every = self.every?;
        let due = self.start + self.first + every * self.taken;
        self.taken += 1;
        Some(due)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_turns_are_even_over_all_workers_and_never_slip() {
        let start = Instant::now();
        let mut due: Vec<Duration> = Vec::new();
        for index in 0..4 {
            let mut turns = Pace::Open { per_second: 100.0 }.turns(start, index, 4);
            due.extend((0..3).filter_map(|_| turns.next()).map(|at| at - start));
        }
        due.sort_unstable();
        let wanted: Vec<Duration> = (0..12).map(|turn| Duration::from_millis(10 * turn)).collect();
        assert_eq!(due, wanted);
        assert_eq!(Pace::Closed.turns(start, 3, 4).next(), None);
    }
}
