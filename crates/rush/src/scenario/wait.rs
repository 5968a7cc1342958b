//! Fans who stand in line: they join, ask how far it has come, are called, and then buy or give up. Some go away without a word.
//! Judged by what each of them was told: whoever was answered before another asked is in front; nobody gets a pass before their
//! turn; no more shop than may; nobody without a pass holds anything.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::auditor::breach::Breach;
use crate::auditor::deeds::Deeds;
use crate::auditor::line::{Joined, out_of_order, too_many};
use crate::engine::kind::{Kind, Outcome};
use crate::engine::measure::Rounds;
use crate::engine::random::Random;
use crate::engine::wire_log::{Reply, Wire};
use crate::engine::worker::{Flow, Worker};
use crate::ground::hall::Hall;
use crate::ground::organizer::{Limits, Plan};
use crate::ground::requests::{get, patch, post, text};
use crate::wire::connection::{Connection, Request};

use super::shopper::{Got, PAYS, Payment, Shopper, Want};
use super::stage::{Done, Fact, Stage};

/// How often a fan asks. The line's window is much longer.
const ASKS_EVERY: Duration = Duration::from_millis(500);
/// Of a hundred fans, how many go away without a word, and how many look and buy nothing.
const SILENT: usize = 20;
const LOOKERS: usize = 20;
/// Of a run's own line.
const MAX_ACTIVE: u32 = 20;

/// What the line is told to be like, and what it says of itself in the end.
pub(crate) async fn open_line(stage: &Stage, event: &str, organizer: &str, settings: &Value) -> anyhow::Result<Value> {
    let mut connection = Connection::new(&stage.authority);
    patch(&mut connection, &format!("/api/v1/organizer/events/{event}/waiting-room"), organizer, settings).await
}

pub(crate) fn join_path(event: &str) -> String {
    format!("/api/v1/queue/{event}/join")
}

pub(crate) fn position_in(body: &[u8]) -> Option<u32> {
    serde_json::from_slice::<PlaceAnswer<'_>>(body).ok().map(|place| place.position)
}

#[derive(Deserialize)]
pub(crate) struct PlaceAnswer<'answer> {
    pub(crate) queue_token: &'answer str,
    pub(crate) position: u32,
    pub(crate) serving: u32,
    pub(crate) pass: Option<&'answer str>,
    pub(crate) status: &'answer str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Temper {
    Buys,
    /// Looks, buys nothing, and leaves.
    Looks,
    /// Joins and is never heard of again.
    Silent,
}

/// How long somebody whom the line doesn't take yet stays away.
const COMES_AGAIN: Duration = Duration::from_secs(2);

/// Somebody in line, and what they were told.
struct Fan {
    buyer: u32,
    temper: Temper,
    next: Instant,
    token: Option<String>,
    position: u32,
    asked: Instant,
    answered: Instant,
    is_done: bool,
    admitted: bool,
}

/// The fans of one connection.
struct Fans {
    shopper: Shopper,
    fans: Vec<Fan>,
    join: Arc<str>,
    status: Arc<str>,
    leave: Arc<str>,
    breaches: Vec<Breach>,
}

impl Worker for Fans {
    async fn act(&mut self, wire: &mut Wire<'_>) -> Flow {
        let waiting = self.fans.iter().enumerate().filter(|(_, fan)| !fan.is_done);
        let Some((index, next)) = waiting.map(|(index, fan)| (index, fan.next)).min_by_key(|(_, next)| *next) else {
            return Flow::Done;
        };
        if next > Instant::now() {
            tokio::time::sleep_until(next.into()).await;
        }
        self.fans[index].next = Instant::now() + ASKS_EVERY;
        match self.fans[index].token.clone() {
            None => self.join(wire, index).await,
            Some(token) => self.look(wire, index, &token).await,
        }
        Flow::On
    }

    fn take_deeds(&mut self) -> Deeds {
        std::mem::take(&mut self.shopper.deeds)
    }
}

impl Fans {
    async fn join(&mut self, wire: &mut Wire<'_>, index: usize) {
        let fan = &mut self.fans[index];
        let bearer = self.shopper.buyers.token(fan.buyer);
        let Some(reply) = wire.ask(Kind::JoinAsAccount, Request::post(&self.join, b"{}").by(bearer)).await else {
            return;
        };
        if reply.outcome == Outcome::Conflict {
            // Only who proved an address is drawn; the others join once the sale opens.
            fan.next = Instant::now() + COMES_AGAIN;
            return;
        }
        let Some(place) = read(&reply) else {
            let said = reply.body.to_vec();
            return wire.object(Kind::JoinAsAccount, "a place that can't be read", &said);
        };
        (fan.token, fan.position) = (Some(place.queue_token.to_owned()), place.position);
        (fan.asked, fan.answered) = (reply.sent, reply.answered);
        fan.is_done = fan.temper == Temper::Silent;
        let waits = place.pass.is_none() && place.position > place.serving;
        if index.is_multiple_of(10) && waits {
            self.try_the_door(wire, index).await;
        }
    }

    /// Whoever waits may hold nothing.
    async fn try_the_door(&mut self, wire: &mut Wire<'_>, index: usize) {
        let bearer = self.shopper.buyers.token(self.fans[index].buyer);
        let body = br#"{"best_available":{"quantity":1,"together":false}}"#;
        let request = Request::post(&self.shopper.hall.reserve_path, body).by(bearer);
        let Some(reply) = wire.ask(Kind::NoPass, request).await else { return };
        // Their turn may have come meanwhile, but only if they had asked.
        if reply.outcome == Outcome::Done {
            let evidence = format!("position {} held a place while waiting", self.fans[index].position);
            self.breaches.push(Breach::new("HeldWithoutPass", evidence));
        }
    }

    async fn look(&mut self, wire: &mut Wire<'_>, index: usize, token: &str) {
        let (buyer, temper, position) = {
            let fan = &self.fans[index];
            (fan.buyer, fan.temper, fan.position)
        };
        let bearer = self.shopper.buyers.token(buyer);
        let request = Request { place: Some(token), ..Request::get(&self.status) };
        let Some(reply) = wire.ask(Kind::Standing, request.by(bearer)).await else { return };
        if reply.outcome == Outcome::Conflict {
            self.fans[index].is_done = true;
            return;
        }
        let Some(place) = read(&reply) else { return };
        if place.pass.is_none() {
            return;
        }
        if place.position > place.serving {
            let evidence = format!("position {position} has a pass, and {} are called", place.serving);
            self.breaches.push(Breach::new("OutOfTurn", evidence));
        }
        let fan = &mut self.fans[index];
        (fan.is_done, fan.admitted) = (true, true);
        let want = Want::Best { quantity: 1, together: false };
        if let Got::Hold(hold) = self.shopper.hold(wire, buyer, want).await {
            if temper == Temper::Buys {
                self.shopper.pay(wire, Payment { buyer, hold, card: PAYS, key: None }).await;
                return;
            }
            self.shopper.release(wire, buyer, hold).await;
        }
        let bearer = self.shopper.buyers.token(buyer);
        let request = Request { place: Some(token), ..Request::post(&self.leave, b"{}") };
        wire.ask(Kind::Standing, request.by(bearer)).await;
    }
}

fn read<'reply>(reply: &Reply<'reply>) -> Option<PlaceAnswer<'reply>> {
    serde_json::from_slice(reply.body).ok()
}

pub(crate) fn run(stage: &Stage) -> anyhow::Result<Done> {
    let size = stage.size;
    let (hall, organizer) = match &stage.line {
        Some(event) => existing(stage, event)?,
        None => {
            let (hall, organizer) = stage.event(Plan::Seats(size.seats), Limits::Wide)?;
            let settings = json!({
                "mode": "always", "rate_per_min": 60 * MAX_ACTIVE, "interval_s": 1, "max_active": MAX_ACTIVE, "window_s": 5,
            });
            stage.now(open_line(stage, &hall.event, &organizer, &settings))?;
            (hall, organizer)
        }
    };
    let (buyers, _) = stage.buyers(size.buyers)?;
    let mut random = Random::new(stage.seed, 0);
    let now = Instant::now();
    let mut fan = |buyer: u32| {
        let temper = match random.below(100) {
            roll if roll < SILENT => Temper::Silent,
            roll if roll < SILENT + LOOKERS => Temper::Looks,
            _ => Temper::Buys,
        };
        let (asked, answered, next) = (now, now, now);
        Fan { buyer, temper, next, token: None, position: 0, asked, answered, is_done: false, admitted: false }
    };
    let path = |call: &str| -> Arc<str> { format!("/api/v1/queue/{}/{call}", hall.event).into() };
    let connections = size.connections.min(size.buyers);
    let worker = |index: usize| Fans {
        shopper: Shopper::new(&hall, &buyers),
        fans: (index..size.buyers).step_by(connections).map(|buyer| fan(buyer as u32)).collect(),
        join: path("join"),
        status: path("status"),
        leave: path("leave"),
        breaches: Vec::new(),
    };
    let workers = (0..connections).map(worker).collect();
    let mut crowd = stage.crowd(workers)?;
    let measured = stage.meter.rounds(&mut crowd, Rounds::whole(size.seconds))?;
    stage.let_all_know();
    let stats = stage.now(stats_of(stage, &hall, &organizer))?;
    let mut verdict = stage.audit(&hall, &buyers, &crowd.take_deeds())?;
    let (mut joins, mut admitted) = (Vec::new(), 0u32);
    for worker in crowd.workers() {
        verdict.breaches.append(&mut worker.breaches);
        admitted += worker.fans.iter().filter(|fan| fan.admitted).count() as u32;
        let told = worker.fans.iter().filter(|fan| fan.token.is_some());
        joins.extend(told.map(|fan| Joined { position: fan.position, asked: fan.asked, answered: fan.answered }));
    }
    verdict.breaches.extend(out_of_order(&mut joins));
    let number = |name: &str| stats[name].as_f64().unwrap_or(0.0);
    if stage.line.is_none() {
        verdict.breaches.extend(too_many(&stats, MAX_ACTIVE));
    }
    verdict.checked.push_str(&format!("; {} places in order, {admitted} fans let in", joins.len()));
    let facts = vec![
        Fact::new("fans let in", f64::from(admitted), ""),
        Fact::new("calls that lapsed", number("expired_total"), ""),
        Fact::new("show-up", 100.0 * number("show_up_ratio"), "%"),
    ];
    Ok(Done { measured, facts, verdict: Some(verdict) })
}

fn existing(stage: &Stage, event: &str) -> anyhow::Result<(Arc<Hall>, String)> {
    stage.now(async {
        let mut connection = Connection::new(&stage.authority);
        let login = json!({ "email": stage.organizer.email, "password": stage.organizer.password });
        let session = post(&mut connection, "/api/v1/auth/login", None, &login).await;
        let session = session.context("the line's counts are its organizer's: see --organizer")?;
        let map = get(&mut connection, &format!("/api/v1/seats/{event}/map"), None).await?;
        let hall = Hall::read(event, &map)?.with_others();
        Ok((Arc::new(hall), text(&session, "access_token")?.to_owned()))
    })
}

async fn stats_of(stage: &Stage, hall: &Hall, organizer: &str) -> anyhow::Result<Value> {
    let mut connection = Connection::new(&stage.authority);
    get(&mut connection, &format!("/api/v1/queue/{}/stats", hall.event), Some(organizer)).await
}
