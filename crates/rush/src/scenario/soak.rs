//! Everything at a steady rate, for as long as is asked: nothing may fail, and memory must not grow but by what the server must
//! remember of what it sold.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::auditor::breach::Breach;
use crate::auditor::deeds::Deeds;
use crate::engine::kind::{Kind, Outcome};
use crate::engine::measure::Rounds;
use crate::engine::random::Random;
use crate::engine::wire_log::Wire;
use crate::engine::worker::{Flow, Worker};
use crate::ground::organizer::{Limits, Plan};
use crate::ground::process::Processes;
use crate::wire::connection::Request;

use super::orders::Customer;
use super::shopper::{Got, Shopper, Want};
use super::stage::{Done, Fact, Stage};

/// Of a hundred acts; the rest buys.
const LOOK: usize = 70;
const HOLD_AND_RELEASE: usize = 25;
const SAMPLE_EVERY: Duration = Duration::from_millis(500);
/// What the server may remember of each hold for a day: who asked for what, so that a retry is answered as the first.
const BYTES_PER_HOLD_MAX: f64 = 1_024.0;
/// What an allocator may do of its own.
const SLACK_BYTES: f64 = 24.0 * 1024.0 * 1024.0;

struct Regular {
    customer: Customer,
    random: Random,
}

impl Worker for Regular {
    async fn act(&mut self, wire: &mut Wire<'_>) -> Flow {
        let draw = self.random.below(100);
        let Customer { shopper, buyer, .. } = &mut self.customer;
        let event = shopper.hall.event.clone();
        if draw < LOOK {
            let (kind, path) = match draw % 3 {
                0 => (Kind::Event, format!("/api/v1/events/{event}")),
                1 => (Kind::Availability, format!("/api/v1/seats/{event}/availability")),
                _ => (Kind::State, format!("/api/v1/seats/{event}/state")),
            };
            wire.ask(kind, Request::get(&path)).await;
        } else if draw < LOOK + HOLD_AND_RELEASE {
            let want = Want::Best { quantity: 2, together: true };
            if let Got::Hold(hold) = shopper.hold(wire, *buyer, want).await {
                shopper.release(wire, *buyer, hold).await;
            }
        } else {
            self.customer.buy(wire).await;
        }
        Flow::On
    }

    fn take_deeds(&mut self) -> Deeds {
        self.customer.take_deeds()
    }
}

pub(crate) fn run(stage: &Stage) -> anyhow::Result<Done> {
    let size = stage.size;
    let (hall, _) = stage.event(Plan::Seats(size.seats), Limits::Wide)?;
    let (buyers, _) = stage.buyers(size.buyers)?;
    let regular = |index: usize| Regular {
        customer: Customer {
            shopper: Shopper::new(&hall, &buyers),
            buyer: (index % buyers.count()) as u32,
            random: Random::new(stage.seed, index as u64),
            tickets_max: 2,
            key: (index as u64) << 32,
            run: stage.seed,
            refused: None,
        },
        random: Random::new(!stage.seed, index as u64),
    };
    let mut crowd = stage.crowd((0..size.connections).map(regular).collect())?;
    let sampler = Sampler::start(stage.meter.server.clone());
    let measured = stage.meter.rounds(&mut crowd, Rounds::open(size.seconds, size.rate))?;
    let samples = sampler.stop();
    let mut verdict = stage.audit(&hall, &buyers, &crowd.take_deeds())?;
    let mut facts = Vec::new();
    if let Some((early, late)) = early_and_late(&samples) {
        let holds = measured.load.log.count(Kind::Hold, Outcome::Done) as f64;
        let growth = late - early;
        facts.push(Fact::new("memory in the second fifth of the run", early / MIB, "MiB"));
        facts.push(Fact::new("memory in the last fifth", late / MIB, "MiB"));
        if growth > SLACK_BYTES {
            facts.push(Fact::new("growth per hold", growth / holds.max(1.0), "bytes"));
        }
        if growth > SLACK_BYTES + BYTES_PER_HOLD_MAX * holds {
            let evidence = format!("{:.1} MiB grew to {:.1} MiB over {holds} holds", early / MIB, late / MIB);
            verdict.breaches.push(Breach::new("MemoryGrows", evidence));
        }
    }
    Ok(Done { measured, facts, verdict: Some(verdict) })
}

const MIB: f64 = 1024.0 * 1024.0;

/// Averages over the second and the last fifth: the first is warming up.
fn early_and_late(samples: &[u64]) -> Option<(f64, f64)> {
    let fifth = samples.len() / 5;
    let mean = |part: &[u64]| part.iter().sum::<u64>() as f64 / part.len() as f64;
    (fifth > 0).then(|| (mean(&samples[fifth..2 * fifth]), mean(&samples[samples.len() - fifth..])))
}

/// Looks at the server's memory every so often.
struct Sampler {
    stops: Arc<AtomicBool>,
    thread: std::thread::JoinHandle<Vec<u64>>,
}

impl Sampler {
    fn start(server: Processes) -> Self {
        let stops = Arc::new(AtomicBool::new(false));
        let stop = stops.clone();
        let thread = std::thread::spawn(move || {
            let mut samples = Vec::new();
            while !stop.load(Ordering::Relaxed) {
                samples.extend(server.usage().map(|usage| usage.memory_bytes));
                std::thread::park_timeout(SAMPLE_EVERY);
            }
            samples
        });
        Self { stops, thread }
    }

    fn stop(self) -> Vec<u64> {
        self.stops.store(true, Ordering::Relaxed);
        self.thread.thread().unpark();
        self.thread.join().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn growth_is_told_from_the_second_fifth_on() {
        let samples: Vec<u64> = [900, 100, 100, 100, 150].into_iter().flat_map(|of| [of, of]).collect();
        assert_eq!(early_and_late(&samples), Some((100.0, 150.0)));
        assert_eq!(early_and_late(&[1, 2, 3]), None);
    }
}
