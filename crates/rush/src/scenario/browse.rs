//! People who look: lists, events, availability, maps and states, as browsers ask, with the tags of what they know already. Seats
//! sell now and then, so that what was rendered before is stale now and then.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::auditor::deeds::Deeds;
use crate::engine::kind::Kind;
use crate::engine::measure::Rounds;
use crate::engine::random::Random;
use crate::engine::wire_log::Wire;
use crate::engine::worker::{Flow, Worker};
use crate::ground::hall::Hall;
use crate::ground::organizer::{Limits, Plan};
use crate::wire::connection::Request;

use super::shopper::{Shopper, Want};
use super::stage::{Done, HOLDS_EACH, Stage};

/// Of a hundred looks, where to; the rest goes to the state.
const EVENTS: usize = 20;
const EVENT: usize = 20;
const AVAILABILITY: usize = 30;
const MAP: usize = 10;
/// Of a hundred looks at a state or map, how many by somebody who has it already, as of their last look.
const KNOWN: u32 = 50;

enum Visitor {
    Looker(Looker),
    /// Holds a seat every so often.
    Buyer {
        shopper: Shopper,
        every: Duration,
        next: Instant,
        unit: u32,
    },
}

struct Looker {
    paths: Arc<Paths>,
    random: Random,
    map_tag: Option<String>,
    state_tag: Option<String>,
}

struct Paths {
    event: String,
    availability: String,
    map: String,
    state: String,
}

impl Paths {
    fn of(hall: &Hall) -> Self {
        let event = &hall.event;
        let seats = |what: &str| format!("/api/v1/seats/{event}/{what}");
        Paths {
            event: format!("/api/v1/events/{event}"),
            availability: seats("availability"),
            map: seats("map"),
            state: seats("state"),
        }
    }
}

impl Looker {
    async fn look(&mut self, wire: &mut Wire<'_>) {
        let browser = |path| Request { compressed: true, ..Request::get(path) };
        let known = self.random.percent(KNOWN);
        let draw = self.random.below(100);
        let paths = self.paths.clone();
        if draw < EVENTS {
            wire.ask(Kind::Events, browser("/api/v1/events?limit=20")).await;
        } else if draw < EVENTS + EVENT {
            wire.ask(Kind::Event, browser(&paths.event)).await;
        } else if draw < EVENTS + EVENT + AVAILABILITY {
            wire.ask(Kind::Availability, browser(&paths.availability)).await;
        } else {
            let is_map = draw < EVENTS + EVENT + AVAILABILITY + MAP;
            let (kind, path) = if is_map { (Kind::Map, &paths.map) } else { (Kind::State, &paths.state) };
            let tag = if is_map { &mut self.map_tag } else { &mut self.state_tag };
            let request = Request { known: tag.as_deref().filter(|_| known), ..browser(path) };
            if let Some(reply) = wire.ask(kind, request).await {
                *tag = reply.etag.map(str::to_owned);
            }
        }
    }
}

impl Worker for Visitor {
    async fn act(&mut self, wire: &mut Wire<'_>) -> Flow {
        match self {
            Visitor::Looker(looker) => looker.look(wire).await,
            Visitor::Buyer { shopper, every, next, unit } => {
                tokio::time::sleep_until((*next).into()).await;
                *next = Instant::now().max(*next + *every);
                shopper.hold(wire, *unit / HOLDS_EACH, Want::Seats(&[*unit])).await;
                *unit += 1;
                if *unit == shopper.hall.units() {
                    return Flow::Done;
                }
            }
        }
        Flow::On
    }

    fn take_deeds(&mut self) -> Deeds {
        match self {
            Visitor::Looker(_) => Deeds::default(),
            Visitor::Buyer { shopper, .. } => std::mem::take(&mut shopper.deeds),
        }
    }
}

pub(crate) fn run(stage: &Stage) -> anyhow::Result<Done> {
    let size = stage.size;
    let (hall, _) = stage.event(Plan::Seats(size.seats), Limits::Wide)?;
    let buyers = stage.buyers_of(hall.units())?;
    let paths = Arc::new(Paths::of(&hall));
    let every = Duration::from_secs_f64(1.0 / size.rate.max(0.01));
    let visitor = |index: usize| match index {
        0 => Visitor::Buyer { shopper: Shopper::new(&hall, &buyers), every, next: Instant::now(), unit: 0 },
        _ => Visitor::Looker(Looker {
            paths: paths.clone(),
            random: Random::new(stage.seed, index as u64),
            map_tag: None,
            state_tag: None,
        }),
    };
    let mut crowd = stage.crowd((0..size.connections.max(2)).map(visitor).collect())?;
    let measured = stage.meter.rounds(&mut crowd, Rounds::closed(size.seconds))?;
    let verdict = stage.audit(&hall, &buyers, &crowd.take_deeds())?;
    Ok(Done { measured, facts: Vec::new(), verdict: Some(verdict) })
}
