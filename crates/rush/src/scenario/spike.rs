//! The moment a sale opens: everybody connects within a second, then asks at times that were set beforehand, whatever the server
//! does. Each looks at the event and at what is free, holds two seats side by side in the better half, and pays for them; whoever
//! finds them taken asks for others.

use std::time::Duration;

use admit_domain::id::HoldId;

use crate::auditor::deeds::Deeds;
use crate::engine::crowd::Task;
use crate::engine::kind::Kind;
use crate::engine::measure::{Measure, Measured, Rounds};
use crate::engine::pace::Pace;
use crate::engine::random::Random;
use crate::engine::wire_log::Wire;
use crate::engine::worker::{Flow, Pinger, Worker};
use crate::ground::organizer::{Limits, Plan};
use crate::wire::connection::Request;

use super::shopper::{Got, PAYS, Payment, Shopper, Want};
use super::stage::{Done, Fact, Stage};

const CEILING_CONNECTIONS: usize = 256;
const CONNECT_WITHIN: Duration = Duration::from_secs(1);
const TICKETS: u32 = 2;

struct Fan {
    shopper: Shopper,
    buyer: u32,
    random: Random,
    step: u32,
    hold: Option<HoldId>,
}

impl Fan {
    async fn hold(&mut self, wire: &mut Wire<'_>) {
        let hall = self.shopper.hall.clone();
        let row = &hall.rows[self.random.below(hall.rows.len().div_ceil(2))];
        let places = row.end.saturating_sub(row.start).saturating_sub(TICKETS) as usize + 1;
        let first = row.start + self.random.below(places) as u32;
        let units: Vec<u32> = (first..(first + TICKETS).min(row.end)).collect();
        if let Got::Hold(hold) = self.shopper.hold(wire, self.buyer, Want::Seats(&units)).await {
            self.hold = Some(hold);
        }
    }
}

impl Worker for Fan {
    async fn act(&mut self, wire: &mut Wire<'_>) -> Flow {
        let event = self.shopper.hall.event.clone();
        match self.step {
            0 => {
                wire.ask(Kind::Event, Request::get(&format!("/api/v1/events/{event}"))).await;
            }
            1 => {
                let path = format!("/api/v1/seats/{event}/availability");
                wire.ask(Kind::Availability, Request::get(&path)).await;
            }
            _ => match self.hold.take() {
                Some(hold) => {
                    let payment = Payment { buyer: self.buyer, hold, card: PAYS, key: None };
                    self.shopper.pay(wire, payment).await;
                }
                None => self.hold(wire).await,
            },
        }
        self.step += 1;
        Flow::On
    }

    fn take_deeds(&mut self) -> Deeds {
        std::mem::take(&mut self.shopper.deeds)
    }
}

pub(crate) fn run(stage: &Stage) -> anyhow::Result<Done> {
    let size = stage.size;
    let (hall, _) = stage.event(Plan::Seats(size.seats), Limits::Wide)?;
    let (buyers, _) = stage.buyers(size.connections)?;
    let pingers = || (0..CEILING_CONNECTIONS.min(size.connections)).map(|_| Pinger { kind: Kind::Ping }).collect();
    let ceiling = |to: &mut Measure| {
        let mut crowd = stage.crowd(pingers())?;
        let slice = stage.meter.slice(Rounds::closed(1).load, Pace::Closed);
        stage.meter.measure(to, || crowd.run(Task::Load, slice))
    };
    let (mut load, mut top) = (Measure::new(stage.meter.begun), Measure::new(stage.meter.begun));
    ceiling(&mut top)?;
    let fan = |index: usize| Fan {
        shopper: Shopper::new(&hall, &buyers),
        buyer: index as u32,
        random: Random::new(stage.seed, index as u64),
        step: 0,
        hold: None,
    };
    let mut crowd = stage.crowd((0..size.connections).map(fan).collect())?;
    let per_second = size.connections as f64 / CONNECT_WITHIN.as_secs_f64();
    let slice = stage.meter.slice(CONNECT_WITHIN * 2, Pace::Open { per_second });
    let connecting = crowd.connect(slice)?;
    let slice = stage.meter.slice(Duration::from_secs(size.seconds), Pace::Open { per_second: size.rate });
    stage.meter.measure(&mut load, || crowd.run(Task::Load, slice))?;
    load.log.add(&connecting);
    ceiling(&mut top)?;
    let all = load.log.latency();
    let facts = vec![
        Fact::new("requests due", size.rate * size.seconds as f64, ""),
        Fact::new("p99 of all answers, from when they were due", all.value_at_quantile(0.99) as f64 / 1e3, "ms"),
    ];
    let verdict = stage.audit(&hall, &buyers, &crowd.take_deeds())?;
    Ok(Done { measured: Measured { load, ceiling: Some(top) }, facts, verdict: Some(verdict) })
}
