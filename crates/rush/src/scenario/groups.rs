//! The best places for groups, side by side, in a hall fragmented as badly as it gets; and places of a general-admission area, which
//! nobody chooses among. Each buyer keeps a few holds and gives back the oldest, so that the hall stays as it is.

use std::collections::VecDeque;

use admit_domain::id::HoldId;

use crate::auditor::deeds::Deeds;
use crate::engine::measure::Rounds;
use crate::engine::random::Random;
use crate::engine::wire_log::Wire;
use crate::engine::worker::{Flow, Worker};
use crate::ground::hall::Hall;
use crate::ground::organizer::{Limits, Plan, block};
use crate::wire::connection::Connection;

use super::shopper::{Got, Shopper, Want};
use super::stage::{Done, Fact, Stage};

const KEPT_MAX: usize = 3;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asks {
    Groups,
    General,
}

struct Party {
    shopper: Shopper,
    buyer: u32,
    random: Random,
    asks: Asks,
    kept: VecDeque<HoldId>,
}

impl Worker for Party {
    async fn act(&mut self, wire: &mut Wire<'_>) -> Flow {
        if self.kept.len() == KEPT_MAX
            && let Some(oldest) = self.kept.pop_front()
        {
            self.shopper.release(wire, self.buyer, oldest).await;
            return Flow::On;
        }
        let want = match self.asks {
            Asks::Groups => Want::Best { quantity: 2 + self.random.below(5) as u32, together: true },
            Asks::General => Want::General { section: 0, quantity: 1 + self.random.below(4) as u32 },
        };
        match self.shopper.hold(wire, self.buyer, want).await {
            Got::Hold(hold) => self.kept.push_back(hold),
            Got::Refused(_) => {
                if let Some(oldest) = self.kept.pop_front() {
                    self.shopper.release(wire, self.buyer, oldest).await;
                }
            }
            Got::Failed => {}
        }
        Flow::On
    }

    fn take_deeds(&mut self) -> Deeds {
        std::mem::take(&mut self.shopper.deeds)
    }
}

pub(crate) fn groups(stage: &Stage) -> anyhow::Result<Done> {
    run(stage, Plan::Seats(stage.size.seats), Asks::Groups)
}

pub(crate) fn general(stage: &Stage) -> anyhow::Result<Done> {
    run(stage, Plan::General(stage.size.seats), Asks::General)
}

fn run(stage: &Stage, plan: Plan, asks: Asks) -> anyhow::Result<Done> {
    let size = stage.size;
    let (hall, organizer) = stage.event(plan, Limits::Wide)?;
    let mut facts = Vec::new();
    if asks == Asks::Groups {
        let gone = fragments(&hall);
        facts.push(Fact::new("seats off sale that fragment the hall", gone.len() as f64, ""));
        stage.now(async { block(&mut Connection::new(&stage.authority), &organizer, &hall, &gone).await })?;
    }
    let (buyers, _) = stage.buyers(size.buyers)?;
    let party = |index: usize| Party {
        shopper: Shopper::new(&hall, &buyers),
        buyer: (index % buyers.count()) as u32,
        random: Random::new(stage.seed, index as u64),
        asks,
        kept: VecDeque::new(),
    };
    let mut crowd = stage.crowd((0..size.connections).map(party).collect())?;
    let measured = stage.meter.rounds(&mut crowd, Rounds::closed(size.seconds))?;
    let verdict = stage.audit(&hall, &buyers, &crowd.take_deeds())?;
    Ok(Done { measured, facts, verdict: Some(verdict) })
}

/// Seats whose absence leaves runs of every length from one to six, in an order that never repeats from row to row.
fn fragments(hall: &Hall) -> Vec<u32> {
    const RUNS: [u32; 6] = [2, 5, 1, 4, 6, 3];
    let (mut gone, mut next) = (Vec::new(), 0);
    for row in &hall.rows {
        let mut unit = row.start;
        loop {
            unit += RUNS[next % RUNS.len()];
            next += 1;
            if unit >= row.end {
                break;
            }
            gone.push(unit);
            unit += 1;
        }
    }
    gone
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn no_run_is_longer_than_the_largest_group() {
        let row = |first: usize| json!({ "seats": (first..first + 40).map(|seat| json!({ "id": seat.to_string() })).collect::<Vec<_>>() });
        let rows = [row(0), row(40)];
        let section = json!({ "id": "sec_a", "kind": "reserved", "units": { "first": 0, "count": 80 }, "rows": rows });
        let hall = Hall::read("evt_x", &json!({ "sections": [section] })).unwrap();
        let gone = fragments(&hall);
        let free = |unit: u32| !gone.contains(&unit);
        for row in &hall.rows {
            let longest = row.clone().fold((0u32, 0u32), |(run, longest), unit| {
                let run = if free(unit) { run + 1 } else { 0 };
                (run, longest.max(run))
            });
            assert!((1..=6).contains(&longest.1), "{longest:?}");
        }
        assert!(gone.len() > 10);
    }
}
