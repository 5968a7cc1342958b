//! What buyers do, and what they remember of it for the auditor.

use std::sync::Arc;
use std::time::{Duration, Instant};

use admit_domain::id::{HoldId, OrderId, TicketId};
use serde::Deserialize;

use crate::auditor::deeds::{Deeds, Doubt, Ended, Held, How};
use crate::auditor::view::{id, places};
use crate::engine::asks::Asks;
use crate::engine::kind::{Kind, Outcome};
use crate::engine::wire_log::Reply;
use crate::ground::buyers::Buyers;
use crate::ground::hall::Hall;
use crate::wire::connection::Request;

/// The simulated gateway's number that pays.
pub(crate) const PAYS: &str = "4242 4242 4242 4242";
/// And the one that is declined.
pub(crate) const DECLINED: &str = "4000 0000 0000 0002";

/// What is wanted.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Want<'want> {
    Seats(&'want [u32]),
    /// So many, side by side or not.
    Best {
        quantity: u32,
        together: bool,
    },
    General {
        section: usize,
        quantity: u32,
    },
}

/// What asking for a hold came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Got {
    Hold(HoldId),
    Refused(String),
    Failed,
}

/// What paying came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Paid {
    Order(OrderId),
    Declined,
    Failed,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Payment<'payment> {
    pub(crate) buyer: u32,
    pub(crate) hold: HoldId,
    pub(crate) card: &'static str,
    pub(crate) key: Option<&'payment str>,
}

/// How often to look whether a payment that is under way has ended.
const LOOKS_EVERY: Duration = Duration::from_millis(500);

#[derive(Debug)]
enum Charged {
    Order(Receipt),
    /// It is under way.
    Pending(OrderId),
    Declined,
    Failed,
}

/// Makes idempotency keys, each for one write.
#[derive(Debug)]
pub(crate) struct Keys {
    pub(crate) run: u64,
    /// No two of a run have the same.
    pub(crate) owner: u64,
    pub(crate) given: u64,
}

impl Keys {
    fn next(&mut self) -> String {
        self.given += 1;
        format!("write-{:x}-{}-{}", self.run, self.owner, self.given)
    }
}

#[derive(Debug)]
struct Receipt {
    order: OrderId,
    total: i64,
    tickets: Box<[TicketId]>,
}

pub(crate) struct Shopper {
    pub(crate) hall: Arc<Hall>,
    pub(crate) buyers: Arc<Buyers>,
    pub(crate) deeds: Deeds,
    body: String,
    /// Where requests are repeated: each write gets a key, unless it has one.
    keys: Option<Keys>,
    /// Of the newest hold.
    hold_key: Option<String>,
}

impl Shopper {
    pub(crate) fn new(hall: &Arc<Hall>, buyers: &Arc<Buyers>) -> Self {
        Self {
            hall: hall.clone(),
            buyers: buyers.clone(),
            deeds: Deeds::default(),
            body: String::new(),
            keys: None,
            hold_key: None,
        }
    }

    /// One whose writes may be repeated.
    pub(crate) fn with_keys(hall: &Arc<Hall>, buyers: &Arc<Buyers>, keys: Keys) -> Self {
        Self { keys: Some(keys), ..Self::new(hall, buyers) }
    }

    /// Whether its writes may be repeated.
    pub(crate) fn has_keys(&self) -> bool {
        self.keys.is_some()
    }

    pub(crate) async fn hold(&mut self, wire: &mut impl Asks, buyer: u32, want: Want<'_>) -> Got {
        self.write_want(want);
        self.hold_key = self.keys.as_mut().map(Keys::next);
        let request = Request::post(&self.hall.reserve_path, self.body.as_bytes()).by(self.buyers.token(buyer));
        let request = Request { key: self.hold_key.as_deref(), ..request };
        let Some(reply) = wire.ask(Kind::Hold, request).await else {
            self.deeds.unclear.push(buyer);
            return Got::Failed;
        };
        if reply.outcome == Outcome::Conflict {
            return Got::Refused(reply.code.to_owned());
        }
        match read_hold(&self.hall, buyer, &reply) {
            Ok(held) => {
                let hold = held.hold;
                self.deeds.held.push(held);
                Got::Hold(hold)
            }
            Err(error) => {
                let said = reply.body.to_vec();
                wire.object(Kind::Hold, &format!("{error:#}"), &said);
                self.deeds.unclear.push(buyer);
                Got::Failed
            }
        }
    }

    /// The request of the newest hold once more, as after an answer that got lost: it must be answered with the same hold.
    pub(crate) async fn hold_again(&mut self, wire: &mut impl Asks, buyer: u32, want: Want<'_>, first: HoldId) {
        self.write_want(want);
        let request = Request::post(&self.hall.reserve_path, self.body.as_bytes()).by(self.buyers.token(buyer));
        let request = Request { key: self.hold_key.as_deref(), ..request };
        // What isn't answered is noted where it was asked.
        let Some(reply) = wire.ask(Kind::HoldAgain, request).await else { return };
        if read_hold(&self.hall, buyer, &reply).is_ok_and(|held| held.hold == first) {
            return;
        }
        let said = [format!("first {first}, then ").as_bytes(), reply.body].concat();
        wire.object(Kind::HoldAgain, "one key made two holds", &said);
    }

    pub(crate) async fn release(&mut self, wire: &mut impl Asks, buyer: u32, hold: HoldId) {
        use std::fmt::Write;
        self.body.clear();
        write!(self.body, "{{\"hold_id\":\"{hold}\"}}").expect("a string takes everything");
        let asked = Instant::now();
        let request = Request::post(&self.hall.release_path, self.body.as_bytes()).by(self.buyers.token(buyer));
        let done = wire.ask(Kind::Release, request).await.is_some();
        let how = if done { How::Released } else { How::Unclear(Doubt::Release) };
        self.deeds.ended.push(Ended { hold, buyer, asked, how });
    }

    pub(crate) async fn pay(&mut self, wire: &mut impl Asks, payment: Payment<'_>) -> Paid {
        let asked = Instant::now();
        let Payment { buyer, hold, .. } = payment;
        let fresh = self.keys.as_mut().filter(|_| payment.key.is_none()).map(Keys::next);
        let payment = Payment { key: payment.key.or(fresh.as_deref()), ..payment };
        let charged = match self.charge(wire, Kind::Pay, payment).await {
            Charged::Pending(order) => self.follow(wire, buyer, order).await,
            charged => charged,
        };
        match charged {
            Charged::Order(Receipt { order, total, tickets }) => {
                self.deeds.ended.push(Ended { hold, buyer, asked, how: How::Paid { order, total, tickets } });
                Paid::Order(order)
            }
            // A card that pays isn't declined; but a payment that was given up may end the hold with it.
            Charged::Declined if payment.card != PAYS => Paid::Declined,
            Charged::Declined | Charged::Pending(_) | Charged::Failed => {
                let how = How::Unclear(Doubt::Payment);
                self.deeds.ended.push(Ended { hold, buyer, asked, how });
                Paid::Failed
            }
        }
    }

    /// Looks for the end of an order whose payment is under way. One that came to nothing is as one of which nothing was heard, since
    /// its hold may have ended with it.
    async fn follow(&mut self, wire: &mut impl Asks, buyer: u32, order: OrderId) -> Charged {
        let deadline = Instant::now() + wire.patience();
        let path = format!("/api/v1/checkout/orders/{order}");
        loop {
            if Instant::now() >= deadline {
                return Charged::Failed;
            }
            tokio::time::sleep(LOOKS_EVERY).await;
            let Some(reply) = wire.ask(Kind::Order, Request::get(&path).by(self.buyers.token(buyer))).await else {
                return Charged::Failed;
            };
            match read_charge(&reply) {
                Ok(Charged::Pending(_)) => {}
                Ok(charged) => return charged,
                Err(_) => return Charged::Failed,
            }
        }
    }

    /// The same payment once more, as after an answer that got lost: it must be answered as the first was.
    pub(crate) async fn pay_again(&mut self, wire: &mut impl Asks, payment: Payment<'_>, first: OrderId) {
        let again = self.charge(wire, Kind::PayAgain, payment).await;
        match again {
            Charged::Order(Receipt { order, .. }) | Charged::Pending(order) if order == first => {}
            // Noted where it was asked.
            Charged::Failed => {}
            other => {
                let said = format!("first {first}, then {other:?}");
                wire.object(Kind::PayAgain, "the same payment was answered otherwise", said.as_bytes());
            }
        }
    }

    async fn charge(&mut self, wire: &mut impl Asks, kind: Kind, payment: Payment<'_>) -> Charged {
        use std::fmt::Write;
        let Payment { buyer, hold, card, key } = payment;
        self.body.clear();
        let written = write!(
            self.body,
            "{{\"hold_id\":\"{hold}\",\"payment\":{{\"method\":\"card\",\"card_number\":\"{card}\",\"exp_month\":12,\
             \"exp_year\":2099,\"cvc\":\"123\"}}}}"
        );
        written.expect("a string takes everything");
        let request = Request::post("/api/v1/checkout", self.body.as_bytes()).by(self.buyers.token(buyer));
        let Some(reply) = wire.ask(kind, Request { key, ..request }).await else { return Charged::Failed };
        if reply.outcome == Outcome::Conflict {
            return Charged::Declined;
        }
        let read = read_charge(&reply);
        let said = reply.body.to_vec();
        match read {
            Ok(Charged::Pending(_)) if wire.patience().is_zero() => {
                wire.object(kind, "a payment didn't end at once", &said);
                Charged::Failed
            }
            Ok(charged) => charged,
            Err(error) => {
                wire.object(kind, &format!("{error:#}"), &said);
                Charged::Failed
            }
        }
    }

    pub(crate) async fn cancel(&mut self, wire: &mut impl Asks, buyer: u32, hold: HoldId, order: OrderId) {
        let asked = Instant::now();
        let path = format!("/api/v1/checkout/orders/{order}/cancel");
        let key = self.keys.as_mut().map(Keys::next);
        let request = Request { key: key.as_deref(), ..Request::post(&path, b"{}").by(self.buyers.token(buyer)) };
        let done = wire.ask(Kind::Cancel, request).await.is_some();
        let how = if done { How::Cancelled { order } } else { How::Unclear(Doubt::Cancellation) };
        self.deeds.ended.push(Ended { hold, buyer, asked, how });
    }

    fn write_want(&mut self, want: Want<'_>) {
        use std::fmt::Write;
        let body = &mut self.body;
        body.clear();
        let written = match want {
            Want::Seats(units) => {
                let seat = |unit: &u32| self.hall.seats[*unit as usize].as_str();
                let seats: Vec<&str> = units.iter().map(seat).collect();
                write!(body, "{{\"seats\":[\"{}\"]}}", seats.join("\",\""))
            }
            Want::Best { quantity, together } => {
                write!(body, "{{\"best_available\":{{\"quantity\":{quantity},\"together\":{together}}}}}")
            }
            Want::General { section, quantity } => {
                let section = &self.hall.sections[section].id;
                write!(body, "{{\"section\":\"{section}\",\"quantity\":{quantity}}}")
            }
        };
        written.expect("a string takes everything");
    }
}

#[derive(Deserialize)]
struct HoldAnswer<'answer> {
    #[serde(borrow)]
    hold: HoldBody<'answer>,
}

#[derive(Deserialize)]
struct HoldBody<'answer> {
    id: &'answer str,
    #[serde(borrow)]
    seats: Vec<PlaceBody<'answer>>,
    total: MoneyBody,
    expires_in_s: u64,
}

#[derive(Deserialize)]
struct PlaceBody<'answer> {
    id: Option<&'answer str>,
    section: &'answer str,
}

#[derive(Deserialize)]
struct MoneyBody {
    amount: i64,
}

#[derive(Deserialize)]
struct OrderAnswer<'answer> {
    id: &'answer str,
    status: &'answer str,
    total: MoneyBody,
    #[serde(borrow)]
    tickets: Vec<TicketBody<'answer>>,
}

#[derive(Deserialize)]
struct TicketBody<'answer> {
    id: &'answer str,
}

fn read_hold(hall: &Hall, buyer: u32, reply: &Reply<'_>) -> anyhow::Result<Held> {
    let HoldAnswer { hold } = serde_json::from_slice(reply.body)?;
    Ok(Held {
        hold: id(hold.id)?,
        buyer,
        places: places(hall, hold.seats.iter().map(|seat| (seat.id, seat.section)))?,
        total: hold.total.amount,
        asked: reply.sent,
        answered: reply.answered,
        lasts: Duration::from_secs(hold.expires_in_s),
    })
}

fn read_charge(reply: &Reply<'_>) -> anyhow::Result<Charged> {
    let order: OrderAnswer<'_> = serde_json::from_slice(reply.body)?;
    match order.status {
        "paid" => {
            let tickets = order.tickets.iter().map(|ticket| id(ticket.id)).collect::<anyhow::Result<_>>()?;
            Ok(Charged::Order(Receipt { order: id(order.id)?, total: order.total.amount, tickets }))
        }
        "pending_payment" => Ok(Charged::Pending(id(order.id)?)),
        other => anyhow::bail!("a payment ended as {other}"),
    }
}
