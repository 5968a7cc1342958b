//! A fan: stands in line, is called, buys or doesn't, leaves, and comes again until the time is over.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use crate::auditor::deeds::{Deeds, How};
use crate::auditor::line::Joined;
use crate::engine::asks::Asks;
use crate::engine::kind::{Kind, Outcome};
use crate::engine::wire_log::Reply;
use crate::scenario::orders::Customer;
use crate::scenario::wait::PlaceAnswer;
use crate::wire::connection::Request;

use super::ground::{Line, WINDOW};
use super::rover::Rover;
use super::told::Told;

/// How often a fan asks how far the line has come.
const ASKS_EVERY: Duration = Duration::from_millis(500);
/// Of a hundred who got in line, how many go away without a word, and for how long.
const SILENT: u32 = 10;
const AWAY_FOR: Duration = Duration::from_secs(4);
/// Of a hundred who must wait, how many try whether the door is really shut.
const TRY_THE_DOOR: u32 = 5;
/// A request that was sent to a node that stood still may be done once it moves again, so for as long as a node may stand still.
const GHOST_LASTS: Duration = Duration::from_secs(180);

pub(super) struct Fan {
    pub(super) customer: Customer,
    pub(super) rover: Rover,
    pub(super) line: Rc<Line>,
    pub(super) told: Rc<RefCell<Told>>,
    /// Since when a place is wanted, and not known to have been given.
    wanted_since: Option<Instant>,
    /// Since when an earlier request for a place may be done still.
    ghost_since: Option<Instant>,
    place: Option<Place>,
}

#[derive(Debug, Clone)]
struct Place {
    token: String,
    position: u32,
    /// It can't be older.
    asked: Instant,
}

/// What waiting came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    Come,
    /// The place is gone.
    Gone,
    /// The time is over.
    Over,
}

impl Fan {
    pub(super) fn new(customer: Customer, rover: Rover, line: &Rc<Line>, told: &Rc<RefCell<Told>>) -> Self {
        let (line, told) = (line.clone(), told.clone());
        Fan { customer, rover, line, told, wanted_since: None, ghost_since: None, place: None }
    }

    /// Comes again and again, and gives what was acknowledged and a token that lasts.
    pub(super) async fn go(mut self, until: Instant) -> (u32, Deeds, String) {
        let begin = self.rover.random.below(2_000);
        tokio::time::sleep(Duration::from_millis(begin as u64)).await;
        while Instant::now() < until {
            let Some(place) = self.join().await else {
                tokio::time::sleep(ASKS_EVERY).await;
                continue;
            };
            if self.rover.random.percent(SILENT) {
                tokio::time::sleep(AWAY_FOR).await;
                continue;
            }
            if self.wait(&place, until).await == Turn::Come {
                self.shop(&place).await;
            }
        }
        let token = self.rover.token().await;
        (self.customer.buyer, std::mem::take(&mut self.customer.shopper.deeds), token)
    }

    fn bearer(&self) -> String {
        self.customer.shopper.buyers.token(self.customer.buyer).to_owned()
    }

    async fn join(&mut self) -> Option<Place> {
        let asked = *self.wanted_since.get_or_insert_with(Instant::now);
        let bearer = self.bearer();
        let line = self.line.clone();
        let reply = self.rover.ask(Kind::JoinAsAccount, Request::post(&line.join, b"{}").by(&bearer)).await;
        let answered = reply.as_ref().map(|reply| (reply.answered, reply.outcome));
        let read = reply.as_ref().and_then(read).map(|place| {
            let waits = place.pass.is_none() && place.position > place.serving;
            (place.queue_token.to_owned(), place.position, waits)
        });
        let earlier_ghost = self.ghost_since.filter(|since| since.elapsed() < GHOST_LASTS);
        self.ghost_since = if self.rover.has_ghost { earlier_ghost.or(Some(asked)) } else { earlier_ghost };
        let (answered, outcome) = answered?;
        let Some((token, position, waits)) = read else {
            if outcome == Outcome::Done {
                self.rover.object(Kind::JoinAsAccount, "a place that can't be read", b"");
            }
            return None;
        };
        self.wanted_since = None;
        let asked = earlier_ghost.map_or(asked, |ghost| ghost.min(asked));
        let is_known = self.place.as_ref().filter(|known| known.position == position).cloned();
        let place = is_known.clone().unwrap_or(Place { token, position, asked });
        self.place = Some(place.clone());
        if is_known.is_none() {
            self.told.borrow_mut().joins.push(Joined { position, asked, answered });
            if waits && self.rover.random.percent(TRY_THE_DOOR) {
                self.try_the_door(position).await;
            }
        }
        Some(place)
    }

    /// Whoever waits may hold nothing.
    async fn try_the_door(&mut self, position: u32) {
        let bearer = self.bearer();
        let path = self.customer.shopper.hall.reserve_path.clone();
        let body = br#"{"best_available":{"quantity":1,"together":false}}"#;
        let reply = self.rover.ask_once(Kind::NoPass, Request::post(&path, body).by(&bearer)).await;
        // Their turn may have come meanwhile, but only if they had asked.
        if reply.is_some_and(|reply| reply.outcome == Outcome::Done) {
            let evidence = format!("position {position} held a place while waiting");
            self.told.borrow_mut().breach("HeldWithoutPass", evidence);
        }
    }

    /// Asks until it is their turn.
    async fn wait(&mut self, place: &Place, until: Instant) -> Turn {
        let (bearer, line, has_doubts) = (self.bearer(), self.line.clone(), self.has_doubts());
        while Instant::now() < until {
            let asked = Instant::now();
            let request = Request { place: Some(&place.token), ..Request::get(&line.status) };
            if let Some(reply) = self.rover.ask(Kind::Standing, request.by(&bearer)).await {
                let read = read(&reply);
                let is_left = read.as_ref().is_some_and(|place| place.status == "left");
                if reply.outcome == Outcome::Conflict || is_left {
                    // A call can't have lapsed before its window was over.
                    let excused = self.ghost_since.is_some() || has_doubts;
                    if place.asked.elapsed() < WINDOW && !excused {
                        let (position, after) = (place.position, place.asked.elapsed());
                        let evidence =
                            format!("position {position} was gone {after:.1?} after it was asked for: {}", reply.code);
                        self.told.borrow_mut().breach("PlaceLost", evidence);
                    }
                    return Turn::Gone;
                }
                if let Some(PlaceAnswer { pass: Some(_), position, serving, .. }) = read {
                    let mut told = self.told.borrow_mut();
                    told.passes += 1;
                    if position > serving {
                        told.breach("OutOfTurn", format!("position {position} has a pass, and {serving} are called"));
                    }
                    return Turn::Come;
                }
            }
            let pause = ASKS_EVERY.saturating_sub(asked.elapsed());
            tokio::time::sleep(pause).await;
        }
        Turn::Over
    }

    /// An earlier purchase that was never heard of ends whatever pass its buyer has once it is done after all.
    fn has_doubts(&self) -> bool {
        let deeds = &self.customer.shopper.deeds;
        !deeds.unclear.is_empty() || deeds.ended.iter().any(|ended| matches!(ended.how, How::Unclear(_)))
    }

    async fn shop(&mut self, place: &Place) {
        self.customer.buy(&mut self.rover).await;
        if self.customer.refused.as_deref() == Some("waiting_room_required") {
            self.told.borrow_mut().turned_away += 1;
        }
        let (bearer, line) = (self.bearer(), self.line.clone());
        let request = Request { place: Some(&place.token), ..Request::post(&line.leave, b"{}") };
        self.rover.ask(Kind::Leave, request.by(&bearer)).await;
    }
}

fn read<'reply>(reply: &Reply<'reply>) -> Option<PlaceAnswer<'reply>> {
    serde_json::from_slice(reply.body).ok()
}
