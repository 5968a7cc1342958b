//! A load and the ceiling in turns, so that whatever else the machine does hits both alike; and what each cost the server.

use std::time::{Duration, Instant};

use crate::ground::process::{Processes, Usage};

use super::crowd::{Crowd, Slice, Task};
use super::kind::Kind;
use super::log::Log;
use super::pace::Pace;
use super::worker::Worker;

/// What one task came to, over all its slices.
#[derive(Debug)]
pub(crate) struct Measure {
    pub(crate) log: Log,
    pub(crate) took: Duration,
    /// Of the server, where it can be seen.
    pub(crate) server_cpu: Option<Duration>,
    pub(crate) client_cpu: Duration,
}

/// A whole run's measures.
#[derive(Debug)]
pub(crate) struct Measured {
    pub(crate) load: Measure,
    pub(crate) ceiling: Option<Measure>,
}

/// Who is measured, and since when.
#[derive(Debug, Clone)]
pub(crate) struct Meter {
    pub(crate) begun: Instant,
    pub(crate) server: Processes,
}

/// How a load and the ceiling take turns.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rounds {
    pub(crate) count: u32,
    pub(crate) load: Duration,
    pub(crate) ceiling: Duration,
    pub(crate) pace: Pace,
}

const CONNECT_WITHIN: Duration = Duration::from_secs(2);

impl Rounds {
    /// As many seconds of load, with a bit of the ceiling before each.
    pub(crate) fn closed(seconds: u64) -> Self {
        let count = u32::try_from(seconds.max(1)).unwrap_or(u32::MAX);
        let (load, ceiling) = (Duration::from_secs(1), Duration::from_millis(350));
        Rounds { count, load, ceiling, pace: Pace::Closed }
    }

    /// All at once, since a schedule that pauses would hide what was late; the ceiling comes before and after.
    pub(crate) fn open(seconds: u64, per_second: f64) -> Self {
        let (load, ceiling) = (Duration::from_secs(seconds.max(1)), Duration::from_secs(1));
        Rounds { count: 1, load, ceiling, pace: Pace::Open { per_second } }
    }

    /// In one go until all is done, within so many seconds; the ceiling comes before and after.
    pub(crate) fn whole(seconds_max: u64) -> Self {
        Rounds { pace: Pace::Closed, ..Self::open(seconds_max, 1.0) }
    }
}

impl Measure {
    pub(crate) fn new(begun: Instant) -> Self {
        Measure { log: Log::new(begun), took: Duration::ZERO, server_cpu: None, client_cpu: Duration::ZERO }
    }

    pub(crate) fn per_second(&self) -> f64 {
        if self.took.is_zero() { 0.0 } else { self.log.answers() as f64 / self.took.as_secs_f64() }
    }

    /// Microseconds of the server's CPU for each answer.
    pub(crate) fn server_us_each(&self) -> Option<f64> {
        let answers = self.log.answers();
        self.server_cpu.filter(|_| answers > 0).map(|cpu| cpu.as_secs_f64() * 1e6 / answers as f64)
    }

    pub(crate) fn client_us_each(&self) -> f64 {
        self.client_cpu.as_secs_f64() * 1e6 / self.log.answers().max(1) as f64
    }
}

impl Meter {
    /// Runs `work`, whose log counts, and adds it to `to`.
    pub(crate) fn measure(&self, to: &mut Measure, work: impl FnOnce() -> anyhow::Result<Log>) -> anyhow::Result<()> {
        let (server, client) = (self.server.usage(), Usage::own());
        let start = Instant::now();
        let log = work()?;
        to.took += start.elapsed();
        to.client_cpu += Usage::own().cpu.saturating_sub(client.cpu);
        if let (Some(before), Some(after)) = (server, self.server.usage()) {
            *to.server_cpu.get_or_insert_default() += after.cpu.saturating_sub(before.cpu);
        }
        to.log.add(&log);
        Ok(())
    }

    /// Lets the crowd act and ping in turns, until the rounds are over or nobody has anything left to do.
    pub(crate) fn rounds<W: Worker>(&self, crowd: &mut Crowd<W>, rounds: Rounds) -> anyhow::Result<Measured> {
        let (mut load, mut ceiling) = (Measure::new(self.begun), Measure::new(self.begun));
        load.log.add(&crowd.connect(self.slice(CONNECT_WITHIN, Pace::Closed))?);
        for _ in 0..rounds.count {
            self.ceiling(&mut ceiling, crowd, rounds.ceiling)?;
            // Its seconds are counted without those of the ceiling in between.
            let slice = self.slice(rounds.load, rounds.pace);
            let slice = Slice { begun: slice.start.checked_sub(load.took).unwrap_or(self.begun), ..slice };
            self.measure(&mut load, || crowd.run(Task::Load, slice))?;
            if crowd.is_done() {
                break;
            }
        }
        if rounds.count == 1 {
            self.ceiling(&mut ceiling, crowd, rounds.ceiling)?;
        }
        Ok(Measured { load, ceiling: Some(ceiling) })
    }

    fn ceiling<W: Worker>(&self, to: &mut Measure, crowd: &mut Crowd<W>, length: Duration) -> anyhow::Result<()> {
        let slice = self.slice(length, Pace::Closed);
        self.measure(to, || crowd.run(Task::Ping(Kind::Ping), slice))
    }

    /// A slice that begins now.
    pub(crate) fn slice(&self, length: Duration, pace: Pace) -> Slice {
        let start = Instant::now();
        Slice { begun: self.begun, start, end: start + length, pace }
    }
}
