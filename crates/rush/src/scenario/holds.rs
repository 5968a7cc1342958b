//! Holding distinct seats: every request can succeed, and each success is a durable commit. Nothing is given back.

use crate::auditor::deeds::Deeds;
use crate::engine::measure::Rounds;
use crate::engine::wire_log::Wire;
use crate::engine::worker::{Flow, Worker};
use crate::ground::organizer::{Limits, Plan};
use crate::ground::requests::metric;
use crate::wire::connection::Connection;

use super::shopper::{Shopper, Want};
use super::stage::{Done, Fact, HOLDS_EACH, Stage};

/// Holds the seats of one slice of the hall, one after another, for many buyers.
struct Holder {
    shopper: Shopper,
    seats: std::ops::Range<u32>,
}

impl Worker for Holder {
    async fn act(&mut self, wire: &mut Wire<'_>) -> Flow {
        let Some(unit) = self.seats.next() else { return Flow::Done };
        self.shopper.hold(wire, unit / HOLDS_EACH, Want::Seats(&[unit])).await;
        if self.seats.is_empty() { Flow::Done } else { Flow::On }
    }

    fn take_deeds(&mut self) -> Deeds {
        std::mem::take(&mut self.shopper.deeds)
    }
}

pub(crate) fn run(stage: &Stage) -> anyhow::Result<Done> {
    let size = stage.size;
    let (hall, _) = stage.event(Plan::Seats(size.seats), Limits::Wide)?;
    let buyers = stage.buyers_of(hall.units())?;
    let share = (hall.units() / size.connections as u32).max(1);
    let holder = |index: usize| {
        let first = (index as u32 * share).min(hall.units());
        let seats = first..(first + share).min(hall.units());
        Holder { shopper: Shopper::new(&hall, &buyers), seats }
    };
    let mut crowd = stage.crowd((0..size.connections).map(holder).collect())?;
    let before = stage.now(batches(&stage.authority))?;
    let measured = stage.meter.rounds(&mut crowd, Rounds::closed(size.seconds))?;
    let after = stage.now(batches(&stage.authority))?;
    let mut facts = Vec::new();
    if after.1 > before.1 {
        facts.push(Fact::new("commands in a commit, on average", (after.0 - before.0) / (after.1 - before.1), ""));
    }
    let verdict = stage.audit(&hall, &buyers, &crowd.take_deeds())?;
    Ok(Done { measured, facts, verdict: Some(verdict) })
}

/// How many commands in how many batches the server has committed.
pub(super) async fn batches(authority: &str) -> anyhow::Result<(f64, f64)> {
    let mut connection = Connection::new(authority);
    let sum = metric(&mut connection, "admit_batch_commands_sum").await?;
    Ok((sum, metric(&mut connection, "admit_batch_commands_count").await?))
}
